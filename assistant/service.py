"""`Assistant.answer(question)`: run the steps, catch what goes wrong, log the turn. All that channels call."""

from __future__ import annotations

import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import Engine

from assistant.clock import HERE
from assistant.curated.shelf import Shelf
from assistant.errors import UnknownAnswer
from assistant.events import calendar, event_of
from assistant.generation.grounding.check import Grounding
from assistant.generation.model import LanguageModel
from assistant.generation.writing import Writing
from assistant.in_force import Closing, InForce
from assistant.memory import Memory
from assistant.models import Answer, Question, Status
from assistant.pipeline import Outcome, Turn, run_pipeline
from assistant.privacy import hide, told_of
from assistant.records.log import LoggedTurn, QuestionLog
from assistant.records.overrides import Overrides
from assistant.replies import part, quick_questions, reply
from assistant.settings import Settings
from assistant.steps import ANSWER_STEPS
from assistant.steps.answer_of_office import answer_of_office
from knowledge.base import KnowledgeBase

_PASSAGES_LOGGED = 12
Watch = Callable[[Question, Answer], None]
"""Told of each answer that goes to a person, for metrics and traces; quick, and never raises."""
log = structlog.get_logger()


class Assistant:
    """Answers questions from the active release. Safe from many threads; never raises."""

    def __init__(
        self,
        settings: Settings,
        base: KnowledgeBase,
        questions: QuestionLog,
        model: LanguageModel | None = None,
        overrides: Overrides | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.in_force = InForce(settings, overrides)
        self.watchers: list[Watch] = []
        self._base = base
        self._log = questions
        self._model = model
        self._memory = Memory(settings.answer_cache)
        self._shelf = shelf or Shelf(questions.engine, base)
        self._grounding = Grounding(base.embedder) if model else None

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Open the knowledge base, the question log, and the language model if the settings name one.

        Raises:
            BadLanguageModel: they name one that cannot be opened.
        """
        model = LanguageModel.open(settings)
        base, questions = KnowledgeBase(settings), QuestionLog.open(settings.resolved_records_url)
        return cls(settings, base, questions, model, Overrides(questions.engine), Shelf(questions.engine, base))

    def close(self) -> None:
        """Let go of files and connections."""
        self._base.close()
        self._log.close()

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base, for those that look into it beside answering."""
        return self._base

    @property
    def engine(self) -> Engine:
        """The database of the question log."""
        return self._log.engine

    @property
    def shelf(self) -> Shelf:
        """The answers that the office wrote itself."""
        return self._shelf

    def office_answer(self, text: str) -> Answer | None:
        """What the office itself wrote about this question, as people get it today; None when it wrote nothing. Not logged."""
        question, as_of = Question(text), datetime.now(HERE).date()
        turn = self._turn(question, as_of, None)
        turn.text = turn.asked = turn.understood_as = text
        answer_of_office(turn)
        return _answer(turn.outcome, turn, question, as_of) if turn.outcome else None

    def answer(self, question: Question) -> Answer:
        """The answer to a question; every outcome, errors included, is an Answer with a status and a sentence."""
        answer = self._answered(question, self._memory)[0]
        for watch in self.watchers:
            watch(question, answer)
        return answer

    def answer_and_turn(self, question: Question) -> tuple[Answer, Turn | None]:
        """The answer, and for those who measure the turn that led to it, unless it could not even begin. Never a remembered one."""
        return self._answered(question, None)

    def _answered(self, question: Question, memory: Memory | None) -> tuple[Answer, Turn | None]:
        as_of = question.as_of or datetime.now(HERE).date()
        turn: Turn | None = None
        error: str | None = None
        closing = self.in_force.closing(question.channel)
        try:
            turn = self._turn(question, as_of, closing)
            outcome, turn = _remembered_or_new(question, turn, memory, self._basis(turn))
        except Exception:  # the promise: always an Answer, never an exception
            error = traceback.format_exc()
            log.error("answer_failed", error=error.strip().splitlines()[-1])
            outcome = Outcome(closing.status, closing.text) if closing else Outcome(Status.ERROR_INTERNAL, reply(Status.ERROR_INTERNAL))
        answer = _answer(outcome, turn, question, as_of)
        self._write(answer, question, turn, error)
        return answer, turn

    def _basis(self, turn: Turn) -> tuple[object, ...]:
        """What every answer comes from: as long as these are the same objects, the same question has the same answer."""
        return turn.view, self.in_force.changes, self._shelf.state(turn.view), self._base.words_only

    def record_feedback(self, answer_id: str, value: Literal["up", "down"], comment: str | None) -> bool:
        """Keep a 👍 or 👎 with its comment, personal data hidden; False when there is no such answer."""
        try:
            self._log.add_feedback(answer_id, value, hide(comment).text if comment else None)
        except UnknownAnswer:
            return False
        return True

    def health(self) -> dict[str, Any]:
        """What is in force and whether the parts work: {"status", "release", "documents", "chunks", "embedder"}.

        With a language model also "language_model". A service that staff have paused is "paused"; one whose vectors cannot be
        searched is "degraded", with "search": "words_only".
        """
        try:
            release = self._base.catalogue.active()
        except Exception as error:  # a broken database is what health is asked for
            return {"status": "error", "reason": type(error).__name__}
        whole = release.chunks and not self._base.words_only
        status = "paused" if self.in_force.paused else "ok" if whole else "degraded"
        search = {"search": "words_only"} if self._base.words_only else {}
        counts = {"release": release.number, "documents": release.documents, "chunks": release.chunks}
        model = {"language_model": self._model.health()} if self._model else {}
        return {"status": status, **counts, "embedder": self._base.embedder.name, **search, **model}

    def event_calendar(self, document_id: str) -> bytes | None:
        """The event of a document as an iCalendar file; None when there is none, or it has no day."""
        document = self._base.view().documents.get(document_id)
        event = event_of(document) if document else None
        return calendar(event) if event and event.start else None

    def quick_questions(self) -> tuple[str, ...]:
        """Questions to tap on an empty page."""
        return quick_questions()

    def _turn(self, question: Question, as_of: date, closing: Closing | None) -> Turn:
        settings = self.in_force.settings
        previous, writing = self._previous(question, settings), self._writing(settings)
        return Turn(question, as_of, self._base, self._base.view(), settings, previous, writing=writing, shelf=self._shelf, closing=closing)

    def _writing(self, settings: Settings) -> Writing | None:
        if self._model is None or self._grounding is None:
            return None
        return Writing(self._model, self._grounding, settings.llm_deadline_seconds, settings.llm_passage_characters)

    def _previous(self, question: Question, settings: Settings) -> LoggedTurn | None:
        if not question.conversation_id:
            return None
        within = timedelta(minutes=settings.conversation_minutes)
        return self._log.last_turn(question.conversation_id, within, but_not=question.answer_id)

    def _write(self, answer: Answer, question: Question, turn: Turn | None, error: str | None) -> None:
        """Log the turn, without a word of it when it must not be kept; a log that cannot be written costs the log, not the answer."""
        if not question.logged:
            return
        kept = turn if question.keep else None
        try:
            self._log.write(
                answer if question.keep else replace(answer, text="", sources=(), conversation_id=None),
                channel=question.channel,
                question=kept.text if kept else "",
                understood_as=kept.understood_as if kept else "",
                passages=_shown(kept),
                error=error if question.keep else error and error.strip().splitlines()[-1].split(":")[0],
                generation=kept.writing.note if kept and kept.writing and kept.writing.note else None,
                evidence=turn.evidence or None if turn else None,
                curated=turn.matched.kept.curated.id if turn and turn.matched else None,
                trace=_trace(kept),
            )
        except Exception as failure:
            log.error("question_log_failed", error=type(failure).__name__)


def _remembered_or_new(question: Question, turn: Turn, memory: Memory | None, basis: tuple[object, ...]) -> tuple[Outcome, Turn]:
    """What is remembered of the same question, else what the steps make of it."""
    started = time.perf_counter()
    if memory and (known := memory.recall(turn, basis)):
        known[1].timings_ms["recall"] = round((time.perf_counter() - started) * 1000, 2)
        return known
    outcome = run_pipeline(ANSWER_STEPS, turn)
    if memory:
        memory.keep(question, outcome, turn, basis)
    return outcome, turn


def _answer(outcome: Outcome, turn: Turn | None, question: Question, as_of: date) -> Answer:
    timings = dict(turn.timings_ms) if turn else {}
    return Answer(
        answer_id=question.answer_id or uuid.uuid4().hex[:12],
        status=outcome.status,
        text="\n\n".join([outcome.text, *told_of(turn.hidden if turn else ())]),
        as_of=as_of,
        release=turn.view.release.number if turn else 0,
        sources=outcome.sources,
        suggestions=outcome.suggestions,
        notice=_notice(outcome, turn),
        conversation_id=question.conversation_id,
        timings_ms={**timings, "total": round(sum(timings.values()), 2)},
    )


def _notice(outcome: Outcome, turn: Turn | None) -> str:
    """Who wrote the answer: staff, a language model, or nobody but the documents."""
    if outcome.status is Status.ANSWERED_CURATED:
        return part("notice_curated")
    return part("notice_composed") if turn and turn.writing and turn.writing.composed else part("notice")


def _shown(turn: Turn | None) -> list[dict[str, Any]]:
    """A copy of the best passages, so that a turn can be reviewed after the documents have changed."""
    best = turn.passages[:_PASSAGES_LOGGED] if turn else []
    return [
        {
            "chunk_id": p.chunk.chunk_id,
            "document_id": p.document.document_id,
            "locator": p.chunk.locator,
            "text": p.chunk.text,
            "score": round(p.score, 3),
            "meaning": round(p.meaning, 3),
            "coverage": round(p.coverage, 3),
        }
        for p in best
    ]


def _trace(turn: Turn | None) -> dict[str, Any] | None:
    """What else a reviewer wants to know: the question as it was mended, how sure the documents had to be, what was hidden."""
    if turn is None:
        return None
    return {"asked": turn.asked, "threshold": turn.settings.answer_threshold, "hidden": list(turn.hidden)}
