"""`python -m ingest check`: a sheet that an office would print, JSON for scripts, and nothing published."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ingest.approval import approve
from ingest.checking import check_paths
from ingest.examination import CheckReport, Verdict
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from tests.ingest.doctor.patients import REPORT, decision
from tests.support.papers import FERTILISER, STRATEGY, take_in, write
from tests.support.shell import run

PERSONS = "# Danh sách hỗ trợ\n\nHọ và tên: Nguyễn Văn A. Số CCCD: 091099001234. Thường trú: tổ 3, ấp Hòa Lợi, xã Mong Thọ.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = write(
        tmp_path / "in", a_tot=decision(), b_ban_sao=decision(), c_mat_dau=fold(REPORT), d_ca_nhan=PERSONS, e_bao_cao=REPORT, g_tot=STRATEGY
    )
    (root / "h-trong.docx").write_bytes(b"")
    return root


def verdicts(report: CheckReport) -> dict[str, str]:
    return {Path(one.path).name: one.verdict.value for one in report.documents}


def test_each_file_gets_its_verdict_and_nothing_is_published(base: KnowledgeBase, folder: Path) -> None:
    assert verdicts(check_paths(base, [str(folder)])) == {
        "a-tot.md": "good",
        "b-ban-sao.md": "look",
        "c-mat-dau.md": "quarantine",
        "d-ca-nhan.md": "quarantine",
        "e-bao-cao.md": "look",
        "g-tot.md": "good",
        "h-trong.docx": "unreadable",
    }
    assert base.view().release.number == 0


def test_documents_are_compared_with_the_active_release_but_not_with_themselves(base: KnowledgeBase, tmp_path: Path) -> None:
    published = write(tmp_path / "in", phan_bon=FERTILISER * 2)
    take_in(base, published)
    assert verdicts(check_paths(base, [str(published)])) == {"phan-bon.md": "good"}
    report = check_paths(base, [str(write(tmp_path / "moi", ban_sao=FERTILISER * 2))])
    assert [(f.kind.value, f.other) for f in report.documents[0].findings] == [("duplicate", "phan-bon")]


def test_an_older_version_is_told_though_it_is_read_first(base: KnowledgeBase, tmp_path: Path) -> None:
    newer = decision(
        more="\n\nĐiều 4. Quyết định này thay thế quyết định đã ban hành năm trước; các kế hoạch được chuyển tiếp đến cuối năm."
    )
    folder = write(tmp_path / "in", a_cu=decision(day="12 tháng 03 năm 2025"), b_moi=newer)
    assert verdicts(check_paths(base, [str(folder)])) == {"a-cu.md": "quarantine", "b-moi.md": "look"}


def test_what_was_approved_is_said_to_be(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ca_nhan=PERSONS)
    take_in(base, folder)
    approve(base, ["ca-nhan"], "Trần Thị B")
    report = check_paths(base, [str(folder)])
    assert (verdicts(report), report.suspicious) == ({"ca-nhan.md": "approved"}, False)
    shown = Console(width=100, file=StringIO())
    report.show(shown)
    assert "Trần Thị B đã duyệt ngày" in shown.file.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_the_sheet_can_be_read(base: KnowledgeBase, folder: Path, width: int) -> None:
    shown = Console(width=width, file=StringIO())
    check_paths(base, [str(folder)]).show(shown)
    lines = shown.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(lines)
    for words in ("PHIẾU KIỂM TRA VĂN BẢN", "Cách ly", "Cần xem", "Không đọc", "Tệp trống", "123/QĐ-UBND", "a-tot.md"):
        assert words in text, words
    assert "Đã kiểm tra 7 văn bản: 2 tốt, 2 cần xem, 2 cách ly, 1 không đọc được." in text
    assert "091099001234" not in text


def test_of_many_good_documents_only_the_number_is_told(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = [{"id": f"dieu-{n}", "title": f"Điều {n}", "text": f"Điều {n} quy định việc thứ {n}."} for n in range(60)]
    corpus = tmp_path / "luat.jsonl"
    corpus.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\nhỏng", encoding="utf-8")
    shown = Console(width=100, file=StringIO())
    check_paths(base, [str(corpus)]).show(shown)
    text = shown.file.getvalue()
    assert "60 văn bản tốt không kê ở bảng." in text
    assert "dieu-7" not in text
    assert "Dòng 61" in text


def test_the_command_gives_json_and_exit_codes(tmp_path: Path, folder: Path) -> None:
    done = run(tmp_path / "data", "-m", "ingest", "check", str(folder), str(tmp_path / "khong-co"), "--json")
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert told["counts"] == {"good": 2, "look": 2, "approved": 0, "quarantine": 2, "unreadable": 2}
    one = next(one for one in told["documents"] if one["path"].endswith("b-ban-sao.md"))
    assert (one["readable"], one["number"], one["issued_on"], one["verdict"]) == (True, "123/QĐ-UBND", "2026-03-12", "look")
    assert one["findings"][0] | {"text": ""} == {
        "kind": "duplicate",
        "severity": "warn",
        "text": "",
        "page": None,
        "similarity": 1.0,
        "other": "a-tot",
        "counts": None,
    }
    assert set(told["counts"]) == {verdict.value for verdict in Verdict}
    assert run(tmp_path / "data", "-m", "ingest", "check", str(folder / "g-tot.md")).returncode == 0
