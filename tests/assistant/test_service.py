"""`Assistant.answer`: always an Answer, always a row in the log, from many threads, as of the day that is asked."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, select
from structlog.testing import capture_logs

import assistant.service
from assistant.models import Question, Status
from assistant.pipeline import Turn
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from assistant.steps import ANSWER_STEPS
from knowledge.base import KnowledgeBase
from knowledge.catalogue import Changes
from tests.assistant.conftest import Asking, log_url, make_assistant_settings

TOKEN = "123456:secret-token"
VALIDITY = "Quyết định 127 còn hiệu lực không?"


def logged(folder: Path) -> list[Any]:
    """Every row of the question log, oldest first."""
    engine = create_engine(log_url(folder))
    with engine.connect() as db:
        rows = db.execute(select(t.turns).order_by(t.turns.c.asked_at)).all()
    engine.dispose()
    return list(rows)


def failing(turn: Turn) -> None:
    raise LookupError(f"something broke ({TOKEN})")


@pytest.fixture
def opened(starter_copy: Path) -> Iterator[Assistant]:
    """An assistant with all parts its own, opened as `bot.py` does."""
    whole = Assistant.open(make_assistant_settings(starter_copy))
    yield whole
    whole.close()


@pytest.mark.parametrize("broken", range(len(ANSWER_STEPS)), ids=[step.__name__ for step in ANSWER_STEPS])
def test_a_step_that_fails_costs_the_answer_not_the_caller(
    monkeypatch: pytest.MonkeyPatch, ask: Asking, tmp_path: Path, broken: int
) -> None:
    monkeypatch.setattr(assistant.service, "ANSWER_STEPS", (*ANSWER_STEPS[:broken], failing, *ANSWER_STEPS[broken:]))
    with capture_logs() as logs:
        answer = ask("Kiên Giang tuyên truyền bằng những hình thức nào?", conversation="c")
    assert answer.status is Status.ERROR_INTERNAL
    assert answer.sources == ()
    assert answer.conversation_id == "c"
    assert "LookupError" not in answer.text
    assert TOKEN not in answer.text
    [event] = logs
    assert (event["event"], event["log_level"]) == ("answer_failed", "error")
    assert "LookupError" in event["error"]
    [row] = logged(tmp_path)
    assert row.status == "error_internal"
    assert "Traceback" in row.error
    assert "in failing" in row.error


def test_settings_and_their_secrets_are_never_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog
) -> None:
    """What fails may carry the settings in its frames; neither log shows more than names of files and lines."""
    monkeypatch.setattr(assistant.service, "ANSWER_STEPS", (lambda turn: 1 / 0,))
    whole = Assistant(make_assistant_settings(tmp_path, contact_details=TOKEN), starter_base, question_log)
    with capture_logs() as logs:
        answer = whole.answer(Question("x"))
    assert answer.status is Status.ERROR_INTERNAL
    [row] = logged(tmp_path)
    assert "ZeroDivisionError" in row.error
    assert TOKEN not in f"{logs}{row}"


def test_a_log_that_cannot_be_written_costs_the_log_not_the_answer(assistant: Assistant, tmp_path: Path) -> None:
    engine = create_engine(log_url(tmp_path))
    with engine.begin() as db:
        db.exec_driver_sql("DROP TABLE feedback")
        db.exec_driver_sql("DROP TABLE turns")
    engine.dispose()
    with capture_logs() as logs:
        answer = assistant.answer(Question(VALIDITY))
    assert answer.status is Status.ANSWERED
    assert answer.sources
    assert [e["event"] for e in logs] == ["question_log_failed"]


def test_a_log_that_is_gone_costs_a_conversation_its_memory_at_most(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "assistant.sqlite3").write_bytes(b"this is no database" * 400)
    for leftover in ("-wal", "-shm"):
        (tmp_path / f"assistant.sqlite3{leftover}").unlink(missing_ok=True)
    with capture_logs():
        answer = assistant.answer(Question(VALIDITY, conversation_id="c"))
    assert answer.status in (Status.ANSWERED, Status.ERROR_INTERNAL)
    assert answer.text


def test_a_knowledge_base_that_is_gone_is_an_error_with_a_sentence(opened: Assistant, starter_copy: Path) -> None:
    assert opened.health()["status"] == "ok"
    opened.base.catalogue.close()
    for file in starter_copy.glob("knowledge.sqlite3*"):
        file.unlink()
    with capture_logs() as logs:
        answer = opened.answer(Question(VALIDITY))
    assert answer.status is Status.ERROR_INTERNAL
    assert answer.text
    assert logs[0]["event"] == "answer_failed"
    health = opened.health()
    assert health["status"] == "error"
    assert set(health) == {"status", "reason"}
    assert logged(starter_copy)[-1].status == "error_internal"


def test_a_folder_that_is_gone_gets_a_sentence_too(opened: Assistant, starter_copy: Path) -> None:
    shutil.rmtree(starter_copy)
    with capture_logs():
        answer = opened.answer(Question("Kiên Giang giao cơ quan nào chủ trì?"))
    assert answer.status in (Status.ANSWERED, Status.ERROR_INTERNAL)
    assert answer.text


def test_an_empty_base_says_so(tmp_path: Path, base: KnowledgeBase, question_log: QuestionLog) -> None:
    settings = make_assistant_settings(tmp_path, contact_name="Sở Khoa học và Công nghệ", contact_details="0297 000 000")
    empty = Assistant(settings, base, question_log)
    answer = empty.answer(Question(VALIDITY))
    assert answer.status is Status.UNANSWERABLE_NO_DOCUMENTS
    assert "Sở Khoa học và Công nghệ, 0297 000 000" in answer.text
    assert answer.release == 0
    assert empty.health() == {"status": "degraded", "release": 0, "documents": 0, "chunks": 0, "embedder": empty.base.embedder.name}


def test_every_turn_is_logged_with_what_was_shown(ask: Asking, tmp_path: Path, starter_base: KnowledgeBase) -> None:
    answer = ask("kiên giang tuyen truyền bằng những hình thức nào", conversation="c1")
    [row] = logged(tmp_path)
    assert (row.answer_id, row.conversation_id, row.channel, row.status) == (answer.answer_id, "c1", "test", "answered")
    assert row.question == "kiên giang tuyen truyền bằng những hình thức nào"
    assert row.understood_as
    assert row.text == answer.text
    assert row.as_of == answer.as_of
    assert row.release == answer.release == starter_base.view().release.number
    assert row.timings_ms == answer.timings_ms
    assert row.error is None
    assert {step.__name__ for step in ANSWER_STEPS} - {"compose"} <= {*row.timings_ms}
    assert row.timings_ms["total"] == pytest.approx(sum(v for k, v in row.timings_ms.items() if k != "total"), abs=0.02)
    assert [s["chunk_id"] for s in row.sources] == [s.chunk_id for s in answer.sources]
    chunks = {c.chunk_id: c.text for c in starter_base.catalogue.all_chunks(answer.release)}
    assert 3 <= len(row.passages) <= 12
    assert all(passage["text"] == chunks[passage["chunk_id"]] for passage in row.passages)
    assert {s.chunk_id for s in answer.sources} <= {passage["chunk_id"] for passage in row.passages}


@pytest.mark.parametrize("text", ["", "xin chào", "giá vàng hôm nay", "🙂", "a" * 3000, "ý bạn chính phủ tốt hay xấu"])
def test_turns_without_an_answer_are_logged_too(ask: Asking, tmp_path: Path, text: str) -> None:
    answer = ask(text)
    [row] = logged(tmp_path)
    assert (row.answer_id, row.status) == (answer.answer_id, answer.status.value)
    assert row.sources == []


def test_a_later_ingest_does_not_change_the_log(opened: Assistant, starter_copy: Path) -> None:
    answer = opened.answer(Question("ai ký báo cáo"))
    before = logged(starter_copy)[0].passages
    retired = opened.base.publish(Changes([], [answer.sources[0].document_id])).number
    again = opened.answer(Question("ai ký báo cáo"))
    first, second = logged(starter_copy)
    assert first.passages == before
    assert (first.release, second.release) == (retired - 1, retired)
    assert answer.sources[0].document_id not in {s.document_id for s in again.sources}


def test_feedback_is_kept_for_answers_that_were_given(assistant: Assistant, ask: Asking, tmp_path: Path) -> None:
    answer = ask(VALIDITY)
    assert assistant.record_feedback(answer.answer_id, "up", None)
    assert assistant.record_feedback(answer.answer_id, "down", "  Thiếu ngày ban hành. " + "x" * 5000)
    assert not assistant.record_feedback("khong-co", "up", None)
    engine = create_engine(log_url(tmp_path))
    with engine.connect() as db:
        rows = db.execute(select(t.feedback).order_by(t.feedback.c.id)).all()
    engine.dispose()
    assert (rows[-1].answer_id, rows[-1].value) == (answer.answer_id, "down")
    assert rows[-1].comment.startswith("Thiếu ngày ban hành.")
    assert len(rows[-1].comment) <= 1000


def test_many_threads_get_the_answers_that_one_gets(assistant: Assistant, tmp_path: Path) -> None:
    questions = [
        "Quyết định 127 còn hiệu lực không?", "ai ký báo cáo", "giá vàng hôm nay", "Kiên Giang giao cơ quan nào chủ trì?", "xin chào",
        "Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?", "", "chien luoc hien hanh la van ban nao",
    ]  # fmt: skip
    alone = [assistant.answer(Question(q, as_of=date(2026, 11, 22))) for q in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: assistant.answer(Question(q, uuid.uuid4().hex, as_of=date(2026, 11, 22))), questions * 3))
    assert [(a.status, a.text) for a in together] == [(a.status, a.text) for a in alone] * 3
    assert len({a.answer_id for a in together}) == len(together)
    assert len(logged(tmp_path)) == len(questions) * 4


@pytest.mark.parametrize(
    ("day", "in_force"), [(date(2022, 5, 1), True), (date(2026, 8, 27), True), (date(2026, 8, 28), False), (date(2026, 11, 22), False)]
)
def test_the_day_decides_what_is_in_force(ask: Asking, day: date, in_force: bool) -> None:
    answer = ask(VALIDITY, as_of=day)
    source = next(s for s in answer.sources if s.document_id == "quyet-dinh-127-qd-ttg")
    assert answer.as_of == day
    assert source.in_force is in_force
    assert ("không còn hiệu lực" in answer.text.split("[1]")[0]) is not in_force


@pytest.mark.parametrize(("day", "number"), [(date(2025, 3, 1), "127/QĐ-TTg"), (date(2026, 11, 22), "1671/QĐ-TTg")])
def test_the_current_strategy_depends_on_the_day(ask: Asking, day: date, number: str) -> None:
    answer = ask("Chiến lược AI hiện hành là văn bản nào?", as_of=day)
    assert answer.sources[0].number == number
    assert all(s.issued_on is None or s.issued_on <= day for s in answer.sources), "a document from the future"


def test_without_a_day_it_is_today_in_viet_nam(assistant: Assistant) -> None:
    here = ZoneInfo("Asia/Ho_Chi_Minh")
    before, answer, after = datetime.now(here).date(), assistant.answer(Question("xin chào")), datetime.now(here).date()
    assert before <= answer.as_of <= after


def test_health_tells_the_release(assistant: Assistant, starter_base: KnowledgeBase) -> None:
    release = starter_base.view().release
    counts = {"release": release.number, "documents": release.documents, "chunks": release.chunks}
    assert assistant.health() == {"status": "ok", **counts, "embedder": assistant.base.embedder.name}
    assert release.documents >= 25
    assert release.chunks >= 250


def test_two_assistants_on_one_folder_see_one_log(opened: Assistant, starter_copy: Path) -> None:
    second = Assistant.open(make_assistant_settings(starter_copy))
    try:
        opened.answer(Question("ai ký báo cáo", "c", as_of=date(2026, 11, 22)))
        answer = second.answer(Question("ngày nào?", "c", as_of=date(2026, 11, 22)))
    finally:
        second.close()
    assert len(logged(starter_copy)) == 2
    assert answer.status.family == "answered"
    assert answer.sources[0].document_id == "bao-cao-kien-giang-28-12-2021"
