"""`python -m ingest impact`: found by its entry point in another process; without one, a sentence says so."""

from __future__ import annotations

from importlib import import_module, metadata
from pathlib import Path

import pytest

from assistant.models import Question
from assistant.service import Assistant
from ingest.commands.impact import GROUP
from tests.assistant.conftest import make_assistant_settings
from tests.ingest.conftest import Command
from tests.support.papers import STRATEGY, take_in, write
from tests.support.shell import ROOT, run

WHO = "Bộ nào chủ trì chiến lược trí tuệ nhân tạo của Quyết định 127?"


def installed(folder: Path) -> str:
    """A path on which a package offers to ask again, as an installed assistant does."""
    info = folder / "offers_impact-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offers-impact\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nassistant = assistant.evaluation.impact:change_impact\n", encoding="utf-8")
    return f"{ROOT}:{folder}"


def test_questions_whose_answer_changed_are_shown_side_by_side(tmp_path: Path) -> None:
    office = Assistant.open(make_assistant_settings(tmp_path / "data"))
    take_in(office.base, write(tmp_path / "in", chien_luoc=STRATEGY))
    office.answer(Question(WHO))
    take_in(office.base, write(tmp_path / "in", chien_luoc=STRATEGY.replace("Bộ Khoa học và Công nghệ chủ trì", "Bộ Nội vụ chủ trì")))
    office.close()
    done = run(tmp_path / "data", "-m", "ingest", "impact", PYTHONPATH=installed(tmp_path / "site"))
    assert (done.returncode, done.stderr.strip()) == (0, "")
    for words in (WHO, "Trước (bản phát hành 1)", "Nay (bản phát hành 2)", "Bộ Nội vụ", "Đã hỏi lại 1 câu", "1 câu có trả lời khác"):
        assert words in done.stdout


def test_without_an_assistant_a_sentence_says_so(ingest_app: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("ingest.commands.impact"), "entry_points", lambda group: metadata.EntryPoints())
    done = ingest_app("impact", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "không có phần trả lời câu hỏi" in done.stderr
