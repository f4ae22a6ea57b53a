"""An approval closes the cards it answers and tells those who waited; a neighbour of theirs goes on waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import Status
from assistant.records import review as rows
from assistant.records.channel_records import ChannelRecords
from assistant.records.curated import approve, create, submit
from assistant.records.curated_words import Words
from assistant.records.log import QuestionLog
from assistant.records.wants import READY, Asked
from assistant.records.writing import writing
from assistant.review.work import ReviewWork
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import log_url, make_assistant_settings
from tests.assistant.review.conftest import Logging
from tests.assistant.review.test_queue import GOLD, ROOM

OTHER = "Đăng ký tập huấn AI của Sở ở phòng nào tại Cà Mau?"


@pytest.fixture
def work(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog) -> ReviewWork:
    records = ChannelRecords.open(log_url(tmp_path), tmp_path)
    assistant = Assistant(make_assistant_settings(tmp_path), starter_base, question_log)
    return ReviewWork.of(assistant, records)


def test_an_approval_closes_cards_and_tells_those_who_waited(
    work: ReviewWork, logged: Logging, question_log: QuestionLog, tmp_path: Path
) -> None:
    wants = ChannelRecords.open(log_url(tmp_path), tmp_path).wants
    for chat, text in (("a", ROOM), ("b", "dang ky tap huan ai cua so o phong nao"), ("c", OTHER), ("d", GOLD)):
        wants.write(wants.add("web", chat, logged(text), Asked(text)))
    while work.step():
        pass
    assert rows.open_groups(question_log.engine)[1] == 4
    with writing(question_log.engine) as db:
        made = create(db, Words(ROOM, "Phòng 203.", basis="Thông báo 12"), "lan")
        approve(db, made, submit(db, made, 1, "lan"), "minh")
    work.step()
    states = {chat: wants.of("web", chat)[0] for chat in "abcd"}
    assert [chat for chat, want in states.items() if want.state == READY] == ["a", "b"]
    answer = states["a"].answer
    assert answer is not None
    assert answer.status is Status.ANSWERED_CURATED
    assert "Phòng 203." in answer.text
    closed = rows.groups(question_log.engine, state="handled")
    assert [(g.question, g.verdict, g.handled_by, g.curated_id) for g in closed] == [(closed[0].question, "answered", "minh", made)]
    assert {g.question for g in rows.groups(question_log.engine)} == {OTHER, GOLD}
    work.step()
    assert len(rows.history_of(question_log.engine, closed[0].id)) == 1, "followed once"
