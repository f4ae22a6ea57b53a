"""Which documents a question names: full numbers, kinds with numbers, bare numbers, titles and aliases."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.models import Document
from knowledge.names import DocumentNames

STRATEGY = Document(
    "qd-127", "Chiến lược quốc gia về trí tuệ nhân tạo", kind="Quyết định", number="127/QĐ-TTg", details={"aliases": ["Chiến lược AI 2021"]}
)
DECREE = Document(
    "nd-142", "Nghị định hướng dẫn Luật Trí tuệ nhân tạo", kind="Nghị định", number="142/2026/NĐ-CP", issued_on=date(2026, 4, 30)
)
DATA = Document("qd-142", "Chiến lược dữ liệu quốc gia", kind="Quyết định", number="142/QĐ-TTg", issued_on=date(2024, 2, 2))
LAW = Document("luat-134", "Luật Trí tuệ nhân tạo", kind="Luật", number="134/2025/QH15")
PARTY = Document("nq-57", "Đột phá phát triển khoa học", kind="Nghị quyết", number="57-NQ/TW")
OLD = Document("qd-05", "Quy chế văn thư", kind="Quyết định", number="05/QĐ-UBND", issued_on=date(2020, 1, 1))


@pytest.fixture(scope="module")
def names() -> DocumentNames:
    return DocumentNames([STRATEGY, DECREE, DATA, LAW, PARTY, OLD])


def named(names: DocumentNames, question: str) -> list[str]:
    return [mention.document_id for mention in names.mentioned(question)]


def test_a_kind_may_stand_once_for_two_numbers(names: DocumentNames) -> None:
    assert set(named(names, "so sánh quyết định 127 và 142")) == {"qd-127", "qd-142"}
    assert named(names, "Quyết định 127, nhóm 5 và 142 nước") == ["qd-127"]


@pytest.mark.parametrize(
    ("question", "document_id"),
    [
        ("127/QĐ-TTg", "qd-127"),
        ("127/qd-ttg", "qd-127"),
        ("127", "qd-127"),
        ("QĐ 127", "qd-127"),
        ("qd 127", "qd-127"),
        ("quyet dinh so 127 con hieu luc khong", "qd-127"),
        ("Quyết định 127 còn hiệu lực không?", "qd-127"),
        ("nghi dinh 142", "nd-142"),
        ("quyết định 142", "qd-142"),
        ("142/2026/NĐ-CP", "nd-142"),
        ("nghị định 142/2026", "nd-142"),
        ("Luật 134/2025/QH15", "luat-134"),
        ("luật trí tuệ nhân tạo", "luat-134"),
        ("luat ai quy dinh gi", "luat-134"),
        ("chien luoc ai 2021 the nao", "qd-127"),
        ("quyết định 5", "qd-05"),
        ("quyet dinh 05", "qd-05"),
    ],
)
def test_the_named_document_is_the_surest(names: DocumentNames, question: str, document_id: str) -> None:
    assert named(names, question)[0] == document_id


def test_a_full_number_is_certain_and_looser_ways_are_less_so(names: DocumentNames) -> None:
    full, kind, bare = (names.mentioned(q)[0].certainty for q in ("127/QĐ-TTg", "quyết định 127", "127"))
    assert full == 1.0 > kind > bare > 0


def test_a_bare_number_that_two_documents_have_names_both(names: DocumentNames) -> None:
    assert set(named(names, "142 nói gì")) == {"nd-142", "qd-142"}


@pytest.mark.parametrize(
    "question",
    [
        "điều 127 nói gì", "127 người tham gia", "năm 127", "tăng 127%", "127,5 tỷ đồng", "127 nhiệm vụ", "khoản 142", "trong 142 ngày",
        "nhóm 57 nước", "giá vàng hôm nay", "", "2025", "quyết định 128",
    ],
)  # fmt: skip
def test_other_numbers_and_questions_name_nothing(names: DocumentNames, question: str) -> None:
    assert named(names, question) == []


def test_unknown_numbers_are_told(names: DocumentNames) -> None:
    assert names.unknown_numbers("Quyết định 999/QĐ-TTg còn hiệu lực không") != []
    assert names.unknown_numbers("nghị định 888 quy định gì") == ["nghi dinh 888"]
    assert names.unknown_numbers("Quyết định 127 còn hiệu lực không") == []


def test_with_number_takes_any_spelling(names: DocumentNames) -> None:
    assert names.with_number("127/qđ-ttg") == [STRATEGY]
    assert names.with_number("5/QĐ-UBND") == [OLD]
    assert names.with_number("128/QĐ-TTg") == []


@pytest.mark.parametrize("aliases", [None, 2021, "Chiến lược AI", {"a": "b"}, [2021, None], []])
def test_odd_aliases_do_no_harm(aliases: object) -> None:
    names = DocumentNames([Document("a", "Quy chế làm việc", number="1/QC", details={"aliases": aliases})])
    assert named(names, "1/QC") == ["a"]


def test_no_documents_name_nothing() -> None:
    assert DocumentNames([]).mentioned("quyết định 127") == []
