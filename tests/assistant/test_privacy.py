"""Personal data that people type is hidden, what offices publish is not, and none of it reaches the disk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

import assistant.service
from assistant.models import Question
from assistant.pipeline import Turn
from assistant.privacy import hide, without_marks
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import clean
from tests.assistant.conftest import TODAY, Asking, make_assistant_settings

EXAMPLES = Path(__file__).parent / "personal"
# One held-out address is written in a way that is not read yet; a change may not lose a second one.
HELD_OUT_MISSED = 1


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


PERSONAL, NOTHING = rows("personal"), rows("nothing_personal")
SEEN = [row for row in PERSONAL if not row.get("held_out")]


def escapes(row: dict[str, Any], text: str) -> bool:
    """Whether any of the personal data can still be read in `text`."""
    return any(value in text or re.sub(r"[ .-]", "", value) in text for value in row["hidden"])


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_there_are_enough_examples_and_a_part_is_held_out() -> None:
    assert len(PERSONAL) >= 60
    assert len(NOTHING) >= 60
    assert all(sum(bool(r.get("held_out")) for r in some) >= 20 for some in (PERSONAL, NOTHING))
    assert all(value in clean(row["text"]) for row in PERSONAL for value in row["hidden"])


@pytest.mark.parametrize("row", SEEN, ids=lambda row: row["id"])
def test_personal_data_is_hidden(row: dict[str, Any]) -> None:
    found = hide(row["text"])
    assert found.kinds
    assert not escapes(row, found.text)
    assert hide(found.text) == found, "what was hidden stays as it is"


@pytest.mark.parametrize("row", [r for r in NOTHING if not r.get("held_out")], ids=lambda row: row["id"])
def test_documents_dates_sums_and_offices_are_not(row: dict[str, Any]) -> None:
    assert hide(row["text"]).text == clean(row["text"])


def test_held_out_examples() -> None:
    missed = [row["id"] for row in PERSONAL if row.get("held_out") and escapes(row, hide(row["text"]).text)]
    wrong = [row["id"] for row in NOTHING if row.get("held_out") and hide(row["text"]).kinds]
    assert len(missed) <= HELD_OUT_MISSED, missed
    assert wrong == []


def test_the_marks_and_what_leads_to_them_are_not_searched_for() -> None:
    assert without_marks(hide("sdt cua toi la 0912345678 ai ky bao cao").text) == "ai ky bao cao"
    assert without_marks("[số điện thoại]") == "[số điện thoại]"
    assert without_marks("Quyết định 127 còn hiệu lực không?") == "Quyết định 127 còn hiệu lực không?"
    assert without_marks("한국어 [số điện thoại] hỏi") == "한국어 [số điện thoại] hỏi"


@pytest.mark.parametrize(
    "text", ["CCCD của tôi là 091099001234, cho hỏi Quyết định 127 còn hiệu lực không?", "0912345678", "sđt 0912345678 " + "dài " * 1000]
)
def test_the_person_is_told_kindly_whatever_the_outcome(settled: Asking, text: str) -> None:
    answer = settled(text)
    assert "đừng gửi thông tin cá nhân" in answer.text
    assert not re.search(r"\d{9}", answer.text)


def test_a_question_without_personal_data_gets_no_such_word(settled: Asking) -> None:
    assert "thông tin cá nhân vào đây" not in settled("Quyết định 127 còn hiệu lực không?").text


def test_nothing_of_it_reaches_the_disk_or_a_log(assistant: Assistant, tmp_path: Path) -> None:
    """The raw bytes of the database, its journal included, after questions, follow-ups and comments."""
    with capture_logs() as logs:
        for n, row in enumerate(SEEN):
            answer = assistant.answer(Question(row["text"], f"c{n % 5}", "test", TODAY))
            assert answer.status.family != "error"
            assert assistant.record_feedback(answer.answer_id, "down", f"Gọi tôi: {row['text']}")
    stored = bytes_in(tmp_path)
    assert "[số điện thoại]".encode() in stored
    found = [(row["id"], v) for row in SEEN for v in row["hidden"] if v.encode() in stored or re.sub(r"[ .-]", "", v).encode() in stored]
    assert found == []
    assert not any(escapes(row, str(logs)) for row in SEEN)


def test_a_step_that_fails_does_not_bring_it_to_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog
) -> None:
    def failing(turn: Turn) -> None:
        raise LookupError("something broke")

    first = assistant.service.ANSWER_STEPS[0]
    for steps in ((failing,), (first, failing)):
        monkeypatch.setattr(assistant.service, "ANSWER_STEPS", steps)
        Assistant(make_assistant_settings(tmp_path), starter_base, question_log).answer(Question("sđt 0912345678"))
    assert b"0912345678" not in bytes_in(tmp_path)


def test_later_turns_of_a_conversation_remember_the_question_without_it(ask: Asking) -> None:
    ask("sđt tôi 0912345678, báo cáo Kiên Giang do ai ký?", "c")
    answer = ask("ban hành ngày nào?", "c")
    assert answer.sources[0].document_id == "bao-cao-kien-giang-28-12-2021"
    assert "0912345678" not in answer.text


@pytest.mark.parametrize("mailbox", ["sonnguyen@angiang.gov.vn", "info.lan@example.com", "bonguyen@most.gov.vn"])
def test_the_mailbox_of_an_official_is_somebodys_own(mailbox: str) -> None:
    assert mailbox not in hide(f"gửi vào {mailbox} giúp tôi").text
