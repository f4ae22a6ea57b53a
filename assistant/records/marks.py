"""Short-lived marks ("this chat was told today"), codes for buttons, and counts: what is kept without knowing anybody."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from assistant.messages import Effect
from assistant.records import channel_tables as t
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import insert_new, upsert, writing

CODE_LENGTH = 16


class Marks:
    """Whether something holds for a chat right now."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def holds(self, label: str, chat: str) -> bool:
        """Whether the mark is there and its time is not over."""
        query = select(t.marks.c.code).where(t.marks.c.code == self._seal.mark(label, chat), t.marks.c.until > datetime.now(UTC))
        with self._engine.connect() as db:
            return db.execute(query).first() is not None

    def noted(self, label: str, chat: str) -> Any:
        """What was noted with the mark, for example the menu that a chat was shown last; None when there is nothing."""
        query = select(t.marks.c.letter).where(t.marks.c.code == self._seal.mark(label, chat), t.marks.c.until > datetime.now(UTC))
        with self._engine.connect() as db:
            letter = db.execute(query).scalar()
        try:
            return self._seal.open(letter) if letter else None
        except BrokenSeal:
            return None

    def renew(self, label: str, chat: str, lasts: timedelta, noted: Any = None) -> Effect:
        """It holds from now on for so long, and what is `noted` with it is kept sealed."""
        code = self._seal.mark(label, chat)
        letter = None if noted is None else self._seal.close(noted)

        def effect(db: Connection) -> None:
            row = {"until": datetime.now(UTC) + lasts, "letter": letter}
            upsert(db, t.marks, {"code": code, **row}, row)

        return effect

    def forget(self, label: str, chat: str) -> Effect:
        """It holds no longer."""
        code = self._seal.mark(label, chat)
        return lambda db: _delete(db, code)


class Links:
    """Short codes for what buttons do, where a platform allows only a few bytes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pack(self, action: str, most_bytes: int) -> str:
        """The action itself when it is short enough, else "~" and its code."""
        short = len(action.encode("utf-8", "surrogatepass")) <= most_bytes and not action.startswith("~")
        return action if short else f"~{self.code(action)}"

    def unpack(self, packed: str) -> str | None:
        """The action again; None when it is too old."""
        return self.action(packed[1:]) if packed.startswith("~") else packed

    def code(self, action: str) -> str:
        """A code of 16 letters and digits for this action."""
        code = hashlib.sha256(action.encode("utf-8", "surrogatepass")).hexdigest()[:CODE_LENGTH]
        now = datetime.now(UTC)
        with writing(self._engine) as db:
            if not insert_new(db, t.links, {"code": code, "action": action, "used_at": now}):
                db.execute(update(t.links).where(t.links.c.code == code).values(used_at=now))
        return code

    def action(self, code: str) -> str | None:
        """What the code stands for; None when it is too old."""
        with self._engine.connect() as db:
            return db.execute(select(t.links.c.action).where(t.links.c.code == code)).scalar()


def _delete(db: Connection, code: str) -> None:
    db.execute(delete(t.marks).where(t.marks.c.code == code))


def add_counts(engine: Engine, counted: Mapping[tuple[str, str], int]) -> None:
    """Add to the counts of today: (channel, what) -> n."""
    today = datetime.now(UTC).date()
    with writing(engine) as db:
        for (channel, what), n in counted.items():
            upsert(db, t.counts, {"day": today, "channel": channel, "what": what, "n": n}, {"n": t.counts.c.n + n})


def read_counts(engine: Engine) -> Counter[tuple[str, str]]:
    """All days together."""
    total: Counter[tuple[str, str]] = Counter()
    with engine.connect() as db:
        for row in db.execute(select(t.counts)):
            total[row.channel, row.what] += row.n
    return total
