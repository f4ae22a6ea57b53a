"""The contract of `python -m ingest`: fields, exit codes, clean standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.papers import FERTILISER, STRATEGY, write
from tests.support.shell import ingest_command, run

LINE_FIELDS = {"path", "document_id", "status", "reason", "chunks"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)


def test_the_report_has_the_fields_of_the_contract(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "data"
    code, report = ingest_command(data, folder)
    assert code == 0
    assert {"release", "documents", "seconds"} <= set(report)
    assert report["release"] == 1
    assert report["seconds"] >= 0
    assert all(set(line) >= LINE_FIELDS for line in report["documents"])
    assert [(line["document_id"], line["status"], line["chunks"]) for line in report["documents"]] == [
        ("chien-luoc", "added", 2),
        ("phan-bon", "added", 1),
    ]
    (folder / "phan-bon.md").unlink()
    (folder / "hong.md").write_bytes(b"")
    code, report = ingest_command(data, folder, "--force")
    assert code == 3
    assert sorted(line["status"] for line in report["documents"]) == ["failed", "retired", "unchanged"]
    assert report["release"] == 2


def test_a_dry_run_publishes_nothing(tmp_path: Path, folder: Path) -> None:
    code, report = ingest_command(tmp_path / "data", folder, "--dry-run")
    assert code == 0
    assert report["release"] == 0
    assert {line["status"] for line in report["documents"]} == {"added"}
    _, published = ingest_command(tmp_path / "data", folder)
    assert {line["status"] for line in published["documents"]} == {"added"}


def test_a_path_that_is_not_there_is_3_and_the_rest_is_published(tmp_path: Path, folder: Path) -> None:
    code, report = ingest_command(tmp_path / "data", tmp_path / "khong-co", folder)
    assert (code, report["release"]) == (3, 1)
    assert report["documents"][0]["status"] == "failed"


def test_a_corpus_of_jsonl_keeps_its_ids_and_metadata(tmp_path: Path) -> None:
    row = {"id": "Luật Du lịch#39", "title": "Luật Du lịch, Điều 39", "text": "Hợp đồng lữ hành\n\nHợp đồng phải được lập thành văn bản."}
    more = {"number": "09/2017/QH14", "issuer": "Quốc hội", "issued_on": "2017-06-19", "url": "https://example.vn/1"}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({**row, **more}, ensure_ascii=False) + "\n", encoding="utf-8")
    code, report = ingest_command(tmp_path / "data", corpus)
    assert (code, report["documents"][0]["document_id"]) == (0, row["id"])
    shown = json.loads(run(tmp_path / "data", "-m", "knowledge", "show", row["id"], "--json").stdout)
    assert {key: shown["document"][key] for key in more} == more
    assert "lập thành văn bản" in shown["chunks"][0]["text"]


def test_a_reader_that_crashes_leaves_standard_output_clean(tmp_path: Path, folder: Path) -> None:
    code = (
        "import sys\n"
        "import ingest.roots as roots\n"
        "def broken(path):\n    raise KeyError('bug')\n"
        "real = roots.read_guarded\n"
        "roots.read_guarded = lambda path, **more: broken(path) if path.name.startswith('chien') else real(path, **more)\n"
        "from ingest.commands import app\n"
        "app()\n"
    )
    done = run(tmp_path / "data", "-c", code, str(folder), "--json")
    assert done.returncode == 3
    lines = {Path(line["path"]).name: line for line in json.loads(done.stdout)["documents"]}
    assert lines["chien-luoc.md"]["status"] == "failed"
    assert "Lỗi ngoài dự kiến" in lines["chien-luoc.md"]["reason"]
    assert lines["phan-bon.md"]["status"] == "added"


def test_people_get_a_table_that_names_every_change(tmp_path: Path, folder: Path) -> None:
    (folder / "hong.md").write_bytes(b"")
    done = run(tmp_path / "data", "-m", "ingest", str(folder))
    assert done.returncode == 3
    for words in ("chien-luoc", "thêm mới", "KHÔNG ĐƯỢC", "Tệp trống"):
        assert words in done.stdout
    assert done.stderr.strip() == ""
