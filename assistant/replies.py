"""The fixed Vietnamese sentences, from `replies.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.models import Status

_FILE = Path(__file__).with_name("replies.toml")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def reply(status: Status | str, /, **values: object) -> str:
    """The sentence of a status; slots that are not given stay empty."""
    return str(_table()["status"][str(status)]).format_map(_Slots(values))


def part(name: str, /, **values: object) -> str:
    """A part of an answer, filled in."""
    return str(_table()["parts"][name]).format_map(_Slots(values))


def fact(name: str, /, **values: object) -> str:
    """A sentence made from a document's metadata."""
    return str(_table()["facts"][name]).format_map(_Slots(values))


def said(name: str, /, **values: object) -> str:
    """A sentence of the chat channels, filled in."""
    return str(_table()["chat"][name]).format_map(_Slots(values))


def commands() -> dict[str, tuple[str, str]]:
    """The commands of the chat channels in the order of the menu: name -> (Vietnamese, English) description."""
    return {name: (words["vi"], words["en"]) for name, words in _table()["commands"].items()}


@cache
def command_words() -> dict[str, str]:
    """Words without diacritics -> the command they stand for, where there is no menu of commands."""
    return {words: name for name, spellings in _table()["words"].items() for words in spellings}


@dataclass(frozen=True, slots=True)
class Topic:
    """What one may subscribe to: kinds of documents, or words of titles, both without diacritics."""

    label: str
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@cache
def topics() -> dict[str, Topic]:
    """Topics to subscribe to, in the order in which they are offered."""
    rows = _table()["topics"].items()
    return {slug: Topic(row["label"], tuple(row.get("words", ())), tuple(row.get("kinds", ()))) for slug, row in rows}


@cache
def wish_words() -> dict[str, str]:
    """Words without diacritics -> the wish they stand for."""
    return {words: wish for wish, spellings in _table()["wishes"].items() for words in spellings}


def quick_questions() -> tuple[str, ...]:
    """Questions to tap on an empty page."""
    return tuple(_table()["quick"]["questions"])


class _Slots(dict[str, object]):
    """Missing slots are empty, so that `reply("error_internal")` needs no arguments."""

    def __missing__(self, _key: str) -> str:
        return ""
