"""The contract of `python -m knowledge`: search, documents, show, evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import run

PASSAGE = {"document_id", "chunk_id", "score", "locator", "text"}
QUESTIONS = [
    {"id": "a", "question": "cơ quan nào chủ trì chiến lược trí tuệ nhân tạo ở Kiên Giang", "relevant": ["bao-cao-kien-giang-28-12-2021"]},
    {"id": "Câu 2", "question": "Quyết định 127/QĐ-TTg còn hiệu lực không?", "relevant": ["quyet-dinh-127-qd-ttg"]},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in QUESTIONS) + "\n\n", encoding="utf-8")
    return path


def command(data_dir: Path, *arguments: str) -> list[Any]:
    done = run(data_dir, "-m", "knowledge", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_search_gives_passages(starter_folder: Path) -> None:
    [answer] = command(starter_folder, "search", "Quyết định 127/QĐ-TTg còn hiệu lực không?", "--json")
    assert len(answer["passages"]) == 10
    assert all(set(passage) >= PASSAGE for passage in answer["passages"])
    assert answer["passages"][0]["document_id"] == "quyet-dinh-127-qd-ttg"
    scores = [passage["score"] for passage in answer["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_search_reads_and_writes_json_lines(starter_folder: Path, questions: Path) -> None:
    answers = command(starter_folder, "search", "--jsonl", str(questions), "--limit", "3")
    assert [answer["id"] for answer in answers] == ["a", "Câu 2"]
    assert [len(answer["passages"]) for answer in answers] == [3, 3]


def test_people_see_the_passages_with_their_place(starter_folder: Path) -> None:
    done = run(starter_folder, "-m", "knowledge", "search", "Quyết định 127 còn hiệu lực không", "--limit", "1")
    assert done.returncode == 0
    assert done.stdout.startswith("1. ")
    assert "127/QĐ-TTg" in done.stdout


def test_documents_lists_metadata_and_state(starter_folder: Path) -> None:
    [listed] = command(starter_folder, "documents", "--json")
    assert listed["release"] == 1
    by_id = {document["document_id"]: document for document in listed["documents"]}
    old = by_id["quyet-dinh-127-qd-ttg"]
    assert (old["number"], old["issued_on"], old["replaced_by"], old["in_force"]) == ("127/QĐ-TTg", "2021-01-26", "1671/QĐ-TTg", False)
    assert old["state"] == "published"
    table = run(starter_folder, "-m", "knowledge", "documents")
    assert table.returncode == 0
    assert "127/QĐ-TTg" in table.stdout


def test_show_gives_the_chunks_in_reading_order(starter_folder: Path) -> None:
    [shown] = command(starter_folder, "show", "quyet-dinh-127-qd-ttg", "--json")
    assert shown["document"]["number"] == "127/QĐ-TTg"
    assert all(set(chunk) >= {"chunk_id", "locator", "page", "text", "boxes"} for chunk in shown["chunks"])
    assert "Văn bản này là gì" in shown["chunks"][0]["locator"]
    assert "Về bản tóm tắt này" in shown["chunks"][-1]["locator"]


def test_show_of_an_unknown_document_says_so(starter_folder: Path) -> None:
    done = run(starter_folder, "-m", "knowledge", "show", "khong-co", "--json")
    assert done.returncode == 1
    assert "khong-co" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [[], ["--strip-diacritics"], ["--typos", "1"]])
def test_evaluate_measures(starter_folder: Path, questions: Path, options: list[str]) -> None:
    [figures] = command(starter_folder, "evaluate", "--questions", str(questions), *options)
    assert set(figures) == {"questions", "hit@1", "hit@5", "hit@10", "mrr@10", "ms_p50", "ms_p95", "tuned", "held_out"}
    assert figures["tuned"]["questions"] + figures["held_out"]["questions"] == figures["questions"]
    assert figures["questions"] == 2
    assert 0 < figures["mrr@10"] <= 1
    assert figures["hit@10"] == 1.0


@pytest.mark.parametrize(
    "line", ["{not json", "[1, 2]", '{"id": 1}', '{"question": "thiếu id"}', '{"id": 1, "question": null}', b"\xff\xfe".decode("latin-1")]
)
def test_a_bad_line_of_questions_is_named(starter_folder: Path, tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id": 0, "question": "x"}\n' + line.encode("latin-1" if "\xff" in line else "utf-8") + b"\n")
    done = run(starter_folder, "-m", "knowledge", "search", "--jsonl", str(path))
    assert done.returncode == 2
    assert "line 2" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("search",), ("search", "x", "--jsonl", "y"), ("search", "--jsonl", "/none"), ("search", "x", "--limit", "0"), ("frobnicate",)],
)
def test_wrong_arguments_are_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path / "data", "-m", "knowledge", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_empty_base_finds_nothing(tmp_path: Path) -> None:
    assert command(tmp_path / "data", "search", "chiến lược", "--json") == [{"id": None, "passages": []}]
    assert command(tmp_path / "data", "documents", "--json") == [{"release": 0, "documents": []}]


def test_questions_may_hold_line_separators(starter_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\ufeff{"id": 1, "question": "chiến lược\u2028AI"}\n', encoding="utf-8")
    assert [answer["id"] for answer in command(starter_folder, "search", "--jsonl", str(path))] == [1]
