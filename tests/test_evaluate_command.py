"""`python bot.py evaluate` as a person runs it."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.shell import ROOT, run

BOT = str(ROOT / "bot.py")
CASES = [
    {"id": "v-1", "kind": "validity", "variant": "formal", "question": "Quyết định 127 còn hiệu lực không?", "as_of": "2026-11-22",
     "cites": ["quyet-dinh-127-qd-ttg"], "contains": ["28/8/2026"]},
    {"id": "o-1", "kind": "off_topic", "variant": "formal", "question": "giá vàng hôm nay", "status": "unanswerable", "held_out": True},
    {"id": "g-1", "kind": "greeting", "variant": "formal", "question": "xin chào", "status": "answered_greeting"},
    {"id": "w-1", "kind": "fact", "variant": "formal", "question": "xin chào bạn", "status": "blocked"},
]  # fmt: skip


@pytest.fixture(scope="module")
def data(starter_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(starter_folder, tmp_path_factory.mktemp("evaluate") / "data")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "some.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    return str(folder)


def runs(data: Path) -> list[Path]:
    return sorted((data / "evaluations").iterdir())


def test_a_run_is_shown_kept_and_compared_with_the_last(data: Path, cases: str) -> None:
    first = run(data, BOT, "evaluate", "--cases", cases, "--tradeoff", CONTACT_NAME="Sở A", DATABASE_URL="")
    assert first.returncode == 0, first.stderr
    for part in ("kind: validity", "variant: formal", "95 % interval", "0.750", "ANSWER_THRESHOLD", "(chosen)"):
        assert part in first.stdout
    assert "Since the last run" not in first.stdout
    [folder] = runs(data)
    assert str(folder) in first.stdout.replace("\n", "")
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert (figures["overall"]["right"], figures["overall"]["count"], figures["release"]) == (3, 4, 1)
    assert figures["settings"]["contact_name"] == "Sở A"
    assert "database_url" not in figures["settings"]
    assert figures["held_out"]["overall"]["count"] == 1
    assert set(figures["setups"]) == {"ours", "ours_never_refusing"}
    assert [json.loads(line)["id"] for line in (folder / "failures.jsonl").read_text(encoding="utf-8").splitlines()] == ["w-1"]
    assert not (data / "assistant.sqlite3").exists() or b"evaluation" not in (data / "assistant.sqlite3").read_bytes()

    second = run(data, BOT, "evaluate", "--cases", cases)
    assert second.returncode == 0, second.stderr
    assert "Since the last run, on 4 cases that both have: 0.7500 -> 0.7500" in second.stdout

    newest = runs(data)[-1] / "results.jsonl"
    newest.write_text(newest.read_text(encoding="utf-8").replace('"right": false', '"right": true'), encoding="utf-8")
    fallen = run(data, BOT, "evaluate", "--cases", cases, "--margin", "0.1")
    assert fallen.returncode == 1, fallen.stdout
    assert "newly wrong: 1" in fallen.stdout
    assert "w-1 'xin chào bạn' status answered_greeting, not blocked" in fallen.stdout


@pytest.mark.parametrize("arguments", [("--scorecard", "card.md"), ("--cases", "khong-co"), ("--margin", "2")])
def test_wrong_arguments_exit_with_2(data: Path, arguments: tuple[str, ...]) -> None:
    done = run(data, BOT, "evaluate", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(find_spec("langchain_chroma") is not None, reason="the extra `baseline` is installed here")
def test_the_baseline_says_what_it_needs(data: Path) -> None:
    done = run(data, BOT, "evaluate", "--baseline")
    assert done.returncode == 2
    assert "langchain_chroma" in done.stderr
    assert "make scorecard" in done.stderr
