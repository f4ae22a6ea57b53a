"""The way in for the first administrator: a link that works once, printed where only who starts the service reads it."""

from __future__ import annotations

from assistant.records.accounts import Accounts, Role
from assistant.settings import Settings

FIRST = "quan-tri"
_SYSTEM = ""


def first_link(settings: Settings, accounts: Accounts) -> str | None:
    """The address that sets the first administrator's password; None when somebody can come in already."""
    if accounts.any():
        return None
    account = accounts.named(FIRST)
    word = accounts.new_link(account, by=_SYSTEM) if account else accounts.create(FIRST, Role.ADMIN, by=_SYSTEM)
    return link_for(settings, word)


def link_for(settings: Settings, word: str) -> str:
    """The address with the word of a link."""
    return f"{base_address(settings)}/admin/lien-ket/{word}"


def base_address(settings: Settings) -> str:
    """Where the service is reached: PUBLIC_URL, or this machine."""
    return settings.public_url or settings.local_address
