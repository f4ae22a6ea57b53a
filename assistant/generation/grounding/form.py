"""What no sentence of an answer may be, whatever the passages say: a link, a question, a command, another language."""

from __future__ import annotations

import re

from assistant.generation.grounding.evidence import is_command
from assistant.generation.grounding.reading import read
from knowledge.language.normalise import fold, has_diacritics
from knowledge.language.typing import is_syllable

_LINK = re.compile(
    r"https?:|ftp:|www\.|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|gov|info|io|edu|me|xyz|top)\b|[\w.+-]+@[\w-]+\.\w+|\]\(", re.IGNORECASE
)
_MARKUP = re.compile(r"</?[a-z][^>]*>|<\||\|>|```|[{}]|\\u[0-9a-f]{4}", re.IGNORECASE)
_FEWEST_SYLLABLES = 3
# Of the syllables that are no fact, so many must be possible in Vietnamese.
_VIETNAMESE = 0.6
_LONGEST = 600


def misformed(text: str) -> str | None:
    """Why a sentence cannot stand in an answer: link or markup, question, command, language, length; None when it can."""
    if has_link_or_markup(text):
        return "link"
    if text.rstrip(" ”\"'").endswith(("?", "？")):
        return "question"
    if is_command(text):
        return "command"
    if len(text) > _LONGEST or len(text.split()) < _FEWEST_SYLLABLES:
        return "length"
    return None if is_vietnamese(text) else "language"


def has_link_or_markup(text: str) -> bool:
    """Whether a text has an address, or marks that are not for readers."""
    return bool(_LINK.search(text) or _MARKUP.search(text))


def is_vietnamese(text: str) -> bool:
    """Whether a sentence is written in Vietnamese, with its marks."""
    words = [t.word for t in read(text).tokens if not t.kind]
    possible = sum(is_syllable(fold(word)) for word in words)
    return not words or (has_diacritics(text) and possible >= _VIETNAMESE * len(words))
