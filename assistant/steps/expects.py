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
from knowledge.language.places import places_in
from knowledge.language.repair import one_slip
from knowledge.language.sentences import sentences

_TABLE = tomllib.loads(Path(__file__).with_name("expects.toml").read_text(encoding="utf-8"))
_NUMBER = _TABLE["number"]["pattern"]
# "mấy điều", "bao nhiêu đội tham gia": the thing that is counted stands behind.
_COUNTED = re.compile(r"(?<!\w)(?:bao nhieu|may) (\w+)(?: (\w+))?")
# How sure it is that a text without the form does not answer; 1 for the forms that are not here.
_AGAINST = {"count": 0.4, "time": 0.4, "article": 0.3, "how_many": 0.5}
_COUNTS = ("count", "how_many")
# A numeral that is no part of a document's number or of a day.
_ANY_NUMBER = re.compile(r"(?<![\w/.-])(?:\d[\d.,]*(?![\w/-])|(?:mot(?! so)|hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?!\w))")
_PUNCTUATION = re.compile(r"[?!,;:…“”\"()]|\.(?=\s|$)")
_UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper())
# Two or more words in capitals, as in "Phú Quốc"; in a text where most words have them they tell nothing.
_CAPITALS = re.compile(rf"(?<!\w)[{_UPPER}][^\W\d_{_UPPER}]+(?: [{_UPPER}][^\W\d_{_UPPER}]+)+(?!\w)")
_SHOUTED = 0.7
_COUNTABLE = 0.5
# "Chú Ba", "Bà Lan": how a person is called tells nothing that a document must hold.
_KIN = frozenset(_TABLE["name"]["kin"])
_SO_MANY = re.compile(rf"(?<![\w/.,-])([2-9]|1\d|{'|'.join(_TABLE['number']['words'])}) (?:{'|'.join(_TABLE['number']['listed'])})(?!\w)")
_BETWEEN = r"(?: (?!khong )\w+){0,2}?"


@dataclass(frozen=True, slots=True)
class Expectation:
    """`form` must occur in a folded text that answers; `text` is the name that is looked for.

    With `beside`, it must occur in the text as it is (capitals tell names) and in one sentence with those folded words.
    """

    name: str
    form: re.Pattern[str]
    beside: str | None = None
    text: str = ""

    def met_by(self, text: str) -> bool:
        """Whether the text holds something of this form."""
        if self.beside is None:
            return self.form.search(_folded(text)) is not None
        return any(self.form.search(s) and self.beside in _folded(s) for line in text.split("\n") for s in sentences(line))


def expectations(text: str) -> tuple[Expectation, ...]:
    """The forms that a question asks for; empty when any form will do."""
    question = fold(text)
    question = " ".join(_PUNCTUATION.sub(" ", question).split())
    found = [Expectation(name, form) for name, (asks, form) in _forms().items() if asks.search(question)]
    counted = _COUNTED.search(question)
    if (role := _ROLE.search(question)) and _NAME_ASKED.search(question):
        found.append(Expectation("person", _who(role[0], named="ten" in question.split()), role[0]))
    found += [Expectation("unit", re.compile(rf"(?<!\w){unit} (?:so )?{number}(?!\w)")) for unit, number in _UNIT.findall(question)]
    if counted and counted[1] not in _TABLE["number"]["nothing_counted"]:
        found.append(Expectation("count", re.compile(rf"(?<!\w){_NUMBER}{_BETWEEN} {counted[1]}(?!\w)")))
    found += [Expectation("name", re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), text=name) for name in _names(text)]
    return tuple(found)


def items_counted(question: str) -> int:
    """How many things a folded question asks to be listed: 6 for "6 sản phẩm công nghệ là gì"; 0 when it does not count any."""
    match = _SO_MANY.search(question)
    return (int(match[1]) if match[1].isdigit() else _TABLE["number"]["words"].index(match[1]) + 2) if match else 0


def _names(text: str) -> list[str]:
    """Folded names of places, people and things, told by capitals: "Phú Quốc". None where capitals tell nothing."""
    words = text.split()
    if sum(w[:1].isupper() for w in words) > _SHOUTED * len(words):
        return []
    names = (_without_kin(m[0]) for m in _CAPITALS.finditer(text))
    return [fold(name) for name in names if name and name.split()[0] not in _TABLE["name"]["not_first"] and not places_in(name)]


def _without_kin(name: str) -> str:
    """ "Nguyễn Văn A" of "Ông Nguyễn Văn A"; nothing of "Chú Ba"."""
    first, *rest = name.split()
    if first not in _KIN or places_in(name):
        return name
    return " ".join(rest) if len(rest) >= 2 else ""


def unmet(expected: tuple[Expectation, ...], passage: str, place: str) -> float:
    """How much speaks against a passage: 1 for each form that it must have and lacks, less for one that has other wordings.

    A numbered part or a name may stand in the passage's place ("Điều 5"); what is counted may be listed instead.
    """
    return sum(_against(e, passage) * (1 - _meets(e, passage, place)) for e in expected)


def _names_it(expectation: Expectation, text: str) -> bool:
    """Whether the text holds the name, or one that differs by a slip in a syllable: "Kiêng Giang"."""
    if expectation.met_by(text):
        return True
    name = expectation.text.split()
    words = _folded(text).split()
    spans = (words[i : i + len(name)] for i in range(len(words) - len(name) + 1))
    return any(all(a == b.strip(".,;:") or one_slip(a, b.strip(".,;:")) for a, b in zip(name, span, strict=True)) for span in spans)


def _against(expectation: Expectation, passage: str) -> float:
    """A text without any number does not count at all; one with numbers may count in other words."""
    if expectation.name in _COUNTS and not _ANY_NUMBER.search(_folded(passage)):
        return 1.0
    return _AGAINST.get(expectation.name, 1.0)


def _meets(expectation: Expectation, passage: str, place: str) -> float:
    """From 0 to 1: a list in which a person may count for herself is less than the number."""
    if expectation.name == "name":
        return _names_it(expectation, f"{place}\n{passage}")
    if expectation.name == "unit":
        return expectation.met_by(f"{place}\n{passage}")
    return expectation.met_by(passage) or _COUNTABLE * (expectation.name == "count" and passage.count("\n- ") > 1)


def _any(wordings: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{wording})(?!\w)" for wording in wordings))


_NAME_ASKED = _any(_TABLE["person"]["asks"])
_ROLE = _any(_TABLE["person"]["roles"])
_A_NAME = rf"(?<!\w)(?:{'|'.join(_TABLE['person']['surnames'])})(?: [{_UPPER}]\w+){{1,3}}"
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
