"""The question log: a row a turn, the last turn of a conversation, feedback; the schema comes from the migrations."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from assistant.errors import AssistantError, UnknownAnswer
from assistant.models import Answer, Source, Status
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from tests.assistant.conftest import log_url

SOURCE = Source("d1", "1/QĐ", "Quyết định", "T", None, date(2026, 1, 2), None, None, None, "Điều 1", None, "lời", None)
HOUR = timedelta(hours=1)


def write(
    log: QuestionLog, answer_id: str, conversation: str | None = "c", sources: tuple[Source, ...] = (SOURCE,), text: str = "hỏi"
) -> None:
    answer = Answer(answer_id, Status.ANSWERED, "trả lời", date(2026, 11, 22), 3, sources, conversation_id=conversation)
    log.write(answer, channel="test", question=text, understood_as=f"{text}!", passages=[], error=None)


def test_the_last_turn_of_a_conversation(question_log: QuestionLog) -> None:
    assert question_log.last_turn("c", HOUR) is None
    write(question_log, "1", text="một")
    time.sleep(0.002)
    write(question_log, "2", text="hai")
    write(question_log, "3", conversation="khác", text="ba")
    write(question_log, "4", conversation=None, text="bốn")
    write(question_log, "5", text="cảm ơn", sources=())
    last = question_log.last_turn("c", HOUR)
    assert last is not None
    assert (last.question, last.understood_as, last.document_ids) == ("hai", "hai!", ("d1",))
    assert question_log.last_turn("c", timedelta(0)) is None


def test_feedback_needs_an_answer(question_log: QuestionLog) -> None:
    with pytest.raises(UnknownAnswer):
        question_log.add_feedback("1", "up", None)
    write(question_log, "1")
    question_log.add_feedback("1", "up", "   ")
    assert issubclass(UnknownAnswer, AssistantError)


def test_many_threads_write_at_once(question_log: QuestionLog) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: write(question_log, str(i), conversation=str(i)), range(60)))
    assert all(question_log.last_turn(str(i), HOUR) for i in range(60))


def test_the_migrations_make_the_tables_and_opening_again_keeps_the_rows(tmp_path: Path) -> None:
    url = log_url(tmp_path)
    log = QuestionLog.open(url)
    write(log, "1")
    log.close()
    log = QuestionLog.open(url)
    assert log.last_turn("c", HOUR)
    log.close()
    engine = create_engine(url)
    found = inspect(engine)
    for table in (t.turns, t.feedback):
        assert {c["name"] for c in found.get_columns(table.name)} == set(table.columns.keys())
        assert {c["name"]: c["nullable"] for c in found.get_columns(table.name)} == {c.name: c.nullable for c in table.columns}
        assert {i["name"] for i in found.get_indexes(table.name)} == {i.name for i in table.indexes}
    engine.dispose()


def test_texts_of_all_kinds_come_back_as_they_were(question_log: QuestionLog) -> None:
    for i, text in enumerate(["'; DROP TABLE turns; --", "🙂 Tiếng Việt", "", "a" * 100_000, '{"a": [1]}']):
        write(question_log, str(i), conversation=str(i), text=text)
        last = question_log.last_turn(str(i), HOUR)
        assert last is not None
        assert last.question == text
