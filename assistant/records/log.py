"""The question log: every turn with a copy of the passages shown, and what people said of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, bindparam, delete, exists, insert, select

from assistant.errors import UnknownAnswer
from assistant.models import Answer, Status
from assistant.records import tables as t
from assistant.records.ledger import EVALUATION, catch_up, enter, leave, opinion
from assistant.records.writing import writing
from knowledge.database import open_database
from knowledge.rows import utc

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version_assistant"
_LONGEST_COMMENT = 1000
# So many turns without sources (thanks, refusals) do not make a conversation forget what it was about.
_TURNS_BACK = 4
_CURATED = Status.ANSWERED_CURATED.value
# Built once, as every question goes through them.
_TURN = select(t.turns).where(t.turns.c.answer_id == bindparam("id"))
_NEW_TURN = insert(t.turns)


@dataclass(frozen=True, slots=True)
class LoggedTurn:
    """What a later turn of the same conversation may need of earlier ones.

    `understood_as` and `document_ids` are of the newest turn that found sources; `open_question` is what was asked
    when the newest turn of all ended in a question back to the person, else empty.
    """

    question: str
    understood_as: str
    document_ids: tuple[str, ...]
    asked_at: datetime
    open_question: str = ""


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """A turn as it was logged: what was asked, and what was answered from which release. `sources` are the JSON objects sent."""

    answer_id: str
    asked_at: datetime
    channel: str
    conversation_id: str | None
    question: str
    understood_as: str
    status: str
    text: str
    as_of: date
    release: int
    sources: list[dict[str, Any]]


class QuestionLog:
    """Append and look up. Turns are never changed; a person may change their mind about an answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The database, for those that read the log in another way."""
        return self._engine

    @classmethod
    def open(cls, url: str) -> QuestionLog:
        """Open the database at `url`, creating or migrating it first."""
        engine = open_database(url, MIGRATIONS, VERSION_TABLE)
        catch_up(engine)
        return cls(engine)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def write(
        self,
        answer: Answer,
        *,
        channel: str,
        question: str,
        understood_as: str,
        passages: Sequence[Mapping[str, Any]],
        error: str | None,
        generation: Mapping[str, Any] | None = None,
        evidence: float | None = None,
        curated: int | None = None,
        trace: Mapping[str, Any] | None = None,
    ) -> None:
        """Log one turn; `generation` is the note of a language model, when one was asked. `evidence` is the probability that it
        was judged by, `curated` the id of the office's own answer that was given, `trace` what else a reviewer wants to know.

        One with the same answer id is the same question, tried before by a process that died: it is replaced.
        """
        data = answer.as_json()
        row = {key: data[key] for key in ("answer_id", "conversation_id", "status", "text", "release", "sources", "timings_ms")}
        row |= {"asked_at": datetime.now(UTC), "as_of": answer.as_of, "channel": channel, "question": question}
        row |= {"understood_as": understood_as, "passages": list(passages), "error": error, "generation": generation, "trace": trace}
        with writing(self._engine) as db:
            old = db.execute(_TURN, {"id": answer.answer_id}).mappings().first()
            if old is not None:
                leave(db, dict(old))
                db.execute(delete(t.turns).where(t.turns.c.answer_id == answer.answer_id))
            db.execute(_NEW_TURN, {**row, "evidence": evidence, "curated": curated})
            if channel != EVALUATION:
                enter(db, row, evidence)

    def last_turn(
        self, conversation_id: str, within: timedelta, but_not: str | None = None, before: datetime | None = None
    ) -> LoggedTurn | None:
        """The newest turn of a conversation that found sources or is still open, none older than `within`.

        The answer with the id `but_not` is left out, and so is what was asked after `before`.
        """
        columns = (t.turns.c.question, t.turns.c.understood_as, t.turns.c.sources, t.turns.c.asked_at, t.turns.c.status)
        oldest = (before or datetime.now(UTC)) - within
        query = select(*columns).where(t.turns.c.conversation_id == conversation_id, t.turns.c.asked_at >= oldest)
        query = query.where(t.turns.c.answer_id != but_not) if but_not else query
        query = query.where(t.turns.c.asked_at < before) if before else query
        with self._engine.connect() as db:
            newest = db.execute(query.order_by(t.turns.c.asked_at.desc()).limit(_TURNS_BACK)).all()
        asked_back = newest[0].question if newest and Status(newest[0].status).family == "clarification" else ""
        row = next((turn for turn in newest if turn.sources or turn.status == _CURATED), newest[0] if asked_back else None)
        if row is None:
            return None
        return LoggedTurn(row.question, row.understood_as, tuple(s["document_id"] for s in row.sources), row.asked_at, asked_back)

    def answered_by_others_than(self, release: int) -> Iterator[LoggedAnswer]:
        """Turns of people that other releases answered, newest first, streamed; runs of golden cases are left out."""
        columns = [t.turns.c[name] for name in LoggedAnswer.__dataclass_fields__]
        query = select(*columns).where(t.turns.c.release != release, t.turns.c.channel != EVALUATION)
        with self._engine.connect().execution_options(yield_per=200) as db:
            for row in db.execute(query.order_by(t.turns.c.asked_at.desc())):
                yield LoggedAnswer(**{**row._mapping, "asked_at": utc(row.asked_at)})

    def add_feedback(self, answer_id: str, value: Literal["up", "down"], comment: str | None) -> None:
        """Keep a 👍 or 👎; a later one for the same answer takes the place of the earlier.

        Raises:
            UnknownAnswer: no such answer was logged.
        """
        with writing(self._engine) as db:
            if not db.execute(select(exists().where(t.turns.c.answer_id == answer_id))).scalar():
                raise UnknownAnswer(answer_id)
            comment = comment.strip()[:_LONGEST_COMMENT] if comment else None
            db.execute(delete(t.feedback).where(t.feedback.c.answer_id == answer_id))
            db.execute(insert(t.feedback).values(answer_id=answer_id, given_at=datetime.now(UTC), value=value, comment=comment or None))
            opinion(db, answer_id, value)
