"""The narrow rows, the words and the counts say the same as the log, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from assistant.models import Answer, Status
from assistant.records.asked import Filters, channels, everything, screen, turn
from assistant.records.ledger import EVALUATION, catch_up, day_of
from assistant.records.ledger_tables import asked, daily
from assistant.records.log import QuestionLog
from assistant.records.privacy import prune
from tests.support.fake_assistant import CURRENT
from tests.support.postgres import new_database

Ask = Callable[..., str]


@pytest.fixture(params=["sqlite", "postgresql"])
def log(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuestionLog]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'log.sqlite3'}"
    else:
        url = new_database(tmp_path_factory.getbasetemp() / "postgres")
    opened = QuestionLog.open(url)
    yield opened
    opened.close()


@pytest.fixture
def ask(log: QuestionLog) -> Ask:
    """Log a turn, and give its answer id."""

    def write(question: str, status: Status = Status.ANSWERED, channel: str = "web", answer_id: str = "", cited: bool = True) -> str:
        write.n += 1  # type: ignore[attr-defined]
        answer = Answer(
            answer_id or f"a{write.n:04d}",  # type: ignore[attr-defined]
            status,
            "Trả lời",
            date(2026, 11, 25),
            3,
            sources=(CURRENT,) if cited and status is Status.ANSWERED else (),
            timings_ms={"retrieve": 20.0, "total": 30.0},
        )
        log.write(answer, channel=channel, question=question, understood_as=question, passages=[], error=None, evidence=0.7)
        return answer.answer_id

    write.n = 0  # type: ignore[attr-defined]
    return write


def found(log: QuestionLog, **filters: object) -> list[str]:
    return [row.answer_id for row in screen(log.engine, Filters(**filters))]  # type: ignore[arg-type]


def counted(log: QuestionLog) -> dict[tuple[str, str, str], int]:
    with log.engine.connect() as db:
        rows = db.execute(select(daily).where(daily.c.kind != "ledger", daily.c.n != 0)).all()
    return {(row.channel, row.kind, row.name): row.n for row in rows}


def test_words_are_found_with_and_without_marks(log: QuestionLog, ask: Ask) -> None:
    one = ask("Cơ quan nào chủ trì chiến lược AI?")
    two = ask("co quan nao chu tri chuyen doi so o kien giang")
    other = ask("Đại học nào đào tạo?")
    for words in ("cơ quan", "co quan", "CƠ QUAN", "quan co", '"chủ trì"', "chủ tr"):
        assert found(log, words=words) == [two, one], words
    assert found(log, words='"trì chủ"') == []
    assert found(log, words="dai hoc") == found(log, words="Đại học") == [other]
    assert found(log, words="127/QĐ-TTg") == []
    for odd in ('"', "''", "* OR :*", "a & b | !c", "\\", "<script>", "' --", '"co quan'):
        assert isinstance(found(log, words=odd), list), odd


def test_filters_work_together(log: QuestionLog, ask: Ask) -> None:
    good, bad = ask("Mục tiêu?"), ask("Giá vàng?", Status.UNANSWERABLE_OFF_TOPIC, "telegram")
    log.add_feedback(good, "up", None)
    assert found(log) == [bad, good]
    assert found(log, channel="telegram") == found(log, family="unanswerable") == [bad]
    assert found(log, feedback="up") == found(log, answer_id=good) == [good]
    assert found(log, feedback="up", channel="telegram") == []
    today = day_of(datetime.now(UTC))
    assert found(log, since=today, until=today) == [bad, good]
    assert found(log, until=today - timedelta(days=1)) == found(log, since=today + timedelta(days=1)) == []
    assert channels(log.engine) == ["telegram", "web"]


def test_screens_follow_one_another_without_gap_or_repetition(log: QuestionLog, ask: Ask) -> None:
    written = [ask(f"Câu hỏi số {n}") for n in range(25)]
    assert [row.answer_id for row in everything(log.engine, Filters(), 10)] == written[::-1]
    assert [row.answer_id for row in everything(log.engine, Filters(words="cau hoi"), 10)] == written[::-1]


def test_counts_follow_opinions_and_turns_that_are_written_again(log: QuestionLog, ask: Ask) -> None:
    one = ask("Mục tiêu?")
    before = counted(log)
    assert before["web", "status", "answered"] == 1
    assert before["web", "source", CURRENT.document_id] == 1
    assert before["web", "topic", f"{CURRENT.document_id}\nĐiều 1, khoản 2"] == 1
    ask("Mục tiêu?", answer_id=one)
    assert counted(log) == before
    log.add_feedback(one, "up", None)
    log.add_feedback(one, "down", "sai")
    assert counted(log) == {**before, ("web", "feedback", "down"): 1}


def test_golden_cases_are_no_questions_of_people(log: QuestionLog, ask: Ask) -> None:
    case = ask("Mục tiêu?", channel=EVALUATION)
    assert found(log) == []
    assert turn(log.engine, case) is not None
    assert counted(log) == {}


def test_what_was_logged_before_there_was_a_ledger_is_entered_once(log: QuestionLog, ask: Ask) -> None:
    one, two = ask("Cơ quan nào?"), ask("Ở đâu?", Status.UNANSWERABLE_NO_MATCH)
    log.add_feedback(one, "up", None)
    before, rows = counted(log), [replace(row, id=0) for row in screen(log.engine, Filters())]
    with log.engine.begin() as db:
        db.exec_driver_sql("DELETE FROM asked_words")
        db.execute(delete(asked))
        db.execute(delete(daily))
    for _ in range(2):
        catch_up(log.engine)
        assert counted(log) == before
        assert [replace(row, id=0) for row in screen(log.engine, Filters())] == rows
        assert found(log, words="co quan") == [one]
    assert found(log) == [two, one]


def test_what_is_erased_is_found_no_more_but_stays_counted(log: QuestionLog, ask: Ask) -> None:
    one = ask("Số điện thoại của ai?")
    prune(log.engine, timedelta(seconds=-1))
    assert found(log, words="dien thoai") == []
    assert [row.question for row in screen(log.engine, Filters(answer_id=one))] == [""]
    assert counted(log)["web", "status", "answered"] == 1
    kept = turn(log.engine, one)
    assert kept is not None
    assert (kept["trace"], kept["sources"]) == (None, [])
