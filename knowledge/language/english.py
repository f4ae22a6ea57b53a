"""Questions in English, and English words in Vietnamese questions: put into the words that the documents use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from knowledge.language.typing import is_syllable

_TABLE = tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))
_WORDS: dict[str, str] = _TABLE["words"]
_FUNCTION_WORDS = frozenset(_TABLE["function_words"])
_TOKEN = re.compile(r"\d+[\w.]*/[\w/&.-]+|[^\W_]+(?:-[^\W_]+)*")
_LONGEST = max(phrase.count(" ") + 1 for phrase in _WORDS)
# English asks first, Vietnamese last: "what is the AI law?" is "luật trí tuệ nhân tạo là gì?".
_IS_WHAT = re.compile(r"^(là gì) (.*?)\??$")
_FEWEST = 2
_FOREIGN = 0.25


def is_english(text: str) -> bool:
    """Whether a question is English: plain letters, two or more of its small words, hardly any others unknown, and words
    that cannot be Vietnamese: "do" and "to" are both.
    """
    words = re.findall(r"[a-z]+", text.lower())
    small = sum(word in _FUNCTION_WORDS for word in words)
    familiar = small + sum(word in _SINGLE for word in words)
    foreign = sum(not is_syllable(word) for word in words) if len(words) >= _FEWEST else 0
    known = familiar >= len(words) / 2 and foreign >= _FOREIGN * len(words)
    return text.isascii() and known and foreign > 0 and (small >= _FEWEST or (small > 0 and foreign > len(words) / 2))


def to_vietnamese(text: str, known: Callable[[str], bool]) -> str:
    """`text` with English phrases put into Vietnamese.

    In an English question all of them, and small words are left out; in a Vietnamese one only phrases with a
    word that is not `known` to the ingested text: "can" and "sang" are Vietnamese too.
    """
    english = is_english(text)
    tokens = list(_TOKEN.finditer(text))
    parts, end, i = [], 0, 0
    while i < len(tokens):
        size = next(
            (n for n in range(min(_LONGEST, len(tokens) - i), 0, -1) if _fits([t[0] for t in tokens[i : i + n]], english, known)), 0
        )
        left_out = english and tokens[i][0].lower() in _FUNCTION_WORDS
        if size or left_out:
            phrase = " ".join(t[0] for t in tokens[i : i + (size or 1)]).lower()
            parts += [text[end : tokens[i].start()], _WORDS[phrase] if size else ""]
            end = tokens[i + (size or 1) - 1].end()
        i += size or 1
    said = " ".join("".join([*parts, text[end:]]).split()) if parts else text
    return _IS_WHAT.sub(r"\2 \1?", said)


def _fits(tokens: list[str], english: bool, known: Callable[[str], bool]) -> bool:
    return " ".join(tokens).lower() in _WORDS and (english or not all(known(token) for token in tokens))


_SINGLE = frozenset(word for phrase in _WORDS for word in phrase.split())
