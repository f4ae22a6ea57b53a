"""What form an answer must have: "mấy điều" wants a number of điều, "khi nào" a time, "phạt bao nhiêu" an amount.

A passage about the right thing that lacks this form does not answer. Wordings are in `expects.toml`, folded.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from knowledge.language.normalise import fold
from knowledge.language.sentences import sentences

_TABLE = tomllib.loads(Path(__file__).with_name("expects.toml").read_text(encoding="utf-8"))
_NUMBER = _TABLE["number"]["pattern"]
# "mấy điều", "bao nhiêu đội tham gia": the thing that is counted stands behind.
_COUNTED = re.compile(r"(?<!\w)(?:bao nhieu|may) (\w+)(?: (\w+))?")
# How sure it is that a text without the form does not answer; 1 for the forms that are not here.
_AGAINST = {"count": 0.4, "time": 0.4, "article": 0.3, "how_many": 0.5}
_PUNCTUATION = re.compile(r"[?!,;:…“”\"()]|\.(?=\s|$)")
_BETWEEN = r"(?: (?!khong )\w+){0,2}?"


@dataclass(frozen=True, slots=True)
class Expectation:
    """`form` must occur in a folded text that answers.

    With `beside`, it must occur in the text as it is (capitals tell names) and in one sentence with those folded words.
    """

    name: str
    form: re.Pattern[str]
    beside: str | None = None

    def met_by(self, text: str) -> bool:
        """Whether the text holds something of this form."""
        if self.beside is None:
            return self.form.search(_folded(text)) is not None
        return any(self.form.search(s) and self.beside in _folded(s) for line in text.split("\n") for s in sentences(line))


def expectations(question: str) -> tuple[Expectation, ...]:
    """The forms that a folded question asks for; empty when any form will do."""
    question = " ".join(_PUNCTUATION.sub(" ", question).split())
    found = [Expectation(name, form) for name, (asks, form) in _forms().items() if asks.search(question)]
    counted = _COUNTED.search(question)
    if (role := _ROLE.search(question)) and _NAME_ASKED.search(question):
        found.append(Expectation("person", _who(role[0], named="ten" in question.split()), role[0]))
    found += [Expectation("unit", re.compile(rf"(?<!\w){unit} (?:so )?{number}(?!\w)")) for unit, number in _UNIT.findall(question)]
    if counted and counted[1] not in _TABLE["number"]["nothing_counted"]:
        found.append(Expectation("count", re.compile(rf"(?<!\w){_NUMBER}{_BETWEEN} {counted[1]}(?!\w)")))
    return tuple(found)


def unmet(expected: tuple[Expectation, ...], passage: str, place: str) -> float:
    """How much speaks against a passage: 1 for each form that it must have and lacks, less for one that has other wordings.

    A numbered part may stand in the passage's place ("Điều 5"); what is counted may be listed instead.
    """
    return sum(_AGAINST.get(e.name, 1.0) * (not _meets(e, passage, place)) for e in expected)


def _meets(expectation: Expectation, passage: str, place: str) -> bool:
    if expectation.name == "unit":
        return expectation.met_by(f"{place}\n{passage}")
    return expectation.met_by(passage) or (expectation.name == "count" and passage.count("\n- ") > 1)


def _any(wordings: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{wording})(?!\w)" for wording in wordings))


_NAME_ASKED = _any(_TABLE["person"]["asks"])
_ROLE = _any(_TABLE["person"]["roles"])
_A_NAME = rf"(?<!\w)(?:{'|'.join(_TABLE['person']['surnames'])})(?: [A-ZĐÀ-Ỹ]\w+){{1,3}}"
# A numbered part of a document: "Điều 5", "Phụ lục II", "nhiệm vụ số 12".
_UNIT = re.compile(rf"(?<!\w)({'|'.join(_TABLE['unit']['names'])}) (?:so )?(\d{{1,3}}|[ivx]{{1,5}})(?![\w/.,-]*\d)(?!\w)")


@cache
def _who(role: str, *, named: bool) -> re.Pattern[str]:
    """A person's name; or another office: "trưởng ban là Tổng Bí thư" says who, unless the name is asked for."""
    offices = [] if named else [office for office in _TABLE["person"]["offices"] if role not in fold(office)]
    return re.compile("|".join([_A_NAME, *(rf"(?<!\w){office}(?!\w)" for office in offices)]))


@cache
def _forms() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {name: (_any(form["asks"]), _any(form["answers"])) for name, form in _TABLE["form"].items()}


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(fold(text).split())
