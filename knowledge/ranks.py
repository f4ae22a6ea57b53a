"""Which of two documents leads: the one of higher legal force, then the newer one.

Order of kinds after Luật Ban hành văn bản quy phạm pháp luật 64/2025/QH15, Điều 4; other papers come after them.
"""

from __future__ import annotations

from datetime import date

from knowledge.language.normalise import fold
from knowledge.models import Document

_KINDS = (
    ("hien phap",),
    ("bo luat", "luat"),
    ("phap lenh",),
    ("nghi dinh",),
    ("quyet dinh cua thu tuong",),
    ("thong tu",),
)
_ASSEMBLY, _GOVERNMENT, _PRIME_MINISTER = 1, 3, 4
_LAST = len(_KINDS)


def rank(document: Document) -> int:
    """0 for the highest legal force; equal for papers that are no legal documents."""
    kind, issuer = fold(document.kind or ""), fold(document.issuer or "")
    if kind.startswith("nghi quyet"):
        return _ASSEMBLY if "quoc hoi" in issuer else _GOVERNMENT if "chinh phu" in issuer else _LAST
    if kind == "quyet dinh" and "thu tuong" in issuer:
        return _PRIME_MINISTER
    return next((n for n, names in enumerate(_KINDS) if kind.startswith(names)), _LAST)


def leads(one: Document, other: Document) -> bool:
    """Whether `one` is of higher force than `other`, or of the same and newer."""
    return (rank(one), -_day(one)) < (rank(other), -_day(other))


def _day(document: Document) -> int:
    return (document.issued_on or document.effective_from or date.min).toordinal()
