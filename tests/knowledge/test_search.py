"""Finding passages in the starter documents: by number, by name, by meaning, with and without diacritics."""

from __future__ import annotations

import unicodedata

import pytest

from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.search import best_of_each_document, lacks_marks, read_query, search


def first(base: KnowledgeBase, question: str) -> str:
    return search(base, question).passages[0].document.document_id


@pytest.mark.parametrize(
    ("question", "document_id"),
    [
        ("127", "quyet-dinh-127-qd-ttg"),
        ("QĐ 127", "quyet-dinh-127-qd-ttg"),
        ("qd 127", "quyet-dinh-127-qd-ttg"),
        ("127/QĐ-TTg", "quyet-dinh-127-qd-ttg"),
        ("quyết định số 127/QĐ-TTg", "quyet-dinh-127-qd-ttg"),
        ("QĐ 1671", "quyet-dinh-1671-qd-ttg"),
        ("qđ 1671/qđ-ttg", "quyet-dinh-1671-qd-ttg"),
        ("nghi dinh 142", "nghi-dinh-142-2026-nd-cp"),
        ("quyết định 142", "quyet-dinh-142-qd-ttg"),
        ("142/2026/NĐ-CP", "nghi-dinh-142-2026-nd-cp"),
        ("nghị quyết 57", "nghi-quyet-57-nq-tw"),
        ("57-NQ/TW", "nghi-quyet-57-nq-tw"),
    ],
)
def test_a_number_finds_its_document(starter_base: KnowledgeBase, question: str, document_id: str) -> None:
    assert first(starter_base, question) == document_id


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("cơ quan nào chủ trì ở Kiên Giang", {"bao-cao-kien-giang-28-12-2021"}),
        ("Quyết định 127 còn hiệu lực không", {"quyet-dinh-127-qd-ttg", "tu-quyet-dinh-127-den-quyet-dinh-1671"}),
        (
            "chiến lược trí tuệ nhân tạo hiện hành là văn bản nào",
            {"quyet-dinh-1671-qd-ttg", "tu-quyet-dinh-127-den-quyet-dinh-1671", "van-ban-ai-hien-hanh"},
        ),
        ("Kiên Giang tuyên truyền bằng những hình thức nào", {"bao-cao-kien-giang-28-12-2021"}),
        ("báo cáo của Kiên Giang gửi cho bộ nào", {"bao-cao-kien-giang-28-12-2021"}),
        ("Kiên Giang sáp nhập vào tỉnh nào", {"nghi-quyet-202-2025-qh15-sap-nhap-tinh", "nghi-quyet-1654-nq-ubtvqh15"}),
        ("Luật Trí tuệ nhân tạo có hiệu lực khi nào", {"luat-134-2025-qh15-tri-tue-nhan-tao"}),
    ],
)
def test_questions_find_their_document_among_the_first_three(starter_base: KnowledgeBase, question: str, answers: set[str]) -> None:
    for asked in (question, fold(question), question.upper(), unicodedata.normalize("NFD", question)):
        found = {p.document.document_id for p in search(starter_base, asked, 3).passages}
        assert answers & found, (asked, found)


@pytest.mark.parametrize(
    ("short", "long"), [("Sở KH&CN", "Sở Khoa học và Công nghệ"), ("UBND tỉnh", "Ủy ban nhân dân tỉnh"), ("cđs", "chuyển đổi số")]
)
def test_abbreviations_and_long_forms_read_alike(starter_base: KnowledgeBase, short: str, long: str) -> None:
    view = starter_base.view()
    assert fold(read_query(short, view).expanded) == fold(read_query(long, view).expanded)


def test_tones_are_restored_only_where_none_were_typed(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    assert read_query("chien luoc quoc gia", view).accented == "Chiến lược quốc gia"
    assert read_query("chiến lược quoc gia", view).accented == "Chiến lược quoc gia"
    assert (read_query("chien luoc", view).restored, read_query("chiến lược", view).restored) == (True, False)
    assert lacks_marks("co quan nao chu tri", view.statistics.tones)
    assert not lacks_marks("cơ quan nào chủ trì", view.statistics.tones)
    assert not lacks_marks("xyzzy qwfp", view.statistics.tones)


@pytest.mark.parametrize(
    ("asked", "embedded"),
    [
        ("chien luoc quoc gia, co dung khong?", "Chiến lược quốc gia, có đúng không?"),
        ("CHIẾN LƯỢC QUỐC GIA", "Chiến lược quốc gia"),
        ("chiến lược của Kiên Giang", "Chiến lược của Kiên Giang"),
    ],
)
def test_a_question_is_embedded_as_documents_are_written(starter_base: KnowledgeBase, asked: str, embedded: str) -> None:
    assert read_query(asked, starter_base.view()).accented == embedded


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "\u200b",
        "👍👍👍",
        "???",
        "x" * 100_000,
        "chiến lược " * 9_000,
        "'; DROP TABLE chunks;--",
        "<b>AI</b>",
        "\x00\x01",
        "\ud800",
        "What is AI?",
        "a\u0301" * 500,
    ],
    ids=range(13),
)
def test_no_question_breaks_the_search(starter_base: KnowledgeBase, question: str) -> None:
    passages = search(starter_base, question, 5).passages
    assert len(passages) in (0, 5)


def test_a_blank_question_finds_nothing(starter_base: KnowledgeBase) -> None:
    assert search(starter_base, " \u200b ").passages == ()


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_limit_is_kept_and_scores_fall(starter_base: KnowledgeBase, limit: int) -> None:
    passages = search(starter_base, "trí tuệ nhân tạo", limit).passages
    assert len(passages) == limit
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    assert len({p.chunk.chunk_id for p in passages}) == limit


def test_a_document_counts_with_its_best_passage(starter_base: KnowledgeBase) -> None:
    passages = search(starter_base, "trí tuệ nhân tạo", 50).passages
    best = best_of_each_document(passages)
    assert len({p.document.document_id for p in best}) == len(best)
    assert best[0] == passages[0]


def test_the_same_question_gives_the_same_answer(starter_base: KnowledgeBase) -> None:
    assert search(starter_base, "hội thảo về AI").passages == search(starter_base, "hội thảo về AI").passages
