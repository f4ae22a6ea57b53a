"""The document of higher legal force leads, then the newer one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from knowledge.models import Document
from knowledge.ranks import leads, rank


def paper(kind: str, issuer: str = "", day: date | None = None) -> Document:
    return Document("x", "x", kind=kind, issuer=issuer, issued_on=day)


def test_from_the_constitution_down() -> None:
    papers = [
        paper("Hiến pháp"),
        paper("Luật", "Quốc hội"),
        paper("Nghị định", "Chính phủ"),
        paper("Quyết định", "Thủ tướng Chính phủ"),
        paper("Thông tư", "Bộ Khoa học và Công nghệ"),
        paper("Kế hoạch", "Ủy ban nhân dân tỉnh"),
    ]
    assert all(rank(higher) < rank(lower) for higher, lower in pairwise(papers))


def test_a_resolution_ranks_by_who_adopted_it() -> None:
    assert rank(paper("Nghị quyết", "Quốc hội")) == rank(paper("Luật", "Quốc hội"))
    assert rank(paper("Nghị quyết", "Chính phủ")) == rank(paper("Nghị định", "Chính phủ"))
    assert rank(paper("Nghị quyết", "Bộ Chính trị")) == rank(paper("Báo cáo"))


def test_of_equal_force_the_newer_leads() -> None:
    old, new = paper("Nghị định", "Chính phủ", date(2020, 1, 5)), paper("Nghị định", "Chính phủ", date(2026, 4, 30))
    assert leads(new, old)
    assert not leads(old, new)
    assert leads(paper("Luật", "Quốc hội", date(2006, 1, 1)), new)
    assert not leads(new, new)
