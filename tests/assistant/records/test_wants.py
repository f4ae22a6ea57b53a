"""Who waits for an answer: kept sealed, answered once, told once, erased with the chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.models import Answer, Status
from assistant.records import news_tables as n
from assistant.records.channel_records import ChannelRecords
from assistant.records.log import QuestionLog
from assistant.records.privacy import erase
from assistant.records.wants import OPEN, READY, TOLD, Asked, answer_of
from assistant.records.writing import writing
from tests.assistant.conftest import log_url
from tests.support.fake_assistant import COMING, CURRENT

ASKED = Asked("còn Kiên Giang thì sao?", "Kiên Giang dự toán bao nhiêu?", ("Điều cũ",))
ANSWER = Answer("new", Status.ANSWERED, "Một tỷ đồng [1].", date(2026, 11, 25), 8, (CURRENT, COMING), notice="Để tham khảo.")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[ChannelRecords]:
    opened = ChannelRecords.open(log_url(tmp_path), tmp_path)
    yield opened
    opened.close()


def test_what_is_wanted_is_sealed_answered_and_told_once(records: ChannelRecords, tmp_path: Path) -> None:
    wants = records.wants
    for chat in ("an", "binh"):
        wants.write(wants.add("telegram", chat, "a1", ASKED))
        wants.write(wants.add("telegram", chat, "a1", ASKED))
    assert b"Giang" not in b"".join(file.read_bytes() for file in tmp_path.glob("assistant.sqlite3*"))
    assert wants.waiting(["a1", "a2"]) == 2
    assert wants.answered(["a1", "a1", "a2"], ANSWER) == 2
    assert wants.answered(["a1"], ANSWER) == 0, "who has an answer on the way is not told twice"
    (want,) = wants.of("telegram", "an")
    assert (want.state, want.asked, want.answer) == (READY, ASKED, ANSWER)
    with writing(records.engine) as db:
        assert wants.end(db, want.id, TOLD)
        assert not wants.end(db, want.id, TOLD)
    (want,) = wants.of("telegram", "an")
    assert (want.state, want.asked, want.answer) == (TOLD, None, None)


def test_a_conversation_on_the_web_shows_it_when_it_is_open_again(records: ChannelRecords) -> None:
    wants = records.wants
    chat = records.seal.pseudonym("web", "c-1")
    assert "c-1" not in chat
    wants.write(wants.add("web", chat, "a1", ASKED))
    assert not wants.shown("web", chat, "a1")
    wants.answered(["a1"], ANSWER)
    assert [(want.state, want.answer) for want in wants.of("web", chat)] == [(READY, ANSWER)]
    assert wants.shown("web", chat, "a1")
    assert not wants.shown("web", chat, "a1")


def test_the_log_tells_what_was_asked_to_its_own_conversation_only(records: ChannelRecords, tmp_path: Path) -> None:
    log = QuestionLog.open(log_url(tmp_path))
    given = Answer("a1", Status.UNANSWERABLE_NO_MATCH, "", date(2026, 11, 25), 1, (CURRENT,), conversation_id="web:an:c-1")
    log.write(given, channel="web", question="còn tỉnh?", understood_as="Tỉnh nào làm?", passages=(), error=None)
    log.close()
    asked = records.wants.asked("a1", "web:an")
    assert asked
    assert (asked.question, asked.words) == ("còn tỉnh?", "Tỉnh nào làm?")
    assert asked.seen == ("Đến năm 2030, Việt Nam trở thành một trong các trung tâm trí tuệ nhân tạo của AS",)
    assert records.wants.asked("a1", "web:binh") is records.wants.asked("a2", "web:an") is None


def test_a_want_may_be_taken_back_and_goes_with_its_chat(records: ChannelRecords) -> None:
    wants = records.wants
    for answer_id in ("a1", "a2"):
        wants.write(wants.add("telegram", "an", answer_id, ASKED))
    wants.write(wants.cancel("telegram", "an", "a1"))
    assert [want.answer_id for want in wants.of("telegram", "an")] == ["a2"]
    with writing(records.engine) as db:
        erase(db, "telegram", "an")
        assert db.execute(select(n.wants)).all() == []


def test_open_wants_are_tried_once_for_each_release(records: ChannelRecords) -> None:
    wants = records.wants
    wants.write(wants.add("telegram", "an", "a1", ASKED))
    (want,) = wants.untried("7-1", 10)
    assert (want.state, want.asked, want.asked_at.tzinfo) == (OPEN, ASKED, UTC)
    assert want.asked_at <= datetime.now(UTC)
    wants.tried(want.id, "7-1")
    assert list(wants.untried("7-1", 10)) == []
    assert [one.id for one in wants.untried("8-1", 10)] == [want.id]


def test_an_answer_survives_its_letter() -> None:
    assert answer_of(ANSWER.as_json()) == ANSWER
