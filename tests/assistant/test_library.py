"""Browsing the starter documents."""

from __future__ import annotations

from assistant.library import Library
from knowledge.base import KnowledgeBase


def test_documents_are_found_by_number_and_words_without_marks(starter_base: KnowledgeBase) -> None:
    library = Library(starter_base)
    everything = library.documents()
    assert len(everything) == starter_base.view().release.documents
    dated = [document.issued_on for document in everything if document.issued_on]
    assert dated == sorted(dated, reverse=True)
    assert {document.number for document in library.documents("NGHI DINH 142")} == {"142/2026/NĐ-CP"}
    assert library.documents("không có văn bản này") == []


def test_a_passage_is_found_with_its_document(starter_base: KnowledgeBase) -> None:
    library = Library(starter_base)
    first = library.passages("quyet-dinh-1671-qd-ttg")[0]
    found = library.chunk(first.chunk_id)
    assert found is not None
    assert found[0].number == "1671/QĐ-TTg"
    assert library.chunk("nothing#1") is None
    assert library.document("nothing") is None


def test_events_come_in_the_order_of_time(starter_base: KnowledgeBase) -> None:
    events = Library(starter_base).events()
    assert len(events) > 5
    assert [str(event.start) for event in events] == sorted(str(event.start) for event in events)
