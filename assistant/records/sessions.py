"""Who is in: sessions on the server's side. A new word at every login, an end after a while of silence and after a day at most."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update

from assistant.records.account_tables import accounts, admin_sessions
from assistant.records.accounts import Account, account_of, code_of
from assistant.records.writing import writing
from knowledge.rows import utc

SILENT = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)
s = admin_sessions.c


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is in. `code` tells it from others and opens nothing."""

    code: str
    account: Account
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str


class Sessions:
    """Begin, find, end. All calls block."""

    def __init__(self, engine: Engine, silent: timedelta = SILENT, longest: timedelta = LONGEST) -> None:
        self._engine = engine
        self._silent = silent
        self._longest = longest

    def begin(self, db: Connection, account: Account, address: str, browser: str) -> str:
        """Within a transaction: a session; its word is for the browser's cookie alone."""
        word, now = secrets.token_urlsafe(32), datetime.now(UTC)
        db.execute(delete(admin_sessions).where((s.ends_at < now) | (s.seen_at < now - self._silent)))
        row = {"code": code_of(word), "account_id": account.id, "made_at": now, "seen_at": now, "ends_at": now + self._longest}
        db.execute(insert(admin_sessions).values(**row, address=address[:60], browser=browser[:200]))
        return word

    def find(self, word: str) -> Session | None:
        """The session of a cookie's word, if it is not over and its account is let in."""
        return self.check(code_of(word)) if word else None

    def check(self, code: str) -> Session | None:
        """The same by its code: a page that is open asks before each thing it does."""
        query = self._alive().where(s.code == code, accounts.c.disabled_at.is_(None), accounts.c.password.is_not(None))
        with self._engine.connect() as db:
            row = db.execute(query).first()
        return _session(row) if row else None

    def touch(self, session: Session) -> None:
        """Somebody did something: the silence begins anew. Written once a minute at most."""
        now = datetime.now(UTC)
        if now - session.seen_at > _NOTED_EVERY:
            with writing(self._engine) as db:
                db.execute(update(admin_sessions).where(s.code == session.code).values(seen_at=now))

    def of(self, account_id: int) -> list[Session]:
        """Where an account is in, newest first."""
        with self._engine.connect() as db:
            return [_session(row) for row in db.execute(self._alive().where(s.account_id == account_id).order_by(s.made_at.desc()))]

    def end(self, db: Connection, code: str) -> None:
        """Within a transaction: this one is over."""
        db.execute(delete(admin_sessions).where(s.code == code))

    def end_all(self, db: Connection, account_id: int, but: str = "") -> None:
        """Within a transaction: all of an account are over, except one if it is named."""
        db.execute(delete(admin_sessions).where(s.account_id == account_id, s.code != but))

    def _alive(self) -> Select[Any]:
        """Sessions that are not over, with their accounts."""
        now = datetime.now(UTC)
        columns = (s.code, s.made_at.label("began_at"), s.seen_at, s.address, s.browser, *accounts.c)
        return select(*columns).join(accounts).where(s.ends_at > now, s.seen_at > now - self._silent)


def _session(row: Any) -> Session:
    return Session(row.code, account_of(row), utc(row.began_at), utc(row.seen_at), row.address, row.browser)
