"""What chat channels exchange with the dialogue: an Inbound comes in, Messages go out. No platform's words in here.

    Inbound ──> dialogue ──> Reply(messages, toast, effects) ──> channel.render ──> drafts ──> outbox ──> channel.deliver

A Message is made of blocks (Paragraph, Bullets, Quote, Note) and rows of Buttons. A channel renders them as its platform
allows; what it cannot show it says in plain text. A button's `action` is any text of ours, such as `ask:Ai ký?`; a
channel with a short limit keeps it under a code (`records/links.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Connection


class Kind(StrEnum):
    """What a person did."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    MEDIA = "media"
    JOINED = "joined"
    LEFT = "left"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened on a platform, told in our words. Ids are strings.

    `chat` identifies the conversation; `address` is what the channel needs to reply to it. `text` is what was typed
    (TEXT, COMMAND with its slash, MEDIA with its caption) or the action of the button (TAP). `reference` holds what only
    the channel understands: message ids, callback ids. `group`: others read along, so nothing is kept and nobody is asked.
    `by_word`: the platform has too few buttons, or none, and no menu of commands, so people type a number or a word instead.
    UNREADABLE: the platform tells that something was written, but not what.
    """

    channel: str
    event_id: str
    chat: str
    kind: Kind
    text: str = ""
    address: str = ""
    group: bool = False
    sent_at: datetime | None = None
    reference: Mapping[str, str] = field(default_factory=dict)
    by_word: bool = False

    @property
    def reply_to(self) -> str:
        """Where an answer goes."""
        return self.address or self.chat


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `cite` is the number of a source, from 1; `link` an http address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    cite: int | None = None


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; line breaks in it stay."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words under a heading. `folded`: shown in part until a person opens it, where that is possible."""

    heading: Line
    text: str
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


Block: TypeAlias = Paragraph | Bullets | Quote | Note


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: either an `action` of ours or a `url`. `typed`: typing the label does the same, so it needs no number."""

    label: str
    action: str = ""
    url: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A text file to download."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a person. `replaces`: takes the place of the message whose button was tapped, where that is possible."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    replaces: bool = False
    file: File | None = None


Effect: TypeAlias = Callable[[Connection], None]
Draft: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What follows from an Inbound. `effects` write to the tables, in the one transaction that also closes the inbox row
    and fills the outbox: a crash leaves either all of it or nothing. `afterwards` runs once that is done, if we live.
    `toast` is a word shown at the tapped button.
    """

    messages: tuple[Message, ...] = ()
    toast: str = ""
    effects: tuple[Effect, ...] = ()
    afterwards: Callable[[], None] | None = None
    outcome: str = "answered"


def choices_of(messages: Sequence[Message]) -> list[Button]:
    """What a person may choose by number, in order: the first of these is number 1, whatever message it stands under."""
    buttons = (button for message in messages for row in message.buttons for button in row)
    return [button for button in buttons if button.action and not button.typed]


def kind_of(text: str) -> Kind:
    """Whether what was typed is a command ("/moi") or words."""
    return Kind.COMMAND if text[:1] == "/" and text[1:2].isalpha() else Kind.TEXT


def paragraph(text: str) -> Paragraph:
    """Plain text."""
    return Paragraph((Span(text),))


def say(*texts: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Message:
    """A message of plain paragraphs."""
    return Message(tuple(paragraph(text) for text in texts), buttons)
