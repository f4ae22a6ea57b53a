"""The outbox: every message is recorded before it is tried, under a key that makes it one of a kind.

    ready ──> sending ──> sent
      ^          │  ├───> unknown    its bytes left, no answer came (or we died): never sent again
      └──────────┘  └───> failed     refused for good, or tried in vain for a day
       certainly not arrived

`sending` is written at the last moment before the bytes leave. What dies earlier has not been sent and is sent by who
takes over; what dies later may have arrived and is not. See docs/decisions/0016-inbox-and-outbox.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, bindparam, exists, select, update

from assistant.messages import Draft
from assistant.records import channel_tables as t
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import insert_new, writing
from knowledge.rows import utc

ANSWERS, NEWS = "answers", "news"
_LONGEST_PROBLEM = 200
log = structlog.get_logger(__name__)

# Built once: to build a statement costs more than to run it, and every message goes through these.
_row, _earlier = t.outbox, t.outbox.alias()
_open = _row.c.done_at.is_(None)
_its_time = _open & _row.c.owner.is_(None) & (_row.c.not_before <= bindparam("now"))
_free = _its_time & _row.c.channel.in_(bindparam("channels", expanding=True))
_ANY_FREE = select(exists().where(_free, _row.c.lane.in_(bindparam("lanes", expanding=True))))
_same_chat = (_earlier.c.channel == _row.c.channel) & (_earlier.c.chat == _row.c.chat) & (_earlier.c.lane == _row.c.lane)
_is_head = ~exists().where(_same_chat, _earlier.c.id < _row.c.id, _earlier.c.done_at.is_(None))
_oldest = select(_row).where(_free).order_by(_row.c.id).limit(bindparam("most")).with_for_update(skip_locked=True, of=_row)
_HEADS = _oldest.where(_row.c.lane == ANSWERS, _is_head)
_NEWS = _oldest.where(_row.c.lane == NEWS)
_MINE_NOW = update(_row).where(_row.c.id.in_(bindparam("rows", expanding=True))).values(owner=bindparam("me"), attempts=_row.c.attempts + 1)
_LEAVING = update(_row).where(_row.c.id == bindparam("row"), _row.c.owner == bindparam("me"), _open).values(state="sending")
_SENT = (
    update(_row)
    .where(_row.c.id == bindparam("row"))
    .values(state="sent", done_at=bindparam("now"), letter=None, chat="", owner=None, platform_id=bindparam("as_id"))
)


class NotOurs(Exception):
    """Another process holds this parcel now: nothing may leave."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A draft on its way into the outbox. News waits in a lane of its own, so that it never holds up an answer."""

    key: str
    channel: str
    chat: str
    address: str
    draft: Draft
    lane: str = ANSWERS
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A draft that this process is to deliver."""

    id: int
    key: str
    channel: str
    chat: str
    address: str
    draft: Draft
    attempts: int
    failures: int
    created_at: datetime
    lane: str = ANSWERS


class Outbox:
    """Put, claim, say what became of it. All calls block."""

    def __init__(self, engine: Engine, seal: Seal, owner: str) -> None:
        self._engine = engine
        self._seal = seal
        self._owner = owner

    def put(self, db: Connection, outgoing: Sequence[Outgoing]) -> int:
        """Within a transaction: what was put under the same key before is not put again. How many were new."""
        return sum(insert_new(db, t.outbox, self._row(one)) for one in outgoing)

    def _row(self, one: Outgoing) -> dict[str, Any]:
        now = datetime.now(UTC)
        letter = self._seal.close({"to": one.address, "draft": one.draft, "failures": 0})
        row = {"key": one.key, "channel": one.channel, "chat": one.chat, "lane": one.lane, "letter": letter, "state": "ready"}
        return {**row, "created_at": now, "not_before": one.not_before or now}

    def claim(self, limit: int, channels: Iterable[str], news: int | None = None) -> list[Parcel]:
        """Up to `limit` parcels whose time has come, answers before news. Answers keep their order: only the oldest open one
        of a chat is given out. `news`: how many of them may be news.
        """
        news = limit if news is None else min(limit, news)
        lanes = [ANSWERS, NEWS] if news > 0 else [ANSWERS]
        free = {"now": datetime.now(UTC), "channels": list(channels)}
        with self._engine.connect() as db:
            if not db.execute(_ANY_FREE, {**free, "lanes": lanes}).scalar():
                return []
        with writing(self._engine) as db:
            found = list(db.execute(_HEADS, {**free, "most": limit}))
            if (room := min(news, limit - len(found))) > 0:
                found += db.execute(_NEWS, {**free, "most": room})
            if found:
                db.execute(_MINE_NOW, {"rows": [r.id for r in found], "me": self._owner})
        return [parcel for r in found if (parcel := self._opened(r))]

    def _opened(self, row: Any) -> Parcel | None:
        try:
            letter = self._seal.open(row.letter)
        except BrokenSeal:
            log.error("letter_cannot_be_opened", outbox=row.id, channel=row.channel)
            self.end(row.id, "failed", problem="sealed with another secret")
            return None
        told = (letter["to"], letter["draft"], row.attempts + 1, letter["failures"])
        return Parcel(row.id, row.key, row.channel, row.chat, *told, utc(row.created_at), row.lane)

    def leaving(self, parcel: Parcel) -> None:
        """Its bytes are about to leave.

        Raises:
            NotOurs: another process has taken it over.
        """
        with writing(self._engine) as db:
            if db.execute(_LEAVING, {"row": parcel.id, "me": self._owner}).rowcount != 1:
                raise NotOurs

    def sent(self, parcel: Parcel, platform_id: str) -> None:
        """It arrived. Also when somebody took us for dead in between."""
        with writing(self._engine) as db:
            db.execute(_SENT, {"row": parcel.id, "now": datetime.now(UTC), "as_id": platform_id[:80]})

    def again(self, parcel: Parcel, seconds: float, problem: str) -> None:
        """It did not arrive: try again later. The parcel may have got other words or another address."""
        letter = self._seal.close({"to": parcel.address, "draft": parcel.draft, "failures": parcel.failures})
        when = datetime.now(UTC) + timedelta(seconds=seconds)
        self._change(parcel.id, state="ready", owner=None, not_before=when, problem=problem[:_LONGEST_PROBLEM], letter=letter)

    def end(self, parcel_id: int, state: str, *, problem: str) -> None:
        """It is `failed` or `unknown`, and will not be tried again."""
        done = {"done_at": datetime.now(UTC), "letter": None, "chat": "", "owner": None}
        self._change(parcel_id, state=state, problem=problem[:_LONGEST_PROBLEM], **done)

    def drop(self, channel: str, chat: str, problem: str) -> None:
        """Nothing more to this chat."""
        waiting = (t.outbox.c.channel == channel) & (t.outbox.c.chat == chat) & t.outbox.c.done_at.is_(None) & (t.outbox.c.state == "ready")
        done = {"state": "failed", "done_at": datetime.now(UTC), "letter": None, "chat": "", "problem": problem}
        with writing(self._engine) as db:
            db.execute(update(t.outbox).where(waiting).values(**done))

    def _change(self, parcel_id: int, **values: Any) -> bool:
        ours = (t.outbox.c.id == parcel_id) & (t.outbox.c.owner == self._owner) & t.outbox.c.done_at.is_(None)
        with writing(self._engine) as db:
            return db.execute(update(t.outbox).where(ours).values(**values)).rowcount == 1
