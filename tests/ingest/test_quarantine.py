"""What is suspicious waits: its published version stays, ingesting again changes nothing, a person's approval publishes it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ingest.approval import approve
from ingest.commands.quarantine import table_of
from ingest.report import Outcome
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.quarantine import Quarantine
from tests.conftest import SHARED, STARTER_DOCUMENTS, make_settings
from tests.ingest.doctor.patients import REPORT, decision
from tests.support.papers import FERTILISER, STRATEGY, by_id, take_in, write
from tests.support.shell import ingest_command, run

NEWER = "\n\nĐiều 4. Quyết định này thay thế quyết định đã ban hành năm trước; các kế hoạch đang thực hiện được chuyển tiếp đến cuối năm."
PERSONS = "# Danh sách hỗ trợ\n\nHọ và tên: Nguyễn Văn A. Số CCCD: 091099001234. Thường trú: tổ 3, ấp Hòa Lợi, xã Mong Thọ.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", chien_luoc=STRATEGY, danh_sach=PERSONS)


def statuses(base: KnowledgeBase, *sources: Path) -> dict[str | None, str]:
    return {document_id: line.status.value for document_id, line in by_id(take_in(base, *sources)).items()}


def waiting(base: KnowledgeBase) -> list[str]:
    return [one.document_id for one in Quarantine(base.catalogue.engine).waiting()]


def test_a_suspicious_document_waits_and_the_others_are_published(base: KnowledgeBase, folder: Path) -> None:
    report = take_in(base, folder)
    line = by_id(report)["danh-sach"]
    assert (line.status, line.chunks, report.exit_code, report.release) == (Outcome.QUARANTINED, 0, 3, 1)
    assert "thông tin cá nhân" in line.reason
    assert "091099001234" not in json.dumps(report.as_json())
    assert set(base.view().documents) == {"chien-luoc"}
    [held] = Quarantine(base.catalogue.engine).waiting()
    assert (held.document_id, held.path, held.approved_at) == ("danh-sach", str(folder / "danh-sach.md"), None)
    assert held.findings[0]["severity"] == "hold"
    assert held.held_at.tzinfo is not None


def test_ingesting_again_changes_nothing(base: KnowledgeBase, folder: Path) -> None:
    take_in(base, folder)
    [first] = Quarantine(base.catalogue.engine).waiting()
    assert statuses(base, folder) == {"chien-luoc": "unchanged", "danh-sach": "quarantined"}
    [second] = Quarantine(base.catalogue.engine).waiting()
    assert (first.content, base.view().release.number) == (second.content, 1)


def test_the_published_version_stays_in_force(base: KnowledgeBase, folder: Path) -> None:
    write(folder, danh_sach="# Danh sách hỗ trợ\n\nCó hai hộ được hỗ trợ.\n")
    assert statuses(base, folder)["danh-sach"] == "added"
    write(folder, danh_sach=PERSONS)
    assert statuses(base, folder)["danh-sach"] == "quarantined"
    assert "hai hộ" in base.catalogue.chunks_of("danh-sach", base.view().release.number)[0].text
    write(folder, danh_sach="# Danh sách hỗ trợ\n\nCó hai hộ được hỗ trợ.\n")
    assert statuses(base, folder)["danh-sach"] == "unchanged"
    assert waiting(base) == []


def test_a_document_that_was_mended_or_taken_away_waits_no_longer(base: KnowledgeBase, folder: Path) -> None:
    write(folder, mat_dau=fold(REPORT))
    take_in(base, folder)
    assert waiting(base) == ["danh-sach", "mat-dau"]
    write(folder, mat_dau=REPORT)
    (folder / "danh-sach.md").unlink()
    assert statuses(base, folder) == {"chien-luoc": "unchanged", "mat-dau": "added"}
    assert waiting(base) == []


def test_a_file_that_cannot_be_read_leaves_its_document_waiting(base: KnowledgeBase, folder: Path) -> None:
    take_in(base, folder)
    (folder / "danh-sach.md").write_bytes(b"")
    assert take_in(base, folder).exit_code == 3
    assert waiting(base) == ["danh-sach"]


def test_a_dry_run_puts_nothing_aside(base: KnowledgeBase, folder: Path) -> None:
    assert by_id(take_in(base, folder, dry_run=True))["danh-sach"].status is Outcome.QUARANTINED
    assert waiting(base) == []


def test_an_older_version_in_the_same_folder_waits(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_cu=decision(day="12 tháng 03 năm 2025"), b_moi=decision(more=NEWER))
    assert statuses(base, folder) == {"a-cu": "quarantined", "b-moi": "added"}
    assert statuses(base, folder) == {"a-cu": "quarantined", "b-moi": "unchanged"}
    (folder / "b-moi.md").unlink()
    assert statuses(base, folder) == {"a-cu": "added", "b-moi": "retired"}


def test_approval_publishes_and_is_kept_with_who_and_when(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "data"
    assert ingest_command(data, folder)[0] == 3
    listed = json.loads(run(data, "-m", "ingest", "quarantine", "--json").stdout)["documents"]
    assert [one["document_id"] for one in listed] == ["danh-sach"]
    code, report = ingest_command(data, "approve", "danh-sach", "--by", "Trần Thị B")
    assert (code, [line["status"] for line in report["documents"]], report["release"]) == (0, ["added"], 2)
    assert run(data, "-m", "ingest", "approve", "khong-co").returncode == 3
    approved = json.loads(run(data, "-m", "ingest", "quarantine", "--approved", "--json").stdout)["documents"]
    assert [(one["approved_by"], one["findings"][0]["kind"]) for one in approved] == [("Trần Thị B", "personal_data")]
    assert approved[0]["approved_at"] > approved[0]["held_at"]
    code, report = ingest_command(data, folder)
    assert (code, {line["status"] for line in report["documents"]}) == (0, {"unchanged"})


def test_approval_is_for_this_content_alone(base: KnowledgeBase, folder: Path) -> None:
    take_in(base, folder)
    store = Quarantine(base.catalogue.engine)
    store.approve(store.waiting()[0].content, "Trần Thị B")
    assert statuses(base, folder)["danh-sach"] == "added"
    write(folder, danh_sach=PERSONS.replace("091099001234", "091199005678"))
    assert statuses(base, folder)["danh-sach"] == "quarantined"
    write(folder, danh_sach=PERSONS)
    assert statuses(base, folder)["danh-sach"] == "unchanged"


def test_a_whole_file_is_approved_by_its_path(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = [{"id": f"ho-{n}", "title": f"Hộ {n}", "text": f"Ông A{n}, số CCCD 09109900123{n}."} for n in range(3)]
    corpus = tmp_path / "ho.jsonl"
    corpus.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert set(statuses(base, corpus).values()) == {"quarantined"}
    approval = approve(base, [str(corpus), "chien-luoc"], "Trần Thị B")
    assert approval.missing == ("chien-luoc",)
    assert approval.report is not None
    assert [line.status for line in approval.report.documents] == [Outcome.ADDED] * 3
    assert approve(base, ["ho-1"], "Trần Thị B").report is None


@pytest.mark.parametrize("width", [80, 120])
def test_people_read_tables_of_what_happened_and_what_waits(base: KnowledgeBase, folder: Path, width: int) -> None:
    shown = Console(width=width, file=StringIO())
    take_in(base, folder).show(shown)
    shown.print(table_of(Quarantine(base.catalogue.engine).waiting(), approved=False))
    text = shown.file.getvalue()
    for words in ("CÁCH LY", "[số căn cước]", "VĂN BẢN ĐANG CÁCH LY", "danh-sach", "python -m ingest quarantine"):
        assert words in " ".join(text.split()), words
    assert max(map(len, text.splitlines())) <= width


def test_what_people_rely_on_is_not_held(base: KnowledgeBase) -> None:
    """The starter documents, the report of Kiên Giang and the legacy files ingest whole."""
    sources = [STARTER_DOCUMENTS, *(path for path in (SHARED / "seeds", SHARED / "data" / "legacy") if path.is_dir())]
    report = take_in(base, *sources, dry_run=True)
    assert [line for line in report.documents if line.status is not Outcome.ADDED] == []
    assert len(report.documents) >= 53


def test_a_corpus_of_articles_is_not_held(base: KnowledgeBase) -> None:
    corpus = SHARED / "data" / "alqac" / "corpus.jsonl"
    if not corpus.is_file():
        pytest.skip("../shared/data/alqac is not here")
    report = take_in(base, corpus, dry_run=True)
    assert {line.status for line in report.documents} == {Outcome.ADDED}
    told = [finding.kind.value for line in report.documents for finding in line.findings]
    assert len(told) <= 5, "two pairs of articles are much alike, one is there twice"


def test_a_base_from_before_the_doctor_is_compared_with_too(tmp_path: Path) -> None:
    """Its sketches are made from the stored chunks."""
    from sqlalchemy import delete

    from knowledge import tables

    base = KnowledgeBase(make_settings(tmp_path / "data"))
    take_in(base, write(tmp_path / "in", phan_bon=FERTILISER * 2))
    with base.catalogue.engine.begin() as db:
        db.execute(delete(tables.sketches))
    report = take_in(base, write(tmp_path / "khac", ban_sao=FERTILISER * 2))
    assert [finding.other for finding in by_id(report)["ban-sao"].findings] == ["phan-bon"]
    base.close()
