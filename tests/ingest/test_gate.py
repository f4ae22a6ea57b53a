"""The gate: a release that finds less is not published unless it is forced, and the report says which questions fell and why."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import ingest.pipeline
from ingest.publish import publish as ingest_publish
from ingest.report import Report
from ingest.sources import registry
from knowledge.base import KnowledgeBase
from knowledge.link_settings import LinkSettings
from knowledge.search import search
from tests.conftest import make_settings
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, by_id, paper, publish, take_in, write

WHO = "Bộ nào chủ trì chiến lược trí tuệ nhân tạo?"
SAMPLES = "Lấy mẫu phân bón trong mấy ngày?"
EVENT = "# Hội thảo khởi nghiệp\n\nHội thảo khởi nghiệp diễn ra tại Rạch Giá ngày 15/12/2026.\n"
CASES = [{"question": WHO, "cites": ["127/QĐ-TTg"]}, {"question": SAMPLES, "relevant": ["phan-bon"]}]


def put_cases(base: KnowledgeBase, *rows: dict[str, Any]) -> None:
    folder = base.settings.data_dir / "golden"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER, hoi_thao=EVENT)


@pytest.fixture
def guarded(base: KnowledgeBase, folder: Path) -> KnowledgeBase:
    """A base with three documents and two golden questions about them."""
    put_cases(base, *CASES)
    take_in(base, folder)
    return base


def as_people_see_it(report: Report) -> str:
    shown = io.StringIO()
    report.show(Console(file=shown, width=160))
    return shown.getvalue()


def test_a_release_that_finds_as_much_is_published(guarded: KnowledgeBase, folder: Path) -> None:
    write(folder, hoi_thao=EVENT.replace("15/12", "16/12"))
    report = take_in(guarded, folder)
    assert report.gate is not None
    assert (report.exit_code, report.release, report.forced) == (0, 2, False)
    assert (report.gate.passed, report.gate.cases, report.gate.fell) == (True, 2, ())
    assert report.gate.before == report.gate.after == {"hit@5": 1.0, "mrr@10": 1.0}
    assert "2 câu, hit@5 1.000 → 1.000" in as_people_see_it(report)
    kept = guarded.catalogue.releases.published()[0]
    assert kept.gate == report.gate.as_json()


def test_a_release_that_finds_less_is_not_published(guarded: KnowledgeBase, folder: Path) -> None:
    # Decision 127 is now about something else, and the event says what the strategy said.
    write(folder, chien_luoc="---\nnumber: 127/QĐ-TTg\ntitle: Bảng giá vé tàu\n---\n\nGiá vé tàu tại bến chủ trì.\n")
    write(folder, hoi_thao=EVENT + STRATEGY.split("---")[2])
    write(folder, phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
    for _ in range(2):  # refusing twice embeds once and leaves nothing behind
        report = take_in(guarded, folder)
        assert report.gate is not None
        assert (report.exit_code, report.release, report.forced) == (5, 1, False)
        assert not report.gate.passed
        assert report.gate.after
        assert report.gate.before
        assert report.gate.after["mrr@10"] < report.gate.before["mrr@10"]
        assert [(fall.question, fall.before, fall.retired) for fall in report.gate.fell] == [(WHO, 1, False)]
        assert not guarded.catalogue.releases.has_leftovers()
        assert not list(guarded.cache_folder.glob("statistics-*-2-*.npz"))
        assert [r.number for r in guarded.catalogue.releases.published()] == [1]
        assert search(guarded, WHO).passages[0].document.document_id == "chien-luoc"
        guarded.embedder = CountingEmbedder()
    assert isinstance(guarded.embedder, CountingEmbedder)
    assert guarded.embedder.embedded == []
    shown = as_people_see_it(report)
    for words in ("CHƯA CÔNG BỐ", WHO, "127/QĐ-TTg", "--force", "Bản phát hành đang dùng: 1"):
        assert words in shown


def test_a_fall_is_published_when_it_is_forced_and_is_no_fall_the_next_time(guarded: KnowledgeBase, folder: Path) -> None:
    (folder / "phan-bon.md").unlink()
    refused = take_in(guarded, folder)
    assert refused.exit_code == 5
    report = ingest.pipeline.ingest(guarded, [str(folder)], force=True)
    assert report.gate is not None
    assert (report.exit_code, report.release, report.forced, report.gate.passed) == (0, 2, True, False)
    assert report.as_json()["forced"] is True
    assert "Đã công bố dù kết quả kiểm tra giảm" in as_people_see_it(report)
    assert guarded.catalogue.releases.published()[0].forced
    write(folder, hoi_thao=EVENT.replace("15/12", "16/12"))
    later = take_in(guarded, folder)
    assert later.gate is not None
    assert (later.exit_code, later.gate.cases, later.gate.passed_over) == (0, 1, 1)


def test_a_document_that_is_retired_is_told_as_the_reason(guarded: KnowledgeBase, folder: Path) -> None:
    (folder / "phan-bon.md").unlink()
    report = take_in(guarded, folder)
    [fall] = report.as_json()["gate"]["fell"]
    assert (fall["question"], fall["expected"], fall["before"], fall["after"], fall["retired"]) == (SAMPLES, ["phan-bon"], 1, None, True)
    assert "không còn trong bản mới" in fall["reason"]
    assert by_id(report)["phan-bon"].status.value == "retired"
    assert "phan-bon" in guarded.view().documents


@pytest.mark.parametrize(("margin", "release"), [(0.0, 1), (0.49, 1), (0.5, 2), (1.0, 2)])
def test_the_margin_is_how_far_the_figures_may_fall(guarded: KnowledgeBase, folder: Path, margin: float, release: int) -> None:
    """One of two questions falls: the figures fall by one half."""
    guarded.settings.gate_margin = margin
    (folder / "phan-bon.md").unlink()
    assert take_in(guarded, folder).release == release


def test_a_document_that_was_not_issued_on_the_day_of_asking_does_not_count(guarded: KnowledgeBase, folder: Path) -> None:
    put_cases(guarded, {**CASES[0], "as_of": "2020-12-31"}, CASES[1])
    write(folder, hoi_thao=EVENT.replace("15/12", "16/12"))
    report = take_in(guarded, folder)
    assert report.gate is not None
    assert report.gate.before == {"hit@5": 0.5, "mrr@10": 0.5}


def test_a_gate_without_cases_says_so(guarded: KnowledgeBase, folder: Path) -> None:
    for rows, words in (([], "Chưa có câu hỏi kiểm tra"), ([{"question": "gì", "cites": ["khac"]}], "Không có câu hỏi kiểm tra nào")):
        put_cases(guarded, *rows)
        write(folder, hoi_thao=EVENT.replace("15/12", f"1{len(rows)}/12"))
        report = take_in(guarded, folder)
        assert report.gate is not None
        assert (report.exit_code, report.gate.cases, report.gate.before) == (0, 0, None)
        assert words in report.gate.note
        assert words in as_people_see_it(report)


def test_the_first_release_has_nothing_to_be_compared_with(base: KnowledgeBase, folder: Path) -> None:
    report = take_in(base, folder)
    assert report.gate is not None
    assert "bản phát hành đầu tiên" in report.gate.note
    assert report.gate.passed_over > 50
    assert (base.settings.data_dir / "golden" / "starter.jsonl").is_file()


def test_where_nothing_is_published_there_is_no_gate(base: KnowledgeBase, folder: Path) -> None:
    assert take_in(base, folder, dry_run=True).as_json()["gate"] is None
    assert not (base.settings.data_dir / "golden").exists()
    take_in(base, folder)
    report = take_in(base, folder)
    assert (report.gate, report.as_json()["forced"]) == (None, False)


def test_a_bad_line_among_the_cases_is_told(guarded: KnowledgeBase, folder: Path) -> None:
    (guarded.settings.data_dir / "golden" / "broken.jsonl").write_text("{", encoding="utf-8")
    write(folder, hoi_thao=EVENT.replace("15/12", "16/12"))
    report = take_in(guarded, folder)
    assert report.exit_code == 0
    assert "broken.jsonl, dòng 1" in as_people_see_it(report)
    assert report.as_json()["gate"]["problems"]


class TestOthersPublishMeanwhile:
    """What was compared with one release is not published on top of another."""

    @pytest.fixture
    def other(self, guarded: KnowledgeBase) -> Iterator[KnowledgeBase]:
        opened = KnowledgeBase(make_settings(guarded.settings.data_dir))
        yield opened
        opened.close()

    @pytest.mark.parametrize("work", ["publish", "roll back"])
    def test_the_run_begins_anew(
        self, guarded: KnowledgeBase, other: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch, work: str
    ) -> None:
        write(folder, hoi_thao=EVENT.replace("15/12", "16/12"))
        assert take_in(guarded, folder).release == 2
        write(folder, phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
        embed = guarded.embed_missing
        done: list[str] = []

        def interrupted(*given: Any) -> None:
            embed(*given)
            if not done:
                done.append(work)
                publish(other, paper("x", "Văn bản khác")) if work == "publish" else other.catalogue.releases.roll_back(1)

        monkeypatch.setattr(guarded, "embed_missing", interrupted)
        report = take_in(guarded, folder)
        assert report.exit_code == 0
        held = {c.text for c in guarded.catalogue.all_chunks(report.release)}
        assert any("bốn ngày" in text for text in held)
        assert any("16/12" in text for text in held)  # after the rollback it is new again
        assert ("x" in guarded.view().documents) == (work == "publish")
        # Rolled back to 1, the event is once more what the folder says: both documents are updated.
        assert {i for i, line in by_id(report).items() if line.status.value == "updated"} == (
            {"phan-bon"} if work == "publish" else {"phan-bon", "hoi-thao"}
        )

    def test_a_run_that_is_always_overtaken_gives_up_with_a_reason(
        self, guarded: KnowledgeBase, other: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))

        def overtaken(*given: Any, **more: Any) -> None:
            publish(other, paper("x", "Văn bản khác"))
            ingest_publish(*given, **more)

        monkeypatch.setattr(ingest.pipeline, "publish", overtaken)
        report = take_in(guarded, folder)
        assert report.exit_code == 3
        assert "Hãy nạp lại" in report.documents[0].reason
        assert report.release == guarded.view().release.number == 4


def test_after_a_rollback_the_same_folder_publishes_again_what_differs(guarded: KnowledgeBase, folder: Path) -> None:
    write(folder, hoi_thao=EVENT.replace("15/12", "16/12"), them=EVENT.replace("khởi nghiệp", "nông nghiệp"))
    assert take_in(guarded, folder).release == 2
    guarded.catalogue.releases.roll_back(1)
    guarded.embedder = counting = CountingEmbedder()
    report = take_in(guarded, folder)
    assert {i: line.status.value for i, line in by_id(report).items()} == {
        "chien-luoc": "unchanged",
        "phan-bon": "unchanged",
        "hoi-thao": "updated",
        "them": "added",
    }
    assert report.release == 3
    assert counting.embedded == []
    one, two = ({c.text for c in guarded.catalogue.all_chunks(n)} for n in (2, 3))
    assert one == two
    assert {line.status.value for line in take_in(guarded, folder).documents} == {"unchanged"}


def test_a_source_whose_documents_are_needed_is_not_removed_unless_forced(guarded: KnowledgeBase, folder: Path) -> None:
    source = registry.add(guarded.catalogue.sources, LinkSettings(_env_file=None), str(folder))
    report = registry.remove(guarded, source)
    assert (report.exit_code, report.refused) == (5, True)
    assert [s.name for s in guarded.catalogue.sources.all()] == [source.name]
    write(folder, chien_luoc="# Bảng giá vé tàu\n\nGiá vé tàu khách.\n")
    assert registry.refresh(guarded, [source]).refused
    [noted] = guarded.catalogue.sources.all()
    assert noted.outcome == "failed"
    assert "Chưa công bố" in noted.reason
    assert registry.remove(guarded, source, force=True).release == 2
    assert guarded.catalogue.sources.all() == []
    assert guarded.view().documents == {}
