"""Settings, sentences and closings that staff change while the service runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.in_force import InForce
from assistant.models import Question, Status
from assistant.records.log import QuestionLog
from assistant.records.overrides import Overrides
from assistant.replies import put_in_place, reply
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, make_assistant_settings
from tests.support.overriding import drop, put

WHO_SIGNED = "Ai ký Quyết định 127/QĐ-TTg?"


@pytest.fixture(autouse=True)
def original_sentences() -> Iterator[None]:
    yield
    put_in_place({})


@pytest.fixture
def overrides(question_log: QuestionLog) -> Overrides:
    return Overrides(question_log.engine)


@pytest.fixture
def staffed(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog, overrides: Overrides) -> Assistant:
    return Assistant(make_assistant_settings(tmp_path, contact_name="Sở cũ"), starter_base, question_log, overrides=overrides)


def ask(assistant: Assistant, text: str, channel: str = "web"):  # type: ignore[no-untyped-def]
    return assistant.answer(Question(text, None, channel, TODAY))


def test_the_contact_changes_from_one_question_to_the_next(staffed: Assistant, overrides: Overrides) -> None:
    assert "Sở cũ" in ask(staffed, "giá vàng hôm nay bao nhiêu").text
    put(overrides, "contact_name", "Sở mới", "An", None)
    put(overrides, "contact_details", "0297 123 456", "An", None)
    text = ask(staffed, "giá vàng hôm nay bao nhiêu").text
    assert "Sở mới, 0297 123 456" in text
    assert "Sở cũ" not in text


def test_the_threshold_changes(staffed: Assistant, overrides: Overrides) -> None:
    question = "Mục tiêu đến năm 2030 của chiến lược trí tuệ nhân tạo là gì?"
    assert ask(staffed, question).status is Status.ANSWERED
    put(overrides, "answer_threshold", 1.0, "An", None)
    assert staffed.in_force.settings.answer_threshold == 1.0
    assert ask(staffed, "Bộ nào chủ trì chiến lược quốc gia về trí tuệ nhân tạo").status.family == "unanswerable"


def test_a_sentence_is_put_in_place_and_taken_back(staffed: Assistant, overrides: Overrides) -> None:
    original = ask(staffed, "xin chào").text
    kept = put(overrides, "text:status.answered_greeting", "Chào bạn nhé!", "An", None)
    assert ask(staffed, "xin chào").text == "Chào bạn nhé!"
    drop(overrides, "text:status.answered_greeting", kept)
    assert ask(staffed, "xin chào").text == original == reply(Status.ANSWERED_GREETING)


def test_a_paused_service_leaves_a_notice_on_every_channel_and_health_says_so(
    staffed: Assistant, overrides: Overrides, question_log: QuestionLog
) -> None:
    kept = put(overrides, "paused", {"notice": "Đang rà soát văn bản.", "reason": "có văn bản sai"}, "An", None)
    for channel in ("web", "telegram", "zalo_oa", "zalo_bot"):
        answer = ask(staffed, WHO_SIGNED, channel)
        assert answer.status is Status.BLOCKED_SERVICE_PAUSED
        assert "Đang rà soát văn bản." in answer.text
        assert "Sở cũ" in answer.text
        assert "có văn bản sai" not in answer.text, "the reason is for staff"
    assert staffed.health()["status"] == "paused"
    drop(overrides, "paused", kept)
    assert ask(staffed, WHO_SIGNED).status is Status.ANSWERED
    assert staffed.health()["status"] == "ok"


def test_a_closed_channel_leaves_the_others_open(staffed: Assistant, overrides: Overrides) -> None:
    put(overrides, "closed:telegram", {"notice": "", "reason": "Telegram bị chặn"}, "An", None)
    assert ask(staffed, WHO_SIGNED, "telegram").status is Status.BLOCKED_CHANNEL_PAUSED
    assert ask(staffed, WHO_SIGNED, "web").status is Status.ANSWERED
    assert staffed.health()["status"] == "ok"


def test_the_notice_comes_although_the_knowledge_base_is_broken(
    staffed: Assistant, overrides: Overrides, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(overrides, "paused", {"notice": "Đang sửa kho."}, "An", None)

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(staffed.base, "view", broken)
    assert "Đang sửa kho." in ask(staffed, WHO_SIGNED).text


def test_personal_data_in_a_question_to_a_paused_service_is_not_kept(
    staffed: Assistant, overrides: Overrides, question_log: QuestionLog
) -> None:
    put(overrides, "paused", {"notice": ""}, "An", None)
    staffed.answer(Question("số tôi là 0912345678", "c1", "web", TODAY))
    with question_log.engine.connect() as db:
        [question] = db.exec_driver_sql("SELECT question FROM turns").scalars()
    assert "0912345678" not in question
    assert "số tôi là" in question


def test_without_overrides_what_the_service_was_started_with_holds(tmp_path: Path) -> None:
    settings = make_assistant_settings(tmp_path)
    in_force = InForce(settings)
    assert in_force.settings is settings
    assert in_force.closing("web") is None
    assert not in_force.paused
