"""A visit: who is at which desk, for the pages and routes behind the gate."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from assistant.admin.desk import Desk
from assistant.records.accounts import Account, Role
from assistant.records.sessions import Session

PATH = "/admin"
"""Where the pages are mounted."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is in. `session` is as it was when the page was built; `acting.act` asks again."""

    desk: Desk
    session: Session

    @property
    def account(self) -> Account:
        """Who it is."""
        return self.session.account

    def may(self, needed: Role) -> bool:
        """Whether this person's role is enough, for showing or hiding a button."""
        return self.account.role.may(needed)


def desk_of(request: HTTPConnection) -> Desk:
    """The desk that the gate put beside a request."""
    desk: Desk = request.scope["admin.desk"]
    return desk


def visit_of(request: HTTPConnection) -> Visit:
    """The visit that the gate found; only for addresses that the gate does not leave open."""
    return Visit(desk_of(request), request.scope["admin.session"])


def address_of(request: HTTPConnection) -> str:
    """Where a request comes from, as far as the server knows."""
    return request.client.host if request.client else ""
