"""The inbox: every update is stored here before it is acknowledged, and is answered once.

`UNIQUE(channel, event_id)` keeps repeats out. A process claims the oldest open row of a chat that nobody works on, so a
chat is answered in order and chats side by side. A row is closed by whoever still holds it, in the transaction that also
fills the outbox; what a person typed is deleted at that moment. Personal data in it is hidden before it is stored at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, bindparam, delete, exists, func, select, update

from assistant.messages import Inbound, Kind
from assistant.privacy import hide
from assistant.records import channel_tables as t
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import insert_new, writing

QUEUED_OTHERS = 12
"""Commands and taps that one chat may have waiting; they are quick, but ten thousand of them are not."""
_QUESTIONS = (Kind.TEXT.value, Kind.MEDIA.value)
log = structlog.get_logger(__name__)

# Built once: to build a statement costs more than to run it, and every message goes through these.
_row, _earlier = t.inbox, t.inbox.alias()
_open = _row.c.done_at.is_(None)
_of_chat = (_row.c.channel == bindparam("channel")) & (_row.c.chat == bindparam("chat")) & _open
_WAITING = {
    True: select(func.count()).where(_of_chat, _row.c.kind.in_(_QUESTIONS)),
    False: select(func.count()).where(_of_chat, _row.c.kind.not_in(_QUESTIONS)),
}
_WAITS_NO_MORE = delete(t.marks).where(t.marks.c.code == bindparam("mark"))
_free = _open & _row.c.owner.is_(None)
_ANY_FREE = select(exists().where(_free))
_same_chat = (_earlier.c.channel == _row.c.channel) & (_earlier.c.chat == _row.c.chat)
_is_head = ~exists().where(_same_chat, _earlier.c.id < _row.c.id, _earlier.c.done_at.is_(None))
_HEADS = (
    select(_row)
    .where(_free, _row.c.channel.in_(bindparam("channels", expanding=True)), _is_head)
    .order_by(_row.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_row)
)
_MINE_NOW = update(_row).where(_row.c.id.in_(bindparam("rows", expanding=True))).values(owner=bindparam("me"), attempts=_row.c.attempts + 1)
_CLOSE = (
    update(_row)
    .where(_row.c.id == bindparam("row"), _row.c.owner == bindparam("me"), _open)
    .values(done_at=bindparam("now"), outcome=bindparam("how"), letter=None, chat="", owner=None)
)
OnFull = Callable[[Connection, Inbound, str], None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """An open row that this process holds."""

    id: int
    chat: str
    inbound: Inbound
    attempts: int


class _Batch:
    """Updates stored in one transaction, counting what each chat has waiting."""

    def __init__(self, db: Connection, on_full: OnFull) -> None:
        self.db = db
        self.on_full = on_full
        self.told: set[str] = set()
        self._waiting: dict[tuple[str, str, bool], int] = {}

    def waiting(self, event: Inbound, chat: str) -> int:
        """How many of this kind the chat has open; commands and taps do not take the places of questions."""
        key = (event.channel, chat, event.kind.value in _QUESTIONS)
        if key not in self._waiting:
            found = self.db.execute(_WAITING[key[2]], {"channel": event.channel, "chat": chat})
            self._waiting[key] = int(found.scalar_one())
        return self._waiting[key]

    def grow(self, event: Inbound, chat: str, new: bool) -> None:
        """One more is waiting, unless it was there before."""
        self._waiting[event.channel, chat, event.kind.value in _QUESTIONS] += new


class Inbox:
    """Store, claim, close. All calls block."""

    def __init__(self, engine: Engine, seal: Seal, owner: str, places: int) -> None:
        self._engine = engine
        self._seal = seal
        self._owner = owner
        self._places = places

    def take(self, events: Sequence[Inbound], on_full: OnFull) -> int:
        """Store these, each once; how many were new. A chat that has `places` questions waiting gets no more of them:
        `on_full` is called for the first one too many, and may write.
        """
        with writing(self._engine) as db:
            batch = _Batch(db, on_full)
            return sum(self._take(batch, event) for event in events)

    def _take(self, batch: _Batch, event: Inbound) -> bool:
        chat = self._seal.pseudonym(event.channel, event.chat)
        row = {"channel": event.channel, "event_id": event.event_id, "kind": event.kind.value, "received_at": datetime.now(UTC)}
        waiting = batch.waiting(event, chat)
        if waiting >= self._most(event.kind):
            return self._refuse(batch, event, chat, row)
        if not waiting:
            batch.db.execute(_WAITS_NO_MORE, {"mark": self._full_mark(chat)})
        new = insert_new(batch.db, t.inbox, {**row, "chat": chat, "letter": self._seal.close(_packed(event))})
        batch.grow(event, chat, new)
        return new

    def _refuse(self, batch: _Batch, event: Inbound, chat: str, row: dict[str, Any]) -> bool:
        """One too many: it is noted, so that it does not come again, and its sender is told once."""
        new = insert_new(batch.db, t.inbox, {**row, "chat": "", "done_at": row["received_at"], "outcome": "refused"})
        if new and chat not in batch.told:
            batch.told.add(chat)
            if insert_new(batch.db, t.marks, {"code": self._full_mark(chat), "until": row["received_at"]}):
                batch.on_full(batch.db, event, chat)
        return new

    def _most(self, kind: Kind) -> float:
        if kind in (Kind.JOINED, Kind.LEFT):
            return float("inf")
        return self._places if kind.value in _QUESTIONS else QUEUED_OTHERS

    def _full_mark(self, chat: str) -> str:
        return self._seal.mark("told to wait", chat)

    def claim(self, limit: int, channels: Iterable[str]) -> list[Claimed]:
        """Up to `limit` rows, each the oldest open one of its chat."""
        with self._engine.connect() as db:
            if not db.execute(_ANY_FREE).scalar():
                return []
        with writing(self._engine) as db:
            found = db.execute(_HEADS, {"channels": list(channels), "most": limit}).all()
            if found:
                db.execute(_MINE_NOW, {"rows": [r.id for r in found], "me": self._owner})
        return [claimed for r in found if (claimed := self._opened(r))]

    def _opened(self, row: Any) -> Claimed | None:
        """The row with its letter opened. A letter sealed with a lost secret can be answered by nobody: it is closed."""
        try:
            return Claimed(row.id, row.chat, _unpacked(self._seal.open(row.letter)), row.attempts + 1)
        except BrokenSeal:
            log.error("letter_cannot_be_opened", inbox=row.id, channel=row.channel)
            with writing(self._engine) as db:
                self.close(db, row.id, "failed")
            return None

    def close(self, db: Connection, row_id: int, outcome: str) -> bool:
        """Within a transaction: the row is done, and nothing of the message is left. False: it is no longer ours."""
        done = {"row": row_id, "me": self._owner, "now": datetime.now(UTC), "how": outcome}
        return db.execute(_CLOSE, done).rowcount == 1


def _packed(event: Inbound) -> dict[str, Any]:
    data = asdict(event)
    if event.kind is not Kind.TAP and (hidden := hide(event.text)).kinds:
        data["text"] = hidden.text
    data["kind"] = event.kind.value
    data["sent_at"] = event.sent_at.isoformat() if event.sent_at else None
    return data


def _unpacked(data: dict[str, Any]) -> Inbound:
    sent_at = datetime.fromisoformat(data["sent_at"]) if data["sent_at"] else None
    return Inbound(**{**data, "kind": Kind(data["kind"]), "sent_at": sent_at})
