"""What staff do with documents from the pages: correct, take out, put back, approve; it outlives the next ingest of the same files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import unchanged
from ingest.desk import DocumentDesk
from knowledge.base import KnowledgeBase
from knowledge.corrections import CorrectedMeanwhile, Corrections
from knowledge.quarantine import Quarantine
from tests.ingest.test_unchanged import read, settled  # noqa: F401  (fixtures)
from tests.support.papers import FERTILISER, STRATEGY, by_id, take_in, write

ID = "chien-luoc"


@pytest.fixture
def folder(base: KnowledgeBase, settled: None, tmp_path: Path, read: list[str]) -> Path:  # noqa: F811
    folder = write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)
    take_in(base, folder)
    read.clear()
    return folder


@pytest.fixture
def desk(base: KnowledgeBase) -> DocumentDesk:
    return DocumentDesk(base)


@pytest.fixture
def corrections(base: KnowledgeBase) -> Corrections:
    return Corrections(base.catalogue.engine)


def correct(desk: DocumentDesk, corrections: Corrections, stated: dict[str, object], document_id: str = ID) -> dict:  # type: ignore[type-arg]
    """As the page does it: keep, then publish the document's file."""
    seen = corrections.of(document_id)
    document = desk._base.view().documents[document_id]
    corrections.put(document_id, document.path, "an", seen, stated=stated)
    return desk.publish([document.path])


def statuses(report: dict) -> dict[str, str]:  # type: ignore[type-arg]
    return {line["document_id"]: line["status"] for line in report["documents"]}


def test_a_correction_counts_more_than_the_file_and_stays(
    base: KnowledgeBase,
    folder: Path,
    desk: DocumentDesk,
    corrections: Corrections,
    read: list[str],  # noqa: F811
) -> None:
    report = correct(desk, corrections, {"title": "Chiến lược <script>", "effective_to": "2026-09-01", "province": "An Giang"})
    assert statuses(report) == {ID: "updated"}
    document = base.view().documents[ID]
    assert (document.title, str(document.effective_to), document.province) == ("Chiến lược <script>", "2026-09-01", "An Giang")
    assert document.number == "127/QĐ-TTg", "what nobody corrected is the file's own"
    read.clear()
    assert {i: str(line.status) for i, line in by_id(take_in(base, folder)).items()} == {ID: "unchanged", "phan-bon": "unchanged"}
    assert read == []
    assert not corrections.all()[ID].pending
    (folder / "chien-luoc.md").write_text(STRATEGY.replace("nhóm 5", "nhóm 4"), encoding="utf-8")
    take_in(base, folder)
    assert base.view().documents[ID].title == "Chiến lược <script>", "a new version of the file keeps the correction"


def test_a_correction_is_taken_back(base: KnowledgeBase, folder: Path, desk: DocumentDesk, corrections: Corrections) -> None:
    correct(desk, corrections, {"title": "Sai"})
    correct(desk, corrections, {})
    assert base.view().documents[ID].title == "Chiến lược quốc gia về trí tuệ nhân tạo"
    assert corrections.all() == {}


def test_the_second_of_two_is_told_and_nothing_is_lost(base: KnowledgeBase, folder: Path, corrections: Corrections) -> None:
    first = corrections.put(ID, "x", "an", None, stated={"title": "Của An"})
    with pytest.raises(CorrectedMeanwhile) as refused:
        corrections.put(ID, "x", "binh", None, stated={"title": "Của Bình"})
    assert refused.value.now == first
    corrections.put(ID, "x", "binh", refused.value.now, stated={"title": "Của Bình"})
    corrections.undo(first, None)
    assert corrections.all()[ID].stated == {"title": "Của Bình"}, "what was changed meanwhile is not undone"


def test_a_day_that_is_none_is_refused_and_the_old_stays_published(
    base: KnowledgeBase, folder: Path, desk: DocumentDesk, corrections: Corrections
) -> None:
    report = correct(desk, corrections, {"effective_to": "31/02/2026"})
    assert statuses(report) == {ID: "failed"}
    assert "effective_to" in report["documents"][0]["reason"]
    assert str(base.view().documents[ID].effective_to) == "2026-08-28"
    assert corrections.all()[ID].pending


