"""From a stored update to a delivered answer, with real tables and a platform in memory."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from assistant.channels.base import Ambiguous, ChannelDown, ChatGone, ChatMoved, Failed, NotSent, Refused
from assistant.delivery.office import PostOffice
from assistant.delivery.worker import MOST_ATTEMPTS
from assistant.messages import Kind, say
from assistant.records import channel_tables as t
from assistant.records import owners
from assistant.records.channel_records import ChannelRecords
from assistant.records.outbox import NotOurs, Outgoing
from assistant.records.writing import writing
from tests.assistant.delivery.conftest import Opening, working
from tests.support.fake_channel import Echo, FakeChannel, asked
from tests.support.waiting import until


def office_of(records: ChannelRecords, channel: FakeChannel, echo: Echo, **more: float) -> PostOffice:
    return PostOffice(records, [channel], echo, **more)  # type: ignore[arg-type]


def states(records: ChannelRecords) -> dict[str, int]:
    with records.engine.connect() as db:
        return dict(db.execute(select(t.outbox.c.state, func.count()).group_by(t.outbox.c.state)).all())  # type: ignore[arg-type]


def nothing_open(records: ChannelRecords) -> bool:
    with records.engine.connect() as db:
        left = [db.execute(select(func.count()).where(table.c.done_at.is_(None))).scalar() for table in (t.inbox, t.outbox)]
    return left == [0, 0]


async def test_each_question_is_answered_once_in_order(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    async with working(office_of(records, channel, echo)) as office:
        for _ in range(2):
            await office.take([asked(f"{n}", f"chat-{c}") for n in range(3) for c in range(20)])
        await until(lambda: len(channel.delivered) == 60)
        await until(lambda: nothing_open(records))
    for c in range(20):
        assert [text for address, text in channel.delivered if address == f"chat-{c}"] == ["re 0", "re 1", "re 2"]
    assert channel.closed


async def test_nothing_of_a_message_is_left_when_it_is_answered(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một câu hỏi")])
        await until(lambda: states(records) == {"sent": 1})
    with records.engine.connect() as db:
        kept = [*db.execute(select(t.inbox)).mappings(), *db.execute(select(t.outbox)).mappings()]
    assert {(row["letter"], row["chat"]) for row in kept} == {(None, "")}


async def test_personal_data_is_hidden_before_a_message_is_stored(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("số tôi 0912345678, ai ký?")])
        await until(lambda: len(channel.delivered) == 1)
    assert channel.delivered[0][1] == "re số tôi [số điện thoại], ai ký?"


async def test_a_fourth_question_is_told_to_wait_once(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    async with working(office_of(records, channel, echo)) as office:
        assert await office.take([asked(f"slow {n}") for n in range(50)]) == 50
        await until(lambda: channel.delivered == [("chat-1", "wait")])
        await office.take([asked("/start", kind=Kind.COMMAND), asked("other", "chat-2")])
        await until(lambda: ("chat-2", "re other") in channel.delivered)
        echo.gate.set()
        await until(lambda: len(channel.delivered) == 6)
        await office.take([asked("after", "chat-1")])
        await until(lambda: len(channel.delivered) == 7)
    mine = [text for address, text in channel.delivered if address == "chat-1"]
    assert mine == ["wait", "re slow 0", "re slow 1", "re slow 2", "re /start", "re after"]


async def test_ten_thousand_messages_from_one_chat_do_not_hurt_others(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    many = 10_000 if records.engine.dialect.name == "sqlite" else 1_000
    async with working(office_of(records, channel, echo)) as office:
        for start in range(0, many, 100):
            await office.take([asked(f"spam {n}") for n in range(start, start + 100)])
        await office.take([asked("hỏi", f"other-{n}") for n in range(20)])
        await until(lambda: sum(address.startswith("other") for address, _ in channel.delivered) == 20)
        await until(lambda: nothing_open(records))
        with records.engine.connect() as db:
            outcomes = dict(db.execute(select(t.inbox.c.outcome, func.count()).group_by(t.inbox.c.outcome)).all())  # type: ignore[arg-type]
    assert outcomes["refused"] + outcomes["answered"] == many + 20
    told = [text for address, text in channel.delivered if (address, text) == ("chat-1", "wait")]
    assert 1 <= len(told) <= outcomes["answered"] / 3


async def test_a_failing_or_endless_answer_becomes_an_apology(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    async with working(office_of(records, channel, echo, deadline=0.2)) as office:
        await office.take([asked("fail"), asked("slow", "chat-2")])
        await until(lambda: len(channel.delivered) == 2)
        await office.take([asked("again")])
        await until(lambda: len(channel.delivered) == 3)
    assert channel.delivered == [("chat-1", "sorry"), ("chat-2", "late"), ("chat-1", "re again")]


async def test_what_certainly_did_not_arrive_is_sent_again(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    channel.problems.extend([(False, NotSent("no connection", 0.05)), (True, NotSent("429", 0.05)), (True, ChatMoved("new-address"))])
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("hỏi"), asked("hỏi nữa")])
        await until(lambda: len(channel.delivered) == 2)
    assert channel.delivered == [("new-address", "re hỏi"), ("chat-1", "re hỏi nữa")]


async def test_what_may_have_arrived_is_never_sent_again(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    channel.problems.append((True, Ambiguous("time-out")))
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một"), asked("hai")])
        await until(lambda: states(records) == {"unknown": 1, "sent": 1})
    assert channel.delivered == [("chat-1", "re hai")]


async def test_an_error_of_the_platform_is_tried_once_more_and_a_refusal_in_other_words(
    records: ChannelRecords, channel: FakeChannel, echo: Echo
) -> None:
    channel.problems.extend(
        [(True, Failed("500")), (True, Failed("500")), (True, Refused("markup", {"text": "plain"})), (True, Refused("no"))]
    )
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một"), asked("hai")])
        await until(lambda: states(records) == {"failed": 2})
        await office.take([asked("ba")])
        await until(lambda: channel.delivered == [("chat-1", "re ba")])


async def test_a_chat_that_is_gone_gets_nothing_more(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    chat = records.seal.pseudonym("fake", "chat-1")
    with writing(records.engine) as db:
        records.chats.agree("fake", chat, "chat-1")(db)
    channel.problems.append((True, ChatGone("blocked")))
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một")])
        await until(lambda: states(records) == {"failed": 1})
        known = records.chats.find("fake", chat)
        assert known is not None
        await until(lambda: (found := records.chats.find("fake", chat)) and found.gone and found.address is None)
        assert not office.tell("fake", chat, say("tin"), "news-1")
    assert channel.delivered == []


async def test_a_channel_that_is_down_keeps_its_messages(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    channel.problems.append((False, ChannelDown("401")))
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một")])
        await until(lambda: states(records) == {"ready": 1} and not nothing_open(records))
    assert channel.delivered == []


async def test_news_goes_out_once_for_each_key_and_never_holds_up_an_answer(
    records: ChannelRecords, channel: FakeChannel, echo: Echo
) -> None:
    chat = records.seal.pseudonym("fake", "chat-1")
    with writing(records.engine) as db:
        records.chats.agree("fake", chat, "chat-1")(db)
    async with working(office_of(records, channel, echo)) as office:
        assert office.tell("fake", chat, say("mai"), "tomorrow", datetime.now(UTC) + timedelta(days=1))
        for _ in range(3):
            assert office.tell("fake", chat, say("tin"), "news-1", datetime.now(UTC) - timedelta(seconds=1))
        assert not office.tell("fake", "nobody", say("tin"), "news-2")
        await office.take([asked("một")])
        await until(lambda: sorted(channel.delivered) == [("chat-1", "re một"), ("chat-1", "tin")])
    assert states(records) == {"sent": 2, "ready": 1}


async def test_another_process_takes_over_at_once(opening: Opening, channel: FakeChannel, echo: Echo) -> None:
    dead, alive = opening(), opening()
    dead.inbox.take([asked("một"), asked("hai"), asked("ba", "chat-2")], lambda *_: None)
    with writing(dead.engine) as db:
        dead.outbox.put(db, [Outgoing(f"k{n}", "fake", f"c{n}", f"a{n}", {"text": f"{n}"}) for n in range(2)])
    assert len(dead.inbox.claim(5, ["fake"])) == 2
    first, _ = dead.outbox.claim(5, ["fake"])
    dead.outbox.leaving(first)
    dead.owner._lock.release()  # what the kernel does when a process dies
    async with working(office_of(alive, channel, echo)):
        await until(lambda: nothing_open(alive))
    assert sorted(text for _, text in channel.delivered) == ["1", "re ba", "re hai", "re một"]
    assert states(alive) == {"unknown": 1, "sent": 4}


async def test_two_processes_share_the_tables(opening: Opening, echo: Echo) -> None:
    """Each message is answered once and in order, whoever answers and whoever sends."""
    channels = [FakeChannel(), FakeChannel()]
    channels[1].delivered = channels[0].delivered  # one platform
    async with (
        working(office_of(opening(), channels[0], echo)) as one,
        working(office_of(opening(), channels[1], echo)) as other,
    ):
        for n in range(3):
            await (one, other)[n % 2].take([asked(f"{n}", f"chat-{c}") for c in range(30)])
        await until(lambda: len(channels[0].delivered) == 90 and nothing_open(one.records))
    for c in range(30):
        assert [text for address, text in channels[0].delivered if address == f"chat-{c}"] == ["re 0", "re 1", "re 2"]


async def test_who_was_taken_for_dead_writes_and_sends_nothing(
    opening: Opening, channel: FakeChannel, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that slept so long that others took over its work must not answer a second time when it wakes."""
    sleepy, awake = opening(), opening()
    sleepy.inbox.take([asked("một"), asked("một", "chat-2")], lambda *_: None)
    mine, sent_off = sleepy.inbox.claim(5, ["fake"])
    with writing(sleepy.engine) as db:
        assert sleepy.inbox.close(db, sent_off.id, "answered")
        sleepy.outbox.put(db, [Outgoing("k", "fake", sent_off.chat, "chat-2", {"text": "re một"})])
    (parcel,) = sleepy.outbox.claim(5, ["fake"])
    assert awake.owner.take_over() == 0
    monkeypatch.setattr(owners, "SILENT_SECONDS", 0.0)
    async with working(office_of(awake, channel, echo)):
        await until(lambda: nothing_open(awake))
    monkeypatch.undo()
    with writing(sleepy.engine) as db:
        assert not sleepy.inbox.close(db, mine.id, "answered")
    with pytest.raises(NotOurs):
        sleepy.outbox.leaving(parcel)
    sleepy.outbox.again(parcel, 0, "late")
    sleepy.outbox.end(parcel.id, "failed", problem="late")
    assert states(awake) == {"sent": 2}
    sleepy.owner.beat()
    assert awake.owner.take_over() == 0


