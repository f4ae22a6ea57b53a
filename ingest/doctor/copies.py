"""Copies and versions: the same text twice, nearly the same under another number, an older or newer one of the same number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ingest.doctor.case import Case
from ingest.doctor.findings import Finding, Kind, Severity
from ingest.doctor.neighbours import Near, Neighbours
from ingest.doctor.sketch import Sketch
from knowledge.language.normalise import fold
from knowledge.models import Document

_SAME, _MISREAD, _VERSION = 0.97, 0.9, 0.3
_MOST_SHOWN = 3


def copies(case: Case, sketch: Sketch | None, neighbours: Neighbours, versions_of_it: Collection[str]) -> Iterator[Finding]:
    """Documents with much the same text; the same day and another number means that one number was read wrong.

    Several copies are one finding that names them; its `other` is the one most alike.
    """
    alike = [near for near in neighbours.near(case.document, sketch) if near.document.document_id not in versions_of_it]
    misread = [near for near in alike if near.similarity >= _MISREAD and _misread(case.document, near.document)]
    for near in misread[:_MOST_SHOWN]:
        text = f"Giống {near.similarity:.0%} văn bản “{_named(near.document)}” cùng ngày nhưng khác số: có thể số bị đọc sai."
        yield _finding(Kind.OTHER_NUMBER, Severity.HOLD, text, near)
    others = [near for near in alike if near not in misread]
    if same := [near for near in others if near.similarity >= _SAME]:
        yield _finding(Kind.DUPLICATE, Severity.WARN, f"Trùng nội dung với {_listed(same)}.", same[0])
    if nearly := [near for near in others if near.similarity < _SAME]:
        text = f"Gần trùng ({nearly[0].similarity:.0%}) với {_listed(nearly)}."
        yield _finding(Kind.NEAR_DUPLICATE, Severity.WARN, text, nearly[0])


def versions(case: Case, sketch: Sketch | None, neighbours: Neighbours) -> Iterator[tuple[Near, Finding]]:
    """The same paper of another day. Numbers begin anew each year, so the number alone does not make it the same paper;
    and where not a word differs, it is the day that was read wrong.
    """
    mine = case.document
    for near in neighbours.same_number(mine, sketch):
        other = near.document
        if not (mine.issued_on and other.issued_on and _same_paper(mine, near)):
            continue
        if other.issued_on > mine.issued_on:
            yield near, older_than(near)
        elif other.issued_on < mine.issued_on:
            text = f"Đang có bản cũ hơn cùng số, {_dated(other)}; nên gỡ bản cũ."
            yield near, _finding(Kind.NEWER_VERSION, Severity.WARN, text, near)


def older_than(newer: Near) -> Finding:
    """What is told of a document when there is a newer one under its number."""
    return _finding(Kind.OLDER_VERSION, Severity.HOLD, f"Đã có bản mới hơn cùng số, {_dated(newer.document)}.", newer)


def _dated(other: Document) -> str:
    return f"ngày {other.issued_on:%d/%m/%Y} (“{other.document_id}”)" if other.issued_on else f"“{other.document_id}”"


def _misread(mine: Document, other: Document) -> bool:
    numbered = mine.number and other.number and fold(mine.number) != fold(other.number)
    return bool(numbered and mine.issued_on and mine.issued_on == other.issued_on)


def _same_paper(mine: Document, near: Near) -> bool:
    if mine.issuer and near.document.issuer and fold(mine.issuer) != fold(near.document.issuer):
        return False
    return near.similarity < _SAME and (near.similarity >= _VERSION or fold(mine.title) == fold(near.document.title))


def _named(other: Document) -> str:
    return f"{other.number} ({other.document_id})" if other.number else other.document_id


def _listed(near: Sequence[Near]) -> str:
    """ "“a”, “b” và 3 văn bản khác"."""
    names = [f"“{_named(one.document)}”" for one in near[:_MOST_SHOWN]]
    if more := len(near) - len(names):
        names.append(f"{more} văn bản khác")
    return f"{', '.join(names[:-1])} và {names[-1]}" if len(names) > 1 else names[0]


def _finding(kind: Kind, severity: Severity, text: str, near: Near) -> Finding:
    return Finding(kind, severity, text, similarity=round(near.similarity, 2), other=near.document.document_id)
