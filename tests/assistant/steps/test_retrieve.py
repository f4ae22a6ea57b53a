"""Passages with the clock and the map in mind."""

from __future__ import annotations

from datetime import date

from assistant.models import Status
from assistant.steps.retrieve import contact, retrieve
from knowledge.base import KnowledgeBase
from knowledge.language.places import speaks_of
from tests.assistant.conftest import Turning

OLD, NEW = "quyet-dinh-127-qd-ttg", "quyet-dinh-1671-qd-ttg"


def test_an_empty_base_ends_the_turn(turn: Turning, base: KnowledgeBase) -> None:
    asking = turn("chiến lược", base=base)
    asking.text = asking.asked = asking.understood_as = "chiến lược"
    retrieve(asking)
    assert asking.outcome is not None
    assert asking.outcome.status is Status.UNANSWERABLE_NO_DOCUMENTS


def test_nothing_that_was_issued_later_is_found(turn_before: Turning) -> None:
    day = date(2024, 1, 1)
    asking = turn_before("retrieve", "Chiến lược quốc gia về trí tuệ nhân tạo đặt mục tiêu gì?", as_of=day)
    retrieve(asking)
    assert asking.passages
    assert all(p.document.issued_on is None or p.document.issued_on <= day for p in asking.passages)
    assert NEW not in {p.document.document_id for p in asking.passages}


def test_a_place_that_is_named_must_be_spoken_of(turn_before: Turning) -> None:
    asking = turn_before("retrieve", "Cơ quan nào chủ trì trí tuệ nhân tạo ở Kiên Giang?")
    retrieve(asking)
    assert asking.passages
    for passage in asking.passages:
        document = passage.document
        assert speaks_of(f"{document.title} {document.province or ''} {passage.chunk.search_text}", "Kiên Giang")


def test_documents_in_force_lead_unless_the_past_is_asked_about(turn_before: Turning) -> None:
    """The same passage of the replaced decision weighs less in a question about now than when the decision is named."""
    scores = {}
    for text in ("Chiến lược đặt mục tiêu gì về dữ liệu mở?", "Chiến lược trước đây đặt mục tiêu gì về dữ liệu mở?"):
        asking = turn_before("retrieve", text)
        retrieve(asking)
        assert asking.found is not None
        raw = {p.chunk.chunk_id: p.score for p in asking.found.passages}
        change = {p.score - raw[p.chunk.chunk_id] for p in asking.passages if p.document.document_id == OLD}
        assert change, "the old decision was not found at all"
        scores[text] = max(change)
    now, before = scores.values()
    assert now < 0
    assert before == 0


def test_passages_come_best_first(turn_before: Turning) -> None:
    asking = turn_before("retrieve", "Kiên Giang tuyên truyền bằng những hình thức nào?")
    retrieve(asking)
    scores = [p.score for p in asking.passages]
    assert scores == sorted(scores, reverse=True)


def test_whom_to_ask_comes_from_the_settings(turn: Turning) -> None:
    assert contact(turn("x")) == ""
    assert contact(turn("x", contact_name="Sở A")).strip().endswith("Sở A.")
    assert "Sở A, 0297" in contact(turn("x", contact_name="Sở A", contact_details="0297"))
