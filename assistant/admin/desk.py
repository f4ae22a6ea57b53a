"""The desk: what the admin pages work with. Made once by bot.py; a page finds it at `visit.desk`.

Something new that pages need (a function of ingest, for example) is one more field with a Protocol or Callable as its type
and None as its default: where it is None, the page says that it cannot be done here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from assistant.admin.documents.shelf import Shelf
from assistant.admin.forms import Forms
from assistant.evaluation.runner import Runner
from assistant.library import Library
from assistant.records.accounts import Accounts
from assistant.records.guesses import Guesses
from assistant.records.sealing import Seal
from assistant.records.second_factor import SecondFactor
from assistant.records.sessions import Sessions
from assistant.service import Assistant
from assistant.settings import Settings


@dataclass(frozen=True)
class Desk:
    """Everything of the running service that pages may use. All calls of its parts block: make them in a thread.

    `health` is the assistant's, `parts` what else there is to tell on the first page: name -> a number, a time, names, or a word.
    `shelf` keeps the documents; without it they can only be looked up in `library`. `golden` is a folder of cases that came with the
    program.
    """

    settings: Settings
    engine: Engine
    seal: Seal
    library: Library | None = None
    health: Callable[[], dict[str, Any]] = dict
    parts: Callable[[], dict[str, Any]] = dict
    shelf: Shelf | None = None
    assistant: Assistant | None = None
    golden: Path | None = None
    runner: Runner | None = field(init=False)
    accounts: Accounts = field(init=False)
    sessions: Sessions = field(init=False)
    forms: Forms = field(init=False)
    guesses: Guesses = field(init=False)
    second_factor: SecondFactor = field(init=False)

    def __post_init__(self) -> None:
        runner = Runner(self.assistant, self.engine, self.golden) if self.assistant else None
        object.__setattr__(self, "runner", runner)
        object.__setattr__(self, "accounts", Accounts(self.engine))
        object.__setattr__(self, "sessions", Sessions(self.engine))
        object.__setattr__(self, "guesses", Guesses(self.engine))
        object.__setattr__(self, "second_factor", SecondFactor(self.engine, self.seal))
        object.__setattr__(self, "forms", Forms(self.engine, self.seal.word("admin forms")))

    @property
    def secure(self) -> bool:
        """Whether people come by https: then cookies travel no other way."""
        return self.settings.public_url.startswith("https://")
