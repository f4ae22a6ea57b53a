"""The queue on a real PostgreSQL: filled, handled, closed by an approval, emptied by erasing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import update

from assistant.models import Answer, Status
from assistant.records import cases
from assistant.records import review as rows
from assistant.records import tables as t
from assistant.records.channel_records import ChannelRecords
from assistant.records.curated import approve, create, submit
from assistant.records.curated_words import Words
from assistant.records.log import QuestionLog
from assistant.records.wants import READY, Asked
from assistant.records.writing import writing
from assistant.review.forgetting import forget_erased
from assistant.review.work import ReviewWork
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import make_assistant_settings
from tests.assistant.review.test_queue import GOLD, ROOM
from tests.support.postgres import new_database


def test_the_whole_way_on_postgresql(tmp_path: Path, postgres_folder: Path, starter_base: KnowledgeBase) -> None:
    url = new_database(postgres_folder)
    log, records = QuestionLog.open(url), ChannelRecords.open(url, tmp_path)

    def asked(answer_id: str, text: str) -> None:
        answer = Answer(answer_id, Status.UNANSWERABLE_NO_MATCH, "chưa", date(2026, 11, 22), 1)
        log.write(answer, channel="web", question=text, understood_as=text, passages=[], error=None)

    for n, text in enumerate((ROOM, ROOM.lower(), GOLD)):
        asked(f"t{n}", text)
        records.wants.write(records.wants.add("web", f"chat{n}", f"t{n}", Asked(text)))
    log.add_feedback("t2", "down", "sai")
    work = ReviewWork.of(Assistant(make_assistant_settings(tmp_path), starter_base, log), records)
    while work.step():
        pass
    room, gold = rows.groups(log.engine)
    assert (room.size, gold.size, gold.reported) == (2, 1, 1)
    asked("t3", GOLD)
    ReviewWork.of(Assistant(make_assistant_settings(tmp_path), starter_base, log), records).step()
    assert rows.open_groups(log.engine) == (2, 3), "another process holds the lease"
    with writing(log.engine) as db:
        rows.assign(db, gold.id, gold.version, "lan", "minh")
        made = create(db, Words(ROOM, "Phòng 203.", basis="Thông báo 12"), "lan")
        approve(db, made, submit(db, made, 1, "lan"), "minh")
        assert cases.add(db, "t0", ROOM, cases.REFUSED, [], date(2026, 11, 22), "lan")
        assert not cases.add(db, "t0", ROOM, cases.REFUSED, [], date(2026, 11, 22), "lan")
    work.step()
    assert [records.wants.of("web", f"chat{n}")[0].state == READY for n in range(3)] == [True, True, False]
    assert [group.question for group in rows.groups(log.engine)] == [GOLD]
    with writing(log.engine) as db:
        db.execute(update(t.turns).where(t.turns.c.answer_id.in_(["t1", "t2", "t3"])).values(question="", understood_as=""))
    assert forget_erased(log.engine) == 1
    assert [group.example for group in rows.groups(log.engine, state="handled")] == ["t0"]
    work.leave()
    records.close()
    log.close()
