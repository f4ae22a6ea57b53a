"""What other documents do to the quoted ones: amend them, or say something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.generation.sources import cited_name
from assistant.replies import part
from knowledge.base import View
from knowledge.language.normalise import fold
from knowledge.models import Document, Passage
from knowledge.ranks import leads, rank

_NUMBERS = re.compile(r"\d[\d./,–-]*\d|\d")
_PARTS = ("Điều", "khoản", "điểm", "Chương", "Mục", "Phụ lục")
_DIGITS_OF_NAMES = re.compile(rf"\d[\w./-]*/[\w./-]*[A-ZĐ][\w-]*|(?:{'|'.join(_PARTS)}) \w+")


def standing_to(document: Document, relation: str, view: View, on: date) -> list[Document]:
    """Documents issued by `on` that amend, guide or replace this one (`relation`), the newest first."""
    number = fold(document.number or "")
    related = [d for d in view.documents.values() if number and number in _numbers(d, relation)]
    found = [d for d in related if d.issued_on is None or d.issued_on <= on]
    return sorted(found, key=lambda d: d.issued_on or date.min, reverse=True)


def amendment_note(document: Document, view: View, on: date) -> str:
    """ "Luật 71/2025/QH15 đã được sửa đổi, bổ sung bởi …"; empty when nothing amends it."""
    names = ", ".join(cited_name(d) for d in standing_to(document, "amends", view, on))
    return part("amended", name=document.name, by=names) if names else ""


def disagreement(one: Passage, other: Passage) -> str:
    """A sentence when two documents give different figures or days; it says which one leads and why.

    For questions that ask for a figure or a day; any two texts differ in some number.
    """
    if one.document == other.document or _figures(one.chunk.text) == _figures(other.chunk.text):
        return ""
    if not _figures(one.chunk.text) or not _figures(other.chunk.text):
        return ""
    higher = rank(one.document) < rank(other.document)
    newer = leads(one.document, other.document) and not higher
    reason = part("higher") if higher else part("newer") if newer else ""
    return part("disagree", lead=cited_name(one.document), other=cited_name(other.document), reason=reason) if reason else ""


def _figures(text: str) -> frozenset[str]:
    """Numbers and days in a text, without those in the names of documents and their parts."""
    return frozenset(_NUMBERS.findall(_DIGITS_OF_NAMES.sub(" ", text)))


def _numbers(document: Document, relation: str) -> set[str]:
    """The numbers of the documents that this one stands in a relation to."""
    listed = document.details.get(relation)
    values: Iterable[object] = listed if isinstance(listed, list | tuple) else [listed] if listed else []
    return {fold(str(value)) for value in values}
