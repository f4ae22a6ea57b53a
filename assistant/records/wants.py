"""Who waits for an answer that we did not have: kept, answered, told once.

    open ──> ready ──> told        staff answered it, or a release did; the person has it
      └────────┴─────> expired     nobody did in time, or the person could not be reached

What was asked is sealed, and deleted as soon as the want is no longer open or ready. On the web there is nobody to send
anything to: the page looks for what became `ready` when it is open again, and says `shown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, false, insert, or_, select, true, update

from assistant.messages import Effect
from assistant.models import Answer, Source, Status
from assistant.records import news_tables as t
from assistant.records import tables
from assistant.records.channel_tables import chats
from assistant.records.privacy import ON_ERASE, PROMISES
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import writing
from knowledge.rows import utc

OPEN, READY, TOLD, EXPIRED = "open", "ready", "told", "expired"
WEB = "web"
_ALIVE = (OPEN, READY)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know. `words` stand alone, also when the question followed another one. `seen` are the quotes
    that did not help, by their beginnings.
    """

    question: str
    words: str = ""
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Want:
    """A want as it stands. `asked` and `answer` are there while it is open or ready."""

    id: int
    channel: str
    chat: str
    answer_id: str
    state: str
    asked_at: datetime
    asked: Asked | None = None
    answer: Answer | None = None


