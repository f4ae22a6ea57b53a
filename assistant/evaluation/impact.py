"""What a new release changes for people: logged questions asked again, and the answers that are no longer the same.

Only questions that another release answered are asked: what the active one answered cannot have changed with it.
A question of a conversation is read with the very turns that came before it; where those are no longer in the log,
it is asked in the words it was understood as. Nothing is written to the log.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from assistant.clock import HERE
from assistant.models import Answer, Question, Status
from assistant.records.log import LoggedAnswer, LoggedTurn, QuestionLog
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.settings import load_settings

# Made of a chunk's heading as well as of its words: it may change where nothing changes for the reader.
_NOT_SHOWN = ("chunk_id",)
Progress = Callable[[int, int], None]


class _Replay(QuestionLog):
    """The log as it stood when a question was asked. It is read, and never written to."""

    def __init__(self, log: QuestionLog) -> None:
        super().__init__(log.engine)
        self.asked_at: datetime | None = None

    def last_turn(
        self, conversation_id: str, within: timedelta, but_not: str | None = None, before: datetime | None = None
    ) -> LoggedTurn | None:
        """The turn that the question leaned on when it was asked."""
        return super().last_turn(conversation_id, within, but_not, before or self.asked_at)

    def write(self, answer: Answer, **_given: Any) -> None:
        """Nobody asked."""


def change_impact(last: int, progress: Progress | None = None) -> dict[str, Any]:
    """What `python -m ingest impact` calls: open what the settings name, and compare; see `changed_answers`."""
    settings = load_settings(Settings)
    base, log = KnowledgeBase(settings), QuestionLog.open(settings.resolved_records_url)
    try:
        return changed_answers(settings, base, log, last, progress)
    finally:
        base.close()
        log.close()


def changed_answers(
    settings: Settings, base: KnowledgeBase, log: QuestionLog, last: int, progress: Progress | None = None
) -> dict[str, Any]:
    """Ask the `last` newest distinct questions again: {"release", "asked", "changed": [old and new side by side], "seconds"}."""
    started, release, replay = time.monotonic(), base.view().release.number, _Replay(log)
    assistant = Assistant(settings, base, replay)
    questions = _distinct(log, release, last)
    changed = []
    for done, logged in enumerate(questions, start=1):
        replay.asked_at = logged.asked_at
        answer = assistant.answer(_again(logged, replay, settings))
        if differs := _differences(logged, answer):
            changed.append(_side_by_side(logged, answer, differs))
        if progress:
            progress(done, len(questions))
    return {"release": release, "asked": len(questions), "changed": changed, "seconds": round(time.monotonic() - started, 3)}


def _distinct(log: QuestionLog, release: int, last: int) -> list[LoggedAnswer]:
    """The newest logged answer to each question; errors say nothing about the documents."""
    found: dict[tuple[str, str, date | None], LoggedAnswer] = {}
    for logged in log.answered_by_others_than(release):
        if Status(logged.status).family == "error":
            continue
        found.setdefault((fold(logged.question), fold(logged.understood_as), _chosen_day(logged)), logged)
        if len(found) == last:
            break
    return list(found.values())


def _chosen_day(logged: LoggedAnswer) -> date | None:
    """The day that a person asked about; None when it was simply the day of asking, which is today when asked again."""
    return None if logged.asked_at.astimezone(HERE).date() == logged.as_of else logged.as_of


def _again(logged: LoggedAnswer, replay: _Replay, settings: Settings) -> Question:
    """The question as it was typed, in its conversation; when what came before is gone from the log, as it was understood."""
    conversation = logged.conversation_id
    alone = not conversation or replay.last_turn(conversation, timedelta(minutes=settings.conversation_minutes)) is None
    leaned = len(logged.understood_as.split()) > len(logged.question.split())
    text = logged.understood_as if conversation and alone and leaned else logged.question
    return Question(text, None if alone else conversation, logged.channel, _chosen_day(logged))


def _differences(logged: LoggedAnswer, answer: Answer) -> list[str]:
    """Which of status, text and sources a person would see changed."""
    same = {
        "status": logged.status == answer.status.value,
        "text": logged.text == answer.text,
        "sources": _same_sources(logged.sources, answer.as_json()["sources"]),
    }
    return [name for name, equal in same.items() if not equal]


def _same_sources(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """Field by field; a field that only one of them knows is one that a later version of the program brought."""
    if len(before) != len(after):
        return False
    pairs = zip(before, after, strict=True)
    return all(old[key] == new[key] for old, new in pairs for key in old.keys() & new.keys() if key not in _NOT_SHOWN)


def _side_by_side(logged: LoggedAnswer, answer: Answer, differs: list[str]) -> dict[str, Any]:
    now = answer.as_json()
    return {
        "question": logged.question,
        "understood_as": logged.understood_as,
        "asked_at": logged.asked_at.isoformat(),
        "channel": logged.channel,
        "answer_id": logged.answer_id,
        "differs": differs,
        "before": {"release": logged.release, "status": logged.status, "text": logged.text, "sources": list(logged.sources)},
        "after": {key: now[key] for key in ("release", "status", "text", "sources")},
    }
