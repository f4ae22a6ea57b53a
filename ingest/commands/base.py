"""What the commands share: the default command, opening the knowledge base, and where output goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from typer.core import TyperGroup

from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings, load_settings

_DEFAULT = "run"
_HELP = ("--help", "-h")


class RunByDefault(TyperGroup):
    """`python -m ingest folder` means `python -m ingest run folder`; a folder named like a command is given as `./sources`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before arguments that name none."""
        if not args or (args[0] not in self.commands and args[0] not in _HELP):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


@contextmanager
def opened_base() -> Iterator[KnowledgeBase]:
    """The knowledge base of the settings, closed at the end; logs go to standard error."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    base = KnowledgeBase(load_settings(KnowledgeSettings))
    try:
        yield base
    finally:
        base.close()
