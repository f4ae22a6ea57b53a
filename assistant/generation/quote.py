"""Choosing the document's own words: the clause that answers, whole lists when a list is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.sentences import cut_at_sentence, sentences
from knowledge.models import Chunk, Passage
from knowledge.terms import Terms, Text

WHOLE = 650
_LONGEST_CLAUSE = 500
_SHORT_LEAD = 80
_LONGEST_LIST = 1600
_ITEM_MARKS = ("- ", "+ ", "• ")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one passage. `cut` says that the passage goes on."""

    passage: Passage
    text: str
    cut: bool = False


def quote(passage: Passage, terms: Terms, siblings: Sequence[Chunk], wants_list: bool) -> Quote:
    """The part of a passage that answers; `siblings` are the chunks of its document in reading order."""
    text = passage.chunk.text
    if wants_list or is_list(text):
        text = _whole_list(passage.chunk, siblings)
    if len(text) <= WHOLE:
        line = _sufficient_line(text, terms) if passage.document.form is None and not is_list(text) else None
        return Quote(passage, line or text)
    if wants_list and "\n" in text:
        kept = _lines_up_to(text, _LONGEST_LIST)
        return Quote(passage, kept, len(kept) < len(text))
    clause = _best_clause(passage.chunk.text, terms)
    return Quote(passage, clause if len(clause) <= _LONGEST_CLAUSE else _best_sentences(clause, terms), True)


def _sufficient_line(text: str, terms: Terms) -> str | None:
    """The one line of an original that holds all that its passage holds of the question; None when there is none.

    Digests are quoted whole: their second paragraph says how sure the first is.
    """
    lines = text.split("\n")
    best = max(lines, key=lambda line: terms.coverage(Text.read(line)))
    alone = terms.coverage(Text.read(best)) >= terms.coverage(Text.read(text)) > 0
    only_leads_in = best.rstrip().endswith(":") and len(best) < _SHORT_LEAD
    return best if alone and len(lines) > 1 and not only_leads_in else None


def _best_sentences(clause: str, terms: Terms) -> str:
    """Whole sentences from the one that holds most of the question on, as many as fit."""
    found = sentences(clause)
    start = max(range(len(found)), key=lambda i: (terms.coverage(Text.read(found[i])), -i))
    kept, _ = cut_at_sentence(" ".join(found[start:]), _LONGEST_CLAUSE)
    return kept


def is_list(text: str) -> bool:
    """Whether a text has two items or more."""
    return len(items(text)) >= 2


def items(text: str) -> list[str]:
    """The lines of a text that are items of a list."""
    return [line for line in text.split("\n") if line.startswith(_ITEM_MARKS)]


def _whole_list(chunk: Chunk, siblings: Sequence[Chunk]) -> str:
    """The chunk's text, with what follows under the same heading while a list is still open, and its lead before."""
    here = next((i for i, c in enumerate(siblings) if c.chunk_id == chunk.chunk_id), None)
    if here is None:
        return chunk.text
    heading = _heading(chunk)
    start, end = here, here
    while start > 0 and _heading(siblings[start - 1]) == heading and _starts_inside(siblings[start].text):
        start -= 1
    while end + 1 < len(siblings) and _heading(siblings[end + 1]) == heading and _starts_inside(siblings[end + 1].text):
        end += 1
    return "\n".join(c.text for c in siblings[start : end + 1])


def _starts_inside(text: str) -> bool:
    """Whether a chunk begins in the middle of a list."""
    return text.startswith(_ITEM_MARKS) or (len(text) > 1 and text[1] == ")" and text[0].isalpha())


def _heading(chunk: Chunk) -> str:
    return chunk.locator.split(", khoản")[0].split(", điểm")[0]


def _lines_up_to(text: str, limit: int) -> str:
    kept: list[str] = []
    size = 0
    for line in text.split("\n"):
        if kept and size + len(line) > limit:
            break
        kept.append(line)
        size += len(line) + 1
    return "\n".join(kept)


def _best_clause(text: str, terms: Terms) -> str:
    """The line that holds most of the question, with the line that introduces it when it is a point of a list."""
    lines = text.split("\n")
    best = max(range(len(lines)), key=lambda i: (terms.coverage(Text.read(lines[i])), -i))
    lead = next((lines[i] for i in range(best, -1, -1) if lines[i].rstrip().endswith(":")), None)
    if lead and lead != lines[best] and (_starts_inside(lines[best]) or lines[best].startswith(_ITEM_MARKS)):
        return f"{lead}\n{lines[best]}"
    if lines[best].rstrip().endswith(":") and best + 1 < len(lines):
        return _lines_up_to("\n".join(lines[best:]), _LONGEST_CLAUSE)
    return lines[best]
