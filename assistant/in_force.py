"""The settings, sentences and closings in force right now: those of the start, and over them what staff changed since.

contact_name, contact_details     words        whom people may ask
answer_threshold                  0..1         how sure the assistant must be
text:GROUP.NAME                   words        a sentence in the place of one of `replies.toml`
closed:CHANNEL                    a Closing    this channel answers with a notice
paused                            a Closing    every channel does
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.models import Status
from assistant.records.overrides import Override, Overrides
from assistant.replies import part, put_in_place, reply
from assistant.settings import Settings

PAUSED = "paused"
CLOSED = "closed:"
TEXT = "text:"
CHANGEABLE = ("contact_name", "contact_details", "answer_threshold")


@dataclass(frozen=True, slots=True)
class Closing:
    """Why people get a notice in place of an answer: the status, and the whole sentence they read."""

    status: Status
    text: str


class InForce:
    """Looked at for every question: costs one row read a second. Safe from many threads; never raises."""

    def __init__(self, settings: Settings, overrides: Overrides | None = None) -> None:
        self._begun_with = self._settings = settings
        self._overrides = overrides
        self._seen: Mapping[str, Override] = {}

    @property
    def settings(self) -> Settings:
        """Now."""
        self._look()
        return self._settings

    @property
    def changes(self) -> object:
        """What staff changed: the same object as long as nothing else is in force."""
        self._look()
        return self._seen

    @property
    def paused(self) -> bool:
        """Whether the whole service only answers with a notice."""
        self._look()
        return PAUSED in self._seen

    def closing(self, channel: str) -> Closing | None:
        """The notice for those who ask on this channel now; None: they are answered."""
        self._look()
        for name, status in ((PAUSED, Status.BLOCKED_SERVICE_PAUSED), (f"{CLOSED}{channel}", Status.BLOCKED_CHANNEL_PAUSED)):
            if name in self._seen:
                notice = str(self._seen[name].value.get("notice", "")).strip()
                return Closing(status, reply(status, notice=f" {notice}" if notice else "", contact=contact_line(self._settings)))
        return None

    def _look(self) -> None:
        if self._overrides is None:
            return
        try:
            now = self._overrides.current()
        except Exception:  # the database is away: what the service was started with holds
            return
        if now is not self._seen:
            self._settings = self._begun_with.model_copy(update={name: now[name].value for name in CHANGEABLE if name in now})
            put_in_place(sentences_of({name: override.value for name, override in now.items()}))
            self._seen = now


def sentences_of(values: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """(group, name) -> sentence, of all overrides."""
    texts = {name.removeprefix(TEXT): str(text) for name, text in values.items() if name.startswith(TEXT)}
    return {(group, name): text for key, text in texts.items() for group, _, name in [key.partition(".")]}


def contact_line(settings: Settings) -> str:
    """Whom people may ask, as a paragraph of its own; empty when the settings do not say."""
    if not settings.contact_name:
        return ""
    return part("contact", name=settings.contact_name, details=f", {settings.contact_details}" if settings.contact_details else "")
