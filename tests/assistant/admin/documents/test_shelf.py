"""What staff see of documents and do with them, with the real ingest behind it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.admin.documents.listed import Wanted
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.tray import Tray
from assistant.records.jobs import Jobs
from assistant.records.log import QuestionLog
from assistant.records.versions import Overtaken
from ingest.desk import DocumentDesk
from knowledge.base import KnowledgeBase
from tests.assistant.admin.documents.test_tray import names, put
from tests.support.papers import FERTILISER, STRATEGY, take_in, write

ID = "chien-luoc"


@pytest.fixture
def shelf(base: KnowledgeBase, question_log: QuestionLog, tmp_path: Path) -> Shelf:
    take_in(base, write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER))
    tray = Tray(base.settings.data_dir, 1 << 20)
    return Shelf(base, DocumentDesk(base), tray, Jobs(question_log.engine), lambda: date(2026, 11, 25))


def found(shelf: Shelf, **wanted: str) -> list[tuple[str, str, str]]:
    return [(row.document_id, row.state, row.validity) for row in shelf.rows(Wanted.read(wanted))]


def test_the_list_tells_state_and_validity_and_is_filtered(shelf: Shelf) -> None:
    assert found(shelf) == [(ID, "published", "ended"), ("phan-bon", "published", "unknown")]
    assert [row[0] for row in found(shelf, words="phan bon nhap khau")] == ["phan-bon"]
    assert [row[0] for row in found(shelf, validity="ended", kind="Quyết định")] == [ID]
    assert found(shelf, state="quarantine", unknown="x") == []
    assert shelf.kinds_and_provinces() == (["Quyết định", "Thông tư"], [])


def test_two_people_correct_one_document(shelf: Shelf) -> None:
    mine, theirs = shelf.open(ID), shelf.open(ID)
    path = shelf.correct(theirs, "binh", {"province": "Cà Mau"})
    with pytest.raises(Overtaken) as told:
        shelf.correct(mine, "an", {"province": "An Giang"})
    assert told.value.now is not None
    assert (told.value.now["changed_by"], told.value.now["stated"]) == ("binh", {"province": "Cà Mau"})
    assert found(shelf, state="pending") == [(ID, "pending", "ended")]
    shelf.publishing.publish([path])
    assert found(shelf, province="Cà Mau") == [(ID, "published", "ended")]


def test_uploaded_files_are_published_and_those_that_cannot_be_read_stay(shelf: Shelf) -> None:
    put(shelf.tray, "giay moi.md", STRATEGY.replace("127/QĐ-TTg", "128/QĐ-TTg").replace("ASEAN", "châu Á").encode())
    put(shelf.tray, "hong.pdf", b"%PDF-1.7 khong phai")
    report = shelf.publish_tray(names(shelf.tray), lambda *_: None)
    assert {line["status"] for line in report["documents"]} == {"added", "failed"}
    assert names(shelf.tray) == ["hong.pdf"]
    assert "giay-moi" in shelf.base.view().documents
    shelf.reclaim()
    assert names(shelf.tray) == ["hong.pdf"]
    assert (shelf.tray.uploads / "giay moi.md").exists()


def test_what_was_taken_out_is_seen_and_put_back(shelf: Shelf) -> None:
    opened = shelf.open(ID)
    shelf.publishing.retire(ID, opened.path, "an", opened.correction, force=True)
    assert found(shelf, state="retired") == [(ID, "retired", "unknown")]
    out = shelf.open(ID)
    assert (out.document, out.exists, out.path) == (None, True, opened.path)
    shelf.publishing.publish([shelf.correct(out, "binh", {})])
    assert found(shelf, words="chien luoc") == [(ID, "published", "ended")]
    assert not shelf.open("khong-co").exists
