"""Abbreviations expanded to their long form, the same way in documents and in questions.

Document numbers ("127/QĐ-TTg") are left alone: they are matched as numbers. The word "ai" needs care, because it
is "who" as often as artificial intelligence: capitals decide in documents, the neighbours decide in questions.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from knowledge.language.normalise import fold

_TABLE = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text(encoding="utf-8"))
_NUMBER = r"\d+[\w.]*/[\w/&.-]+"
_TOKEN = re.compile(rf"{_NUMBER}|[^\W_]+(?:[&.-][^\W_]+)*")
_AI = "trí tuệ nhân tạo"

_WHO_BEFORE = {"", *_TABLE["ai"]["who_before"]}
_WHO_AFTER = set(_TABLE["ai"]["who_after"])
_AI_BEFORE = set(_TABLE["ai"]["ai_before"])


def expand(text: str, question: bool = False) -> str:
    """`text` with every known abbreviation replaced by its long form; `question` allows a small "ai" to be AI."""
    capitals = not text.isupper()
    matches = list(_TOKEN.finditer(text))
    parts, end = [], 0
    for i, match in enumerate(matches):
        token = match[0]
        if token.lower() not in _known():
            continue
        before = matches[i - 1][0] if i else ""
        after = matches[i + 1][0] if i + 1 < len(matches) else ""
        parts += [text[end : match.start()], _long_form(token, before, after, question, capitals)]
        end = match.end()
    return "".join([*parts, text[end:]]) if parts else text


def _long_form(token: str, before: str, after: str, question: bool, capitals: bool) -> str:
    upper, always, numbered = _tables()
    if "/" in token:
        return token
    if question and token.lower() == "ai":
        return _AI if _means_ai(before, after) or (capitals and token == "AI") else token  # noqa: S105  (a word, not a secret)
    if token in upper and capitals:
        return upper[token]
    key = token.lower()
    if key in always:
        return always[key]
    if key in numbered and (after[:1].isdigit() or fold(after) == "so"):
        return numbered[key]
    return token


def _means_ai(before: str, after: str) -> bool:
    """Whether an "ai" of a question, between these words, is artificial intelligence rather than "who"."""
    before, after = fold(before), fold(after)
    if before in _AI_BEFORE:
        return True
    return not (before in _WHO_BEFORE or after in _WHO_AFTER)


@cache
def _known() -> frozenset[str]:
    """Every spelling of the tables in small letters: most tokens are none of them, and are passed over quickly."""
    return frozenset(spelling.lower() for table in _tables() for spelling in table)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The three tables; those for any case also under their folded spelling."""
    always = {spelling: long for short, long in _TABLE["always"].items() for spelling in (fold(short), short)}
    numbered = {spelling: long for short, long in _TABLE["numbered"].items() for spelling in (fold(short), short)}
    return _TABLE["upper"], always, numbered