def test_what_was_taken_out_stays_out_until_it_is_put_back(
    base: KnowledgeBase,
    folder: Path,
    desk: DocumentDesk,
    corrections: Corrections,
    read: list[str],  # noqa: F811
) -> None:
    path = str(folder / "chien-luoc.md")
    assert statuses(desk.retire(ID, path, "an", None)) == {ID: "retired"}
    assert set(base.view().documents) == {"phan-bon"}
    for _ in range(3):
        take_in(base, folder)
        assert set(base.view().documents) == {"phan-bon"}
    assert read.count("chien-luoc.md") <= 1, "once, to learn that it is out; then it is passed over"
    kept = corrections.of(ID)
    assert kept is not None
    assert kept.retired
    corrections.put(ID, path, "binh", kept, stated=kept.stated)
    assert statuses(desk.publish([path])) == {ID: "added"}
    assert set(base.view().documents) == {ID, "phan-bon"}


def test_members_of_an_archive_are_corrected_one_by_one(
    base: KnowledgeBase, desk: DocumentDesk, corrections: Corrections, tmp_path: Path
) -> None:
    texts = {"a": "Trí tuệ nhân tạo ở An Giang.", "b": "Chuyển đổi số ở Cà Mau."}
    lines = [json.dumps({"id": name, "title": name.upper(), "text": text}) for name, text in texts.items()]
    corpus = tmp_path / "kho.jsonl"
    corpus.write_text("\n".join(lines), encoding="utf-8")
    take_in(base, corpus)
    assert set(base.view().documents) == {"a", "b"}
    correct(desk, corrections, {"title": "A sửa"}, "a")
    desk.retire("b", str(corpus), "an", None)
    take_in(base, corpus)
    assert {i: d.title for i, d in base.view().documents.items()} == {"a": "A sửa"}


def test_what_waits_in_quarantine_is_turned_down(base: KnowledgeBase, desk: DocumentDesk, tmp_path: Path) -> None:
    text = "Danh sách: Nguyễn Văn An, căn cước 089201001234, điện thoại 0912345678. " * 3
    folder = write(tmp_path / "in", danh_sach=text)
    assert statuses(take_in(base, folder).as_json()) == {"danh-sach": "quarantined"}
    [held] = Quarantine(base.catalogue.engine).waiting()
    desk.retire(held.document_id, held.path, "an", None)
    assert Quarantine(base.catalogue.engine).waiting() == []
    assert statuses(take_in(base, folder).as_json()) == {"danh-sach": "unchanged"}, "and is not asked about again"


def test_when_the_gate_refuses_nothing_is_taken_out(
    base: KnowledgeBase, folder: Path, desk: DocumentDesk, corrections: Corrections
) -> None:
    golden = base.settings.data_dir / "golden"
    golden.mkdir(exist_ok=True)
    case = {"question": "Ai chủ trì chiến lược trí tuệ nhân tạo?", "cites": [ID]}
    (golden / "a.jsonl").write_text(json.dumps(case), encoding="utf-8")
    path = str(folder / "chien-luoc.md")
    assert not desk.retire(ID, path, "an", None)["gate"]["passed"]
    assert ID in base.view().documents
    assert corrections.of(ID) is None
    assert desk.retire(ID, path, "an", None, force=True)["forced"]
    assert ID not in base.view().documents


def test_a_refusal_is_a_sentence(desk: DocumentDesk) -> None:
    with pytest.raises(ValueError, match="Không tìm thấy"):
        desk.add_source("/khong/co", None)
    with pytest.raises(ValueError, match="ảnh trang"):
        desk.page("https://example.gov.vn/a", 1, ())


def test_progress_counts_files(base: KnowledgeBase, desk: DocumentDesk, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", mot=STRATEGY, hai=FERTILISER)
    heard: list[tuple[str, int, int]] = []
    report = desk.publish([str(folder / "mot.md"), str(folder / "hai.md")], progress=lambda *told: heard.append(told))
    assert [line["status"] for line in report["documents"]] == ["added", "added"]
    assert [told for told in heard if told[0] == "read"] == [("read", 1, 2), ("read", 2, 2)]
    assert any(told[0] == "embed" for told in heard)
    assert unchanged._SETTLED_NS > 0


def test_which_files_are_read(desk: DocumentDesk) -> None:
    assert [desk.readable(name) for name in ("a.pdf", "Công văn.DOCX", "a.exe", ".an.pdf", "~$a.docx")] == [True, True, False, False, False]
