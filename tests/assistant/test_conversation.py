"""A conversation: follow-ups lean on the turn before, no other conversation leaks in, and old ones are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from assistant.models import Question
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from knowledge.catalogue import Changes
from tests.assistant.conftest import TODAY, Asking, log_url, make_assistant_settings

REPORT, LAW, OLD = "bao-cao-kien-giang-28-12-2021", "luat-134-2025-qh15-tri-tue-nhan-tao", "quyet-dinh-127-qd-ttg"


def age(folder: Path, minutes: float) -> None:
    """Make every logged turn that much older."""
    engine = create_engine(log_url(folder))
    with engine.begin() as db:
        db.execute(update(t.turns).values(asked_at=datetime.now(UTC) - timedelta(minutes=minutes)))
    engine.dispose()


def test_a_bare_fact_is_about_the_document_before(ask: Asking) -> None:
    first = ask("Luật Trí tuệ nhân tạo quy định những gì về minh bạch?", "a")
    assert first.sources[0].document_id == LAW
    for question in ("ban hành ngày nào?", "còn hiệu lực không?", "so bao nhieu"):
        answer = ask(question, "a")
        assert answer.status.value == "answered", (question, answer.text)
        assert {s.document_id for s in answer.sources} == {LAW}, question


def test_an_ellipsis_keeps_the_subject_and_changes_the_year(ask: Asking) -> None:
    ask("Mục tiêu đến năm 2025 của Quyết định 127 là gì?", "a")
    answer = ask("còn đến năm 2030?", "a")
    assert answer.status.value == "answered"
    assert OLD in {s.document_id for s in answer.sources}
    assert any("2030" in s.locator or "2030" in s.quote for s in answer.sources)


def test_another_conversation_knows_nothing_of_it(ask: Asking) -> None:
    alone = ask("ban hành ngày nào?", "c")
    ask("Luật Trí tuệ nhân tạo quy định những gì về minh bạch?", "a")
    ask("Báo cáo Kiên Giang do ai ký?", "b")
    assert ask("ban hành ngày nào?", "a").sources[0].document_id == LAW
    assert ask("ban hành ngày nào?", "b").sources[0].document_id == REPORT
    for conversation in ("d", None):
        answer = ask("ban hành ngày nào?", conversation)
        assert (answer.status, answer.text) == (alone.status, alone.text)


@pytest.mark.parametrize(("minutes", "remembered"), [(9, True), (11, False)])
def test_old_conversations_expire(
    tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog, minutes: int, remembered: bool
) -> None:
    forgetful = Assistant(make_assistant_settings(tmp_path, conversation_minutes=10), starter_base, question_log)
    forgetful.answer(Question("Báo cáo Kiên Giang do ai ký?", "a", as_of=TODAY))
    age(tmp_path, minutes)
    answer = forgetful.answer(Question("ban hành ngày nào?", "a", as_of=TODAY))
    assert (REPORT in {s.document_id for s in answer.sources}) is remembered


def test_a_question_that_stands_alone_starts_afresh(ask: Asking) -> None:
    alone = ask("Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?")
    ask("Kiên Giang tuyên truyền bằng những hình thức nào?", "a")
    again = ask("Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?", "a")
    assert (again.text, again.sources) == (alone.text, alone.sources)


def test_an_off_topic_question_stays_off_topic_in_a_conversation(ask: Asking) -> None:
    ask("Kiên Giang giao cơ quan nào chủ trì?", "a")
    assert ask("giá vàng hôm nay bao nhiêu", "a").status.family == "unanswerable"


def test_thanks_and_greetings_end_nothing(ask: Asking) -> None:
    ask("Báo cáo Kiên Giang do ai ký?", "a")
    assert ask("cảm ơn bạn", "a").status.value == "answered_thanks"
    answer = ask("báo cáo đó gửi cho ai?", "a")
    assert REPORT in {s.document_id for s in answer.sources}


def test_a_follow_up_after_its_documents_were_retired_is_no_error(starter_copy: Path) -> None:
    whole = Assistant.open(make_assistant_settings(starter_copy))
    try:
        whole.answer(Question("Báo cáo Kiên Giang do ai ký?", "a", as_of=TODAY))
        whole.base.publish(Changes([], [REPORT]))
        answer = whole.answer(Question("văn bản đó ban hành ngày nào?", "a", as_of=TODAY))
    finally:
        whole.close()
    assert answer.status.value != "error_internal"
    assert REPORT not in {s.document_id for s in answer.sources}
