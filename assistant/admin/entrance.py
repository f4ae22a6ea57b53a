"""Whether somebody may come in: guesses are counted first, then name, password and second factor are looked at together."""

from __future__ import annotations

from sqlalchemy import select, update

from assistant.admin.desk import Desk
from assistant.records.account_tables import accounts
from assistant.records.accounts import account_of, plain_name
from assistant.records.audit import note
from assistant.records.passwords import LONGEST, fits, hashed, is_old
from assistant.records.writing import writing


class Refused(Exception):
    """Not let in. `reason` is a key of words/login.toml: wrong, slow_down; `minutes` to wait."""

    def __init__(self, reason: str, minutes: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.minutes = minutes
        self.status = 429 if minutes else 401


def enter(desk: Desk, name: str, password: str, code: str, address: str, browser: str) -> str:
    """The word of a new session. Blocks for as long as argon2 takes, whatever the outcome.

    Raises:
        Refused: wrong, or too many guesses came before.
    """
    name = plain_name(name)
    if minutes := desk.guesses.admit(name, address):
        raise Refused("slow_down", minutes)
    with desk.engine.connect() as db:
        row = db.execute(select(accounts).where(accounts.c.name == name, accounts.c.disabled_at.is_(None))).first()
    right = fits(password[:LONGEST], row.password if row else None)
    if not right or row is None:
        desk.guesses.wrong(name if row else "", address)
        raise Refused("wrong")
    account = account_of(row)
    if account.has_second_factor and not desk.second_factor.accept(account, code):
        desk.guesses.wrong(name, address)
        raise Refused("wrong")
    with writing(desk.engine) as db:
        if is_old(row.password):
            db.execute(update(accounts).where(accounts.c.id == account.id).values(password=hashed(password)))
        desk.guesses.right(db, name, address)
        note(db, name, "session.begin", name, {"address": address})
        return desk.sessions.begin(db, account, address, browser)
