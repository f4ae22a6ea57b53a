"""Articles by number, and laws whose articles are documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.base import KnowledgeBase
from knowledge.catalogue import Changes
from knowledge.models import Chunk, Document
from knowledge.references import LawNames, articles_asked, articles_of
from knowledge.search import search
from tests.conftest import make_settings


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Điều 6 Luật Du lịch nói gì?", {"6"}),
        ("dieu 06 va dieu 12", {"6", "12"}),
        ("Điều nào nói về 6 hành vi?", set()),
        ("điều 6,5 triệu", set()),
        ("điều 30% dân số", set()),
        ("nhiệm vụ 6", set()),
    ],
)
def test_articles_that_a_question_names(question: str, numbers: set[str]) -> None:
    assert articles_asked(question) == numbers


@pytest.mark.parametrize(
    ("context", "locator", "numbers"),
    [
        ("Luật Du lịch, Điều 39. Hợp đồng", "Hợp đồng, khoản 1", {"39"}),
        ("Quyết định 127/QĐ-TTg. Chiến lược", "Điều 3, khoản 2–4", {"3"}),
        ("Luật Du lịch › Điều 4. Giải thích", "Điều 4", {"4"}),
        ("Xử phạt hành vi tại Điều 36 của Luật này", "khoản 2", set()),
        ("Điều chưa xác nhận", "Điều chưa xác nhận", set()),
    ],
)
def test_articles_that_a_chunk_stands_under(context: str, locator: str, numbers: set[str]) -> None:
    assert articles_of(Chunk("c", "d", 0, locator, "chữ", None, context)) == numbers


PARTS = [Document(f"dl-{n}", f"Luật Du lịch, Điều {n}") for n in (1, 2, 3)]
OTHER = [Document("ct-1", "Luật Cư trú, Điều 1"), Document("luat", "Luật Trí tuệ nhân tạo"), Document("khac", "Quy định tại Điều 5")]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Theo Luật Du lịch, hợp đồng lữ hành là gì?", {"dl-1", "dl-2", "dl-3"}),
        ("theo luat cu tru", {"ct-1"}),
        ("Luật Du lịch và Luật Cư trú", {"dl-1", "dl-2", "dl-3", "ct-1"}),
        ("luật trí tuệ nhân tạo", set()),
        ("du lịch", set()),
        ("", set()),
    ],
)
def test_a_law_means_all_documents_that_are_its_articles(question: str, found: set[str]) -> None:
    assert LawNames([*PARTS, *OTHER]).named(question) == found


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Two laws whose articles read alike."""
    opened = KnowledgeBase(make_settings(tmp_path_factory.mktemp("laws")))
    written = []
    for law in ("Luật Du lịch", "Luật Cư trú"):
        for n in range(1, 9):
            title = f"{law}, Điều {n}"
            chunk = Chunk(
                f"{title}#1", title, 0, "khoản 1", f"Quyền và nghĩa vụ của công dân, nhóm {n}.", None, f"{title}. Quyền và nghĩa vụ"
            )
            written.append((Document(title, title), [chunk]))
    opened.publish(Changes(written, []))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "document_id"),
    [
        ("Điều 7 Luật Cư trú nói gì về quyền?", "Luật Cư trú, Điều 7"),
        ("dieu 2 luat du lich noi gi", "Luật Du lịch, Điều 2"),
    ],
)
def test_the_article_that_is_named_comes_first(laws: KnowledgeBase, question: str, document_id: str) -> None:
    assert search(laws, question).passages[0].document.document_id == document_id


def test_passages_of_the_law_that_is_named_come_before_all_others(laws: KnowledgeBase) -> None:
    found = search(laws, "Theo Luật Cư trú, công dân có quyền gì?", 8).passages
    assert {p.document.document_id.split(",")[0] for p in found} == {"Luật Cư trú"}


def test_without_documents_no_law_is_named() -> None:
    assert LawNames([]).named("Luật Du lịch") == frozenset()