@pytest.mark.parametrize("days", [2, -3])
async def test_a_clock_that_jumps_makes_nobody_dead(opening: Opening, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    one, other = opening(), opening()
    assert other.owner.take_over() == 0

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr(owners, "datetime", Jumped)
    assert one.owner.take_over() == other.owner.take_over() == 0
    one.owner.beat()
    assert other.owner.take_over() == 0
    one.owner.leave()
    other.owner.leave()


async def test_what_is_sealed_with_a_lost_key_stops_nothing(opening: Opening, channel: FakeChannel, echo: Echo, tmp_path: Path) -> None:
    before = opening()
    before.inbox.take([asked("một")], lambda *_: None)
    with writing(before.engine) as db:
        before.outbox.put(db, [Outgoing("k", "fake", "c", "a", {"text": "cũ"})])
    (tmp_path / "privacy.key").write_text("another secret, as long as it must be")
    async with working(office_of(opening(), channel, echo)) as office:
        await office.take([asked("hai")])
        await until(lambda: channel.delivered == [("chat-1", "re hai")])
        await until(lambda: nothing_open(office.records))
    assert states(before) == {"failed": 1, "sent": 1}


async def test_a_message_that_brings_the_process_down_again_and_again_gets_an_apology(
    records: ChannelRecords, channel: FakeChannel, echo: Echo
) -> None:
    records.inbox.take([asked("một")], lambda *_: None)
    with writing(records.engine) as db:
        db.execute(update(t.inbox).values(attempts=MOST_ATTEMPTS))
    async with working(office_of(records, channel, echo)):
        await until(lambda: channel.delivered == [("chat-1", "sorry")])
    assert echo.heard == []


async def test_stopping_waits_for_what_is_under_way(records: ChannelRecords, channel: FakeChannel, echo: Echo) -> None:
    channel.gate = asyncio.Event()
    async with working(office_of(records, channel, echo)) as office:
        await office.take([asked("một")])
        await until(lambda: states(records) == {"sending": 1})
        asyncio.get_running_loop().call_later(0.05, channel.gate.set)
    assert channel.delivered == [("chat-1", "re một")]
    assert states(records) == {"sent": 1}
