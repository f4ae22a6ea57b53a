"""`python bot.py admin create|reset|list`: accounts from the shell, for the first one and for when nobody gets in any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from assistant.admin.invitation import link_for
from assistant.admin.words import said_of, say
from assistant.records.accounts import Accounts, BadAccount, Role
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from assistant.settings import Settings
from knowledge.database import open_database
from knowledge.settings import load_settings

SHELL = "bot.py admin"
EXIT_REFUSED = 1
commands = typer.Typer(help="Accounts of the admin pages.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name to log in with: a-z 0-9 . _ @ -")]


@commands.command()
def create(
    name: Name,
    role: Annotated[Role, typer.Option(help="xem: look; bien_tap: also edit; quan_tri: also accounts and settings.")] = Role.ADMIN,
    full_name: Annotated[str, typer.Option(help="How colleagues call this person.")] = "",
) -> None:
    """Make an account, and print the link that sets its password: it works once, for 24 hours."""
    with _accounts() as (settings, accounts):
        try:
            word = accounts.create(name, role, by=SHELL, full_name=full_name)
        except BadAccount as error:
            typer.echo(say(f"accounts.refused.{error.reason}"), err=True)
            raise typer.Exit(EXIT_REFUSED) from error
        typer.echo(say("accounts.link", address=link_for(settings, word)))


@commands.command()
def reset(name: Name) -> None:
    """End all sessions of an account, forget its password and second factor, and print a link that sets a new password."""
    with _accounts() as (settings, accounts):
        if (account := accounts.named(name)) is None:
            typer.echo(say("accounts.refused.unknown"), err=True)
            raise typer.Exit(EXIT_REFUSED)
        typer.echo(say("accounts.link", address=link_for(settings, accounts.new_link(account, by=SHELL))))


@commands.command(name="list")
def show() -> None:
    """List the accounts."""
    with _accounts() as (_, accounts):
        for account in accounts.all():
            state = "closed" if account.disabled_at else "ready" if account.ready else "invited"
            typer.echo(f"{account.name}\t{said_of('frame.roles', account.role)}\t{say(f'accounts.states.{state}')}\t{account.full_name}")


@contextmanager
def _accounts() -> Iterator[tuple[Settings, Accounts]]:
    settings = load_settings(Settings)
    engine = open_database(settings.resolved_records_url, MIGRATIONS, VERSION_TABLE)
    try:
        yield settings, Accounts(engine)
    finally:
        engine.dispose()