class Wants:
    """Open it with the engine and the seal of the channel records (`records.wants`). All calls block, effects aside."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def asked(self, answer_id: str, chat: str) -> Asked | None:
        """What was asked, from the question log; None when it was not kept, or belongs to another `chat` ("telegram:PSEUDONYM")."""
        query = select(tables.turns).where(tables.turns.c.answer_id == answer_id)
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None or not row.question or not (row.conversation_id or "").startswith(f"{chat}:"):
            return None
        return Asked(row.question, row.understood_as, tuple(beginning(source["quote"]) for source in row.sources))

    def add(self, channel: str, chat: str, answer_id: str, asked: Asked) -> Effect:
        """This chat wants to know; once for each answer. An effect: part of the transaction that also confirms it."""
        letter = self._seal.close({"asked": asdict(asked)})

        def effect(db: Connection) -> None:
            mine = _of(channel, chat, answer_id)
            db.execute(delete(t.wants).where(mine, t.wants.c.state.not_in(_ALIVE)))
            if db.execute(select(t.wants.c.id).where(mine)).first() is None:
                row = {"channel": channel, "chat": chat, "answer_id": answer_id, "state": OPEN, "letter": letter}
                db.execute(insert(t.wants).values(**row, asked_at=datetime.now(UTC)))

        return effect

    def cancel(self, channel: str, chat: str, answer_id: str) -> Effect:
        """This chat no longer wants to know."""
        return lambda db: _delete(db, _of(channel, chat, answer_id))

    def write(self, effect: Effect) -> None:
        """Write an effect in a transaction of its own, for callers that have none."""
        with writing(self._engine) as db:
            effect(db)

    def of(self, channel: str, chat: str) -> list[Want]:
        """The wants of a chat, oldest first. On the web, those in state `ready` have an answer to show."""
        with self._engine.connect() as db:
            rows = db.execute(select(t.wants).where(t.wants.c.channel == channel, t.wants.c.chat == chat).order_by(t.wants.c.id)).all()
        return [self._opened(row) for row in rows]

    def waiting(self, answer_ids: Iterable[str]) -> int:
        """How many people wait for one of these answers."""
        return len(self._ids(answer_ids))

    def answered(self, answer_ids: Iterable[str], answer: Answer) -> int:
        """Somebody answered: whoever waits for one of these answers will be told, once; how many that are. What is already
        on its way with another answer stays as it is.
        """
        found = self._ids(answer_ids)
        for row_id in found:
            self.make_ready(row_id, answer)
        return len(found)

    def make_ready(self, row_id: int, answer: Answer) -> bool:
        """This want has its answer. False: it is not open any more."""
        with writing(self._engine) as db:
            row = db.execute(select(t.wants).where(t.wants.c.id == row_id, t.wants.c.state == OPEN)).one_or_none()
            if row is None:
                return False
            asked = self._opened(row).asked or Asked("")
            letter = self._seal.close({"asked": asdict(asked), "answer": answer.as_json()})
            db.execute(update(t.wants).where(t.wants.c.id == row_id).values(state=READY, letter=letter))
        return True

    def end(self, db: Connection, row_id: int, state: str, *, was: Sequence[str] = (READY,)) -> bool:
        """Within a transaction: `told` or `expired`, nothing of the words is left. False: it was so before."""
        mine = (t.wants.c.id == row_id) & t.wants.c.state.in_(was)
        ended = {"state": state, "letter": None, "ended_at": datetime.now(UTC)}
        return bool(db.execute(update(t.wants).where(mine).values(**ended)).rowcount)

    def shown(self, channel: str, chat: str, answer_id: str) -> bool:
        """The page has shown the answer. False: there was none to show."""
        with writing(self._engine) as db:
            ready = db.execute(select(t.wants.c.id).where(_of(channel, chat, answer_id), t.wants.c.state == READY)).scalar()
            return ready is not None and self.end(db, ready, TOLD)

    def reachable(self, seen_after: Mapping[str, datetime], limit: int) -> list[Want]:
        """Wants with an answer, of chats that may be written to now: of these channels, seen after that moment."""
        here = [(chats.c.channel == channel) & (chats.c.seen_at > moment) for channel, moment in seen_after.items()]
        there = (chats.c.channel == t.wants.c.channel, chats.c.chat == t.wants.c.chat, chats.c.gone_at.is_(None), or_(false(), *here))
        query = select(t.wants).where(t.wants.c.state == READY, select(chats.c.chat).where(*there).exists()).order_by(t.wants.c.id)
        with self._engine.connect() as db:
            return [self._opened(row) for row in db.execute(query.limit(limit)).all()]

    def untried(self, release: str, limit: int) -> Iterator[Want]:
        """Open wants that were not asked again of this release (its key), the longest waiting first."""
        return self._open(t.wants.c.tried != release, limit)

    def unanswered(self, limit: int) -> Iterator[Want]:
        """Open wants, the longest waiting first."""
        return self._open(true(), limit)

    def tried(self, row_id: int, release: str) -> None:
        """It was asked again of this release."""
        with writing(self._engine) as db:
            db.execute(update(t.wants).where(t.wants.c.id == row_id).values(tried=release))

    def _open(self, which: ColumnElement[bool], limit: int) -> Iterator[Want]:
        query = select(t.wants).where(t.wants.c.state == OPEN, which).order_by(t.wants.c.id).limit(limit)
        with self._engine.connect() as db:
            rows = db.execute(query).all()
        return (self._opened(row) for row in rows)

    def _ids(self, answer_ids: Iterable[str]) -> list[int]:
        wanted, found = list(dict.fromkeys(answer_ids)), list[int]()
        with self._engine.connect() as db:
            for start in range(0, len(wanted), 500):
                some = t.wants.c.answer_id.in_(wanted[start : start + 500])
                found += db.execute(select(t.wants.c.id).where(some, t.wants.c.state == OPEN)).scalars()
        return found

    def _opened(self, row: Any) -> Want:
        """The row with its letter opened; one sealed with a lost secret says nothing."""
        try:
            letter = self._seal.open(row.letter) if row.letter else {}
        except BrokenSeal:
            letter = {}
        asked, answer = letter.get("asked"), letter.get("answer")
        known = Asked(**{**asked, "seen": tuple(asked["seen"])}) if asked else None
        return Want(
            row.id, row.channel, row.chat, row.answer_id, row.state, utc(row.asked_at), known, answer_of(answer) if answer else None
        )


def end_old(db: Connection, longest: timedelta, keep: timedelta) -> None:
    """Within a transaction: what nobody answered for so long expires, and what ended longer ago than `keep` is deleted."""
    now = datetime.now(UTC)
    old = t.wants.c.state.in_(_ALIVE) & (t.wants.c.asked_at < now - longest)
    db.execute(update(t.wants).where(old).values(state=EXPIRED, letter=None, ended_at=now))
    db.execute(delete(t.wants).where(t.wants.c.ended_at < now - keep))


def beginning(quote: str) -> str:
    """By what a quote is known again."""
    return " ".join(quote.split())[:80]


def answer_of(data: dict[str, Any]) -> Answer:
    """An Answer again, from what `Answer.as_json` made of it."""
    sources = tuple(Source(**{**source, **_days(source)}) for source in data["sources"])
    rest = {"status": Status(data["status"]), "as_of": date.fromisoformat(data["as_of"]), "suggestions": tuple(data["suggestions"])}
    return Answer(**{**data, **rest, "sources": sources})


def _days(source: dict[str, Any]) -> dict[str, date | None]:
    names = ("issued_on", "effective_from", "effective_to")
    return {name: date.fromisoformat(source[name]) if source[name] else None for name in names}


def _of(channel: str, chat: str, answer_id: str) -> Any:
    return (t.wants.c.channel == channel) & (t.wants.c.chat == chat) & (t.wants.c.answer_id == answer_id)


def _delete(db: Connection, which: Any) -> None:
    db.execute(delete(t.wants).where(which))


def _erase(db: Connection, channel: str, chat: str) -> None:
    _delete(db, (t.wants.c.channel == channel) & (t.wants.c.chat == chat))


ON_ERASE.append(_erase)
PROMISES.append(
    select(t.wants.c.id).where(t.wants.c.channel == chats.c.channel, t.wants.c.chat == chats.c.chat, t.wants.c.state.in_(_ALIVE)).exists()
)
