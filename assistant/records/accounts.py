"""Accounts of the admin pages: made without a password, which its owner sets by a link that works once."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, insert, select, update

from assistant.records.account_tables import account_links, accounts, admin_sessions
from assistant.records.audit import note
from assistant.records.passwords import LONGEST, SHORTEST, fits, hashed
from assistant.records.versions import change
from assistant.records.writing import writing

LINK_LASTS = timedelta(hours=24)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


class Role(StrEnum):
    """What an account may do; a later one may all that an earlier one may."""

    VIEW = "xem"
    EDIT = "bien_tap"
    ADMIN = "quan_tri"

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where `needed` is asked for."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in. `ready`: a password was set."""

    id: int
    name: str
    full_name: str
    role: Role
    ready: bool
    has_second_factor: bool
    disabled_at: datetime | None
    version: int

    @property
    def shown(self) -> str:
        """How colleagues call this person."""
        return self.full_name or self.name


class BadAccount(ValueError):
    """An account cannot be made or changed like this. `reason`: name, taken, last_admin."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Accounts:
    """Make, list, change. Every change is noted in the audit log under the name `by`. All calls block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def any(self) -> bool:
        """Whether somebody can come in at all: one administrator with a password."""
        usable = accounts.c.password.is_not(None) & accounts.c.disabled_at.is_(None) & (accounts.c.role == Role.ADMIN)
        with self._engine.connect() as db:
            return bool(db.execute(select(exists().where(usable))).scalar())

    def all(self) -> list[Account]:
        """Everybody, by name."""
        with self._engine.connect() as db:
            return [account_of(row) for row in db.execute(select(accounts).order_by(accounts.c.name))]

    def named(self, name: str) -> Account | None:
        """The account of this name."""
        with self._engine.connect() as db:
            row = db.execute(select(accounts).where(accounts.c.name == plain_name(name))).first()
        return account_of(row) if row else None

    def create(self, name: str, role: Role, by: str, full_name: str = "") -> str:
        """A new account; the word of the link that sets its password.

        Raises:
            BadAccount: the name is taken, or is no name.
        """
        name = plain_name(name)
        if not _NAME.fullmatch(name):
            raise BadAccount("name")
        with writing(self._engine) as db:
            if db.execute(select(accounts.c.id).where(accounts.c.name == name)).first():
                raise BadAccount("taken")
            row = {"name": name, "full_name": full_name.strip()[:120], "role": role.value, "made_at": datetime.now(UTC)}
            made = db.execute(insert(accounts).values(**row).returning(accounts.c.id)).scalar_one()
            note(db, by, "account.create", name, {"role": role.value})
            return _new_link(db, made)

    def change(self, account: Account, by: str, *, role: Role | None = None, disabled: bool | None = None) -> None:
        """Another role, or no longer (or again) let in. Whoever is disabled is out at once.

        Raises:
            BadAccount: nobody who may do this would be left.
            Overtaken: somebody else changed it.
        """
        values: dict[str, Any] = {}
        if role is not None and role is not account.role:
            values["role"] = role.value
        if disabled is not None and disabled != bool(account.disabled_at):
            values["disabled_at"] = datetime.now(UTC) if disabled else None
        if not values:
            return
        with writing(self._engine) as db:
            change(db, accounts, account.id, account.version, values)
            if not db.execute(select(func.count()).where(accounts.c.role == Role.ADMIN, accounts.c.disabled_at.is_(None))).scalar():
                raise BadAccount("last_admin")
            if disabled:
                _close_doors(db, account.id)
            note(db, by, "account.change", account.name, {"role": role, "disabled": disabled})

    def new_link(self, account: Account, by: str) -> str:
        """A link to set a new password, and with it the second factor anew; earlier links and all sessions end."""
        with writing(self._engine) as db:
            _close_doors(db, account.id)
            db.execute(update(accounts).where(accounts.c.id == account.id).values(password=None, second_factor=None, recovery=None))
            note(db, by, "account.reset", account.name)
            return _new_link(db, account.id)

    def right_password(self, account: Account, password: str) -> bool:
        """Whether it is this account's password."""
        with self._engine.connect() as db:
            stored = db.execute(select(accounts.c.password).where(accounts.c.id == account.id)).scalar()
        return fits(password[:LONGEST], stored)

    def set_password(self, account: Account, password: str, but: str) -> None:
        """A new password, set by its owner; every other session of the account ends (`but`: the code of the one that stays)."""
        stored = hashed(password)
        with writing(self._engine) as db:
            db.execute(update(accounts).where(accounts.c.id == account.id).values(password=stored))
            db.execute(delete(admin_sessions).where(admin_sessions.c.account_id == account.id, admin_sessions.c.code != but))
            note(db, account.name, "account.password", account.name)

    def of_link(self, word: str) -> Account | None:
        """Whose password a link sets; None when it is used or too old."""
        valid = (account_links.c.code == code_of(word)) & (account_links.c.until > datetime.now(UTC))
        query = select(accounts).join(account_links).where(valid, accounts.c.disabled_at.is_(None))
        with self._engine.connect() as db:
            row = db.execute(query).first()
        return account_of(row) if row else None

    def use_link(self, word: str, password: str) -> Account | None:
        """Set the password, once; None when the link was used meanwhile."""
        stored = hashed(password)
        if (account := self.of_link(word)) is None:
            return None
        with writing(self._engine) as db:
            if not db.execute(delete(account_links).where(account_links.c.code == code_of(word))).rowcount:
                return None
            _close_doors(db, account.id)
            db.execute(update(accounts).where(accounts.c.id == account.id).values(password=stored))
            note(db, account.name, "account.password", account.name)
        return account


def account_of(row: Any) -> Account:
    """The account in a row of the table."""
    ready, second = row.password is not None, row.second_factor is not None
    return Account(row.id, row.name, row.full_name, Role(row.role), ready, second, row.disabled_at, row.version)


def good_password(account: Account, password: str) -> bool:
    """Long enough, not endless, and not made of the account's name."""
    return SHORTEST <= len(password) <= LONGEST and account.name not in password.lower()


def plain_name(name: str) -> str:
    """How a name is stored: lower-case, no space around it."""
    return name.strip().lower()


def code_of(word: str) -> str:
    """How a random word is stored: who reads the table cannot use it."""
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()


def _new_link(db: Connection, account_id: int) -> str:
    word = secrets.token_urlsafe(32)
    db.execute(delete(account_links).where(account_links.c.account_id == account_id))
    db.execute(insert(account_links).values(code=code_of(word), account_id=account_id, until=datetime.now(UTC) + LINK_LASTS))
    return word


def _close_doors(db: Connection, account_id: int) -> None:
    """No session and no link of this account works any more."""
    db.execute(delete(admin_sessions).where(admin_sessions.c.account_id == account_id))
    db.execute(delete(account_links).where(account_links.c.account_id == account_id))
