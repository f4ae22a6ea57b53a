"""Names in a text: offices and parties by their lists, everything else by its capitals."""

from __future__ import annotations

import re
from functools import cache

from assistant.generation.grounding.tokens import Token
from assistant.generation.grounding.vocabulary import any_of, function_words, table
from knowledge.language.normalise import canonical, fold
from knowledge.language.places import places_in
from knowledge.language.typing import is_syllable

_BETWEEN = (" ", "-", " - ", " – ", "–")


@cache
def actors() -> re.Pattern[str]:
    """Offices and titles, with the level they act on: "ủy ban nhân dân tỉnh"."""
    known = table()["actors"]
    names = [*known["names"], *(f"{head} {field}" for head in known["heads"] for field in known["fields"])]
    names += [f"{name} {level}".strip() for name in known["local"] for level in ("", *known["levels"])]
    return re.compile(any_of(names).pattern, re.IGNORECASE)


@cache
def parties() -> re.Pattern[str]:
    """Whom rules are made for: "nhà cung cấp", "người dùng"."""
    return re.compile(any_of(table()["actors"]["parties"]).pattern, re.IGNORECASE)


def is_office(match: re.Match[str], text: str) -> bool:
    """False for "Chính phủ điện tử"."""
    rest = canonical(text[match.start() : match.end() + 20])
    return not any(rest.startswith(canonical(word)) for word in table()["actors"]["ordinary"])


def name_of(written: str) -> Token:
    """People and places are told apart from other names: they are not taken for one another."""
    word = canonical(written)
    if word.split()[0] in table()["people"]["surnames"]:
        return Token(word, "person")
    return Token(word, "place" if places_in(written) else "name")


def name_at(text: str, pieces: list[re.Match[str]], i: int) -> list[re.Match[str]]:
    """The capitalised words that form a name from piece `i` of a text on; empty when there is none."""
    run = [pieces[i]] if pieces[i][0][0].isupper() else []
    while run and i + len(run) < len(pieces) and _goes_on(text, run[-1], pieces[i + len(run)]):
        run.append(pieces[i + len(run)])
    if not run or _capital_of_other_reasons(canonical(run[0][0]), begins=i == 0 or pieces[i - 1][0] in ".!?…\n"):
        return []
    return run if len(run) > 1 or _foreign(run[0][0]) else []


def _capital_of_other_reasons(word: str, begins: bool) -> bool:
    """ "Tại Kiên Giang": the capital is the sentence's. "Luật Trí tuệ": it is that of a title."""
    return word in table()["people"]["no_names"] or (begins and word in function_words())


def _goes_on(text: str, last: re.Match[str], following: re.Match[str]) -> bool:
    return following[0][0].isupper() and text[last.end() : following.start()] in _BETWEEN


def _foreign(word: str) -> bool:
    """Whether a single capitalised word is a name by itself: VnExpress, ASEAN, Viettel."""
    return (word.isupper() and len(word) > 1) or not is_syllable(fold(word))
