"""Every change that a page makes goes through here: the session and the role are looked up anew, and the audit row is
written in the same transaction as the change.

    await act(visit, "documents.retire", "127/QĐ-TTg", lambda db: retire(db, …), role=Role.EDIT)

Longer work outside of the records (an ingest) is noted before it begins: `await act(visit, "documents.ingest", name)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from anyio import to_thread
from sqlalchemy import Connection

from assistant.admin.visit import Visit
from assistant.records.accounts import Account, Role
from assistant.records.audit import note
from assistant.records.writing import writing

T = TypeVar("T")


class NotAllowed(Exception):
    """The session is over, or the role is not enough."""


def _nothing(_db: Connection) -> Any:
    return None


async def act(
    visit: Visit,
    action: str,
    about: str = "",
    work: Callable[[Connection], T] = _nothing,
    *,
    role: Role = Role.EDIT,
    detail: Mapping[str, Any] | None = None,
) -> T:
    """Do `work` in a transaction, and note `action` ("page.verb") `about` a thing. `detail` must hold no secret and no
    personal data of citizens.

    Raises:
        NotAllowed: nothing was done.
        Overtaken: (from `work`) somebody else saved in between; nothing was done.
    """
    return await to_thread.run_sync(lambda: act_now(visit, action, about, work, role=role, detail=detail))


async def permit(visit: Visit, role: Role, work: Callable[[], T]) -> T:
    """Do `work` that has its own transaction and notes itself (records/accounts.py), if the role is enough now.

    Raises:
        NotAllowed: nothing was done.
    """

    def checked() -> T:
        _account_now(visit, role)
        return work()

    return await to_thread.run_sync(checked)


def act_now(
    visit: Visit,
    action: str,
    about: str = "",
    work: Callable[[Connection], T] = _nothing,
    *,
    role: Role = Role.EDIT,
    detail: Mapping[str, Any] | None = None,
) -> T:
    """The same, where blocking is allowed."""
    account = _account_now(visit, role)
    with writing(visit.desk.engine) as db:
        result = work(db)
        note(db, account.name, action, about, detail)
    return result


def _account_now(visit: Visit, role: Role) -> Account:
    """Whose session it is, looked up anew, if that is allowed still."""
    now = visit.desk.sessions.check(visit.session.code)
    if now is None or not now.account.role.may(role):
        raise NotAllowed(role)
    return now.account
