"""Every number, date, document number, office and name of a sentence must stand in its window of the passage."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.generation.grounding.evidence import Evidence, Window
from assistant.generation.grounding.reading import read
from assistant.generation.grounding.tokens import IN_A_ROW, Reading, Token

_BEGINNING = 5


def missing_facts(sentence: Reading, window: Window, evidence: Evidence) -> list[Token]:
    """The facts of a sentence that its window does not hold."""
    heading = read(evidence.heading)
    held = [*window.body.facts, *window.lead.facts, *heading.facts]
    flat = window.body.flat + window.lead.flat + heading.flat
    cited = _number(evidence)
    others = any(fact.kind == "document" and not _same_document(fact.word, cited) for fact in evidence.whole.facts)
    return [fact for fact in sentence.facts if not _holds(fact, held, flat) and not _cites(fact, sentence, evidence, others)]


def _holds(fact: Token, held: Iterable[Token], flat: str) -> bool:
    if fact.kind in IN_A_ROW:
        return f" {fact.word} " in flat
    return any(same(fact, other) for other in held)


def same(said: Token, held: Token) -> bool:
    """Whether what is said is what is held, or less exact than it."""
    if said.kind == "document" and held.kind == "document":
        return _same_document(said.word, held.word)
    if said.kind == held.kind and said.kind in ("actor", "party"):
        return f"{held.word} ".startswith(f"{said.word} ")
    if said.family == "time" and held.family == "time":
        return _within(said, held)
    return (said.word, said.kind, said.note) == (held.word, held.kind, held.note)


def _same_document(said: str, held: str) -> bool:
    """ "127" names 127/qd-ttg; 127/qd-ttg is not 127/nq-cp."""
    short, long = sorted((said, held), key=len)
    return short == long or long.startswith(f"{short}/") or long.startswith(f"{short}-")


def _within(said: Token, held: Token) -> bool:
    """A day within its month and year; a month without the day; a day of a year that is not said."""
    if said.kind == "day":
        return held.word.endswith(said.word) and held.kind in ("date", "day")
    return f"{held.word}-".startswith(f"{said.word}-")


def _cites(fact: Token, sentence: Reading, evidence: Evidence, others: bool) -> bool:
    """Whether the fact only names the document that is cited: its number, or its date right behind the number.

    Where the passage speaks of `others`, it may only do so at the beginning ("Theo Quyết định …"): further on it could
    stand in the place of one of them.
    """
    number = _number(evidence)
    if not number:
        return False
    if fact.kind == "document":
        at = next(i for i, token in enumerate(sentence.tokens) if token is fact)
        return _same_document(fact.word, number) and (not others or at < _BEGINNING)
    if fact.kind != "date" or evidence.issued_on is None or fact.word != evidence.issued_on.isoformat():
        return False
    tokens = sentence.tokens
    before = [tokens[i - 1] for i in range(1, len(tokens)) if tokens[i] is fact]
    return any(t.kind == "document" and _same_document(t.word, number) for t in before)


def _number(evidence: Evidence) -> str:
    """The number of the cited document, as readings spell it; empty when it has none."""
    return next((fact.word for fact in read(evidence.number or "").facts if fact.kind == "document"), "")
