"""Whether two questions ask the same: every word of weight, every number, place and document agrees, and so does what is wanted.

Meaning alone does not tell "ở đâu" from "khi nào" (the cosines of neighbours and of paraphrases overlap), so the words decide and
the embedding only has a veto. A question that is missed goes on to the documents; one that is taken wrongly gets a wrong answer
in the name of an office: everything here errs on that side. Figures: docs/decisions/0019-curated-answers.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from knowledge.base import View
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold, folded_syllables
from knowledge.language.places import places_in
from knowledge.search import as_written, lacks_marks
from knowledge.terms import read_terms

_TABLE = tomllib.loads(Path(__file__).with_name("likeness.toml").read_text(encoding="utf-8"))
_UNSAID = frozenset(_TABLE["unsaid"]["kinds"])
# So much of the weight of each question's content the other must hold, and so near their meanings must be.
WORDS, MEANING = 0.97, 0.86
_NAMED = 0.6
_BEFORE_A_PLACE = ("tinh", "thanh pho", "tp")
_WHO = "who"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart for comparing. `weights` are those of its content; `words` holds all of it."""

    text: str
    words: frozenset[str]
    weights: dict[str, float]
    numbers: frozenset[str]
    places: frozenset[str]
    documents: frozenset[str]
    wants: frozenset[str]
    modal: frozenset[str]
    turned: bool
    unmarked: bool

    @property
    def signature(self) -> str:
        """Numbers and places: questions that differ in them have different answers."""
        return " ".join([*sorted(self.numbers), *sorted(fold(p).replace(" ", "_") for p in self.places)])

    @property
    def weight(self) -> float:
        """Of all content."""
        return sum(self.weights.values())


def read_asked(text: str, view: View) -> Asked:
    """Take a question apart; what was typed carelessly is mended first."""
    mended = view.repairer.repair(text)
    expanded, unmarked = expand(mended, question=True), lacks_marks(mended, view.statistics.tones)
    terms = read_terms(expanded, view.weights)
    flat = " ".join(terms.syllables)
    places = places_in(mended)
    wants = _wants(flat)
    spans = _spans(flat, wants, places)
    words, weights = _words(terms.syllables, terms.content, terms.weights, spans)
    accented = as_written(view.statistics.tones.restore(expanded, question=True) if unmarked else expanded)
    return Asked(
        text=accented,
        words=frozenset(words),
        weights=weights,
        numbers=frozenset(s for s in terms.syllables if any(c.isdigit() for c in s)),
        places=frozenset(places),
        documents=frozenset(m.document_id for m in view.names.mentioned(mended) if m.certainty >= _NAMED),
        wants=wants,
        modal=frozenset(name for name in _TABLE["modal"] if _pattern("modal", name).search(flat)),
        turned=_pattern("turned", "words").search(_pattern("wants", "yes_or_no").sub(" ", flat)) is not None,
        unmarked=unmarked,
    )


def differ(a: Asked, b: Asked) -> str:
    """Why two questions cannot be the same, whatever else they share: the name of what differs; empty when nothing does."""
    if a.numbers != b.numbers:
        return "numbers"
    if a.places != b.places:
        return "places"
    if a.documents and b.documents and not a.documents & b.documents:
        return "documents"
    if a.turned != b.turned:
        return "turned"
    if a.modal and b.modal and not a.modal & b.modal:
        return "modal"
    return "" if _wants_agree(a, b) else "wants"


def shared(a: Asked, b: Asked) -> float:
    """The share of content that the two have in common, by weight: that of the one that has less of it. From 0 to 1."""
    return min(_held(a, b), _held(b, a))


def without_place(asked: Asked, place: str) -> Asked:
    """The question as if it did not name this place."""
    if place not in asked.places:
        return asked
    of_place = set(folded_syllables(place))
    rest = {word: w for word, w in asked.weights.items() if word not in of_place}
    return replace(asked, places=asked.places - {place}, weights=rest)


def _held(a: Asked, b: Asked) -> float:
    total = a.weight
    return sum(w for word, w in a.weights.items() if word in b.words) / total if total else 0.0


def _wants_agree(a: Asked, b: Asked) -> bool:
    """The same kinds; one that names none may mean "là gì". An "ai" typed without marks may be "who" or "AI"."""
    of_a, of_b = a.wants, b.wants
    if a.unmarked or b.unmarked:
        of_a, of_b = of_a - {_WHO}, of_b - {_WHO}
    return of_a == of_b or (not of_a and of_b <= _UNSAID) or (not of_b and of_a <= _UNSAID)


def _wants(flat: str) -> frozenset[str]:
    """The kinds of answer; "what" only when no other is named."""
    found = {name for name in _TABLE["wants"] if _pattern("wants", name).search(flat)}
    return frozenset(found - {"what"} or found)


def _spans(flat: str, wants: Iterable[str], places: Iterable[str]) -> list[tuple[int, int, str]]:
    """(first syllable, behind the last, what it counts as): "" for words that say nothing more. The first that covers a syllable counts."""
    patterns: list[tuple[str, re.Pattern[str]]] = [(f"={name}", _pattern("same", name)) for name in _TABLE["same"]]
    patterns += [("", _pattern("wants", name)) for name in wants if name not in (_WHO, "yes_or_no")]
    patterns += [("", _pattern("beside", name)) for name in ("always", *wants) if name in _TABLE["beside"]]
    patterns += [("", re.compile(rf"\b(?:{'|'.join(_BEFORE_A_PLACE)})(?= {' '.join(folded_syllables(place))}\b)")) for place in places]
    return [(flat[: m.start()].count(" "), flat[: m.end()].rstrip().count(" ") + 1, name) for name, p in patterns for m in p.finditer(flat)]


def _words(
    syllables: Sequence[str], content: Sequence[bool], weights: Sequence[float], spans: Sequence[tuple[int, int, str]]
) -> tuple[set[str], dict[str, float]]:
    taken: dict[int, tuple[int, int, str]] = {}
    for span in spans:
        if not any(i in taken for i in range(span[0], span[1])):
            taken |= dict.fromkeys(range(span[0], span[1]), span)
    words = set(syllables)
    weighted: dict[str, float] = {}
    for i, (syllable, counts, weight) in enumerate(zip(syllables, content, weights, strict=True)):
        if i not in taken:
            weighted |= {syllable: weight} if counts else {}
        elif name := taken[i][2]:
            words.add(name)
            weighted |= {name: max(weight, weighted.get(name, 0.0))} if counts else {}
    return words, weighted


@cache
def _pattern(group: str, name: str) -> re.Pattern[str]:
    wordings: list[str] = _TABLE[group][name]
    longest_first = sorted(chain(wordings), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w)(?:{wording})(?!\w)" for wording in longest_first))
