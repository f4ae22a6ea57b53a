"""New documents and events reach their subscribers once each, whatever happens in between."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from assistant.news.plan import Plan
from assistant.records import channel_tables as c
from assistant.records import news_tables as n
from assistant.records.privacy import erase
from assistant.records.subscriptions import MOST_WISHES
from tests.assistant.delivery.conftest import Opening
from tests.assistant.news.conftest import LAW, NOON, TODAY, World
from tests.support.shelf import event
from tests.support.waiting import meets

WORKSHOP = event("hoi-thao", TODAY + timedelta(days=30), TODAY + timedelta(days=20), title="Hội thảo AI", place="Rạch Giá, Kiên Giang")


def started(world: World, *wishes: str) -> World:
    """The first day is over; An subscribed."""
    world.announcer().round()
    world.subscribe("an", *(wishes or ("documents", "events")))
    return world


def test_the_first_release_announces_nothing(world: World) -> None:
    world.subscribe("an", "documents", "events")
    world.announcer().round()
    assert world.told() == []


def test_a_new_document_is_told_once_with_its_source(world: World) -> None:
    announcer = started(world).announcer()
    world.shelf.put(LAW)
    announcer.round()
    ((chat, text),) = world.told()
    assert chat == "an"
    for fact in ("Vừa có thêm văn bản:", "Luật 9/2026/QH15 ngày 01/11/2026", "Luật về dữ liệu", "Quốc hội"):
        assert fact in text
    for again in (announcer, world.announcer()):
        again.round()
    assert len(world.told()) == 1


def test_rolled_back_and_published_again_it_is_not_told_again(world: World) -> None:
    announcer = started(world).announcer()
    new = world.shelf.put(LAW)
    announcer.round()
    for number in (1, new):
        world.shelf.roll_back(number)
        announcer.round()
    world.shelf.put(without=["moi"])
    announcer.round()
    world.shelf.put(LAW)
    announcer.round()
    world.shelf.put(replace(LAW, document_id="moi-tep-khac"))
    announcer.round()
    assert len(world.told()) == 1


def test_rolled_back_before_anybody_heard_it_waits_for_its_return(world: World) -> None:
    world.plan = Plan(wait=timedelta(minutes=10))
    announcer = started(world).announcer()
    new = world.shelf.put(LAW)
    announcer.round()
    assert world.told() == [], "a release must stand for a while"
    world.shelf.roll_back(1)
    world.now += timedelta(days=3)
    announcer.round()
    assert world.told() == []
    world.shelf.roll_back(new)
    announcer.round()
    assert len(world.told()) == 1


def test_each_hears_what_was_asked_for(world: World) -> None:
    announcer = started(world).announcer()
    for chat, wish in {"binh": "events", "chi": "province:An Giang", "dung": "topic:data", "em": "province:Hà Nội"}.items():
        world.subscribe(chat, wish)
    world.shelf.put(LAW, WORKSHOP)
    announcer.round()
    found: dict[str, list[str]] = {}
    for chat, text in world.told():
        found.setdefault(chat, []).append("luật" if "Luật" in text else "hội thảo")
    assert {chat: sorted(what) for chat, what in found.items()} == {
        "an": ["hội thảo", "luật"],
        "binh": ["hội thảo"],
        "chi": ["hội thảo"],
        "dung": ["luật"],
    }


def test_what_is_over_is_never_told(world: World) -> None:
    announcer = started(world).announcer()
    ended = replace(LAW, effective_from=date(2020, 1, 1), effective_to=TODAY)
    world.shelf.put(ended, event("qua", TODAY - timedelta(days=1)))
    announcer.round()
    world.now += timedelta(days=1)
    announcer.round()
    assert world.told() == []


def test_a_law_that_is_not_yet_in_force_is_told(world: World) -> None:
    announcer = started(world).announcer()
    world.shelf.put(replace(LAW, effective_from=date(2027, 1, 1)))
    announcer.round()
    assert "có hiệu lực từ 01/01/2027" in world.told()[0][1]


def test_nobody_is_disturbed_at_night(world: World) -> None:
    announcer = started(world).announcer()
    world.shelf.put(LAW)
    for hour in (14, 16, 23):  # 21:00, 23:00 and 06:00 in Ho Chi Minh City
        world.now = NOON.replace(hour=hour)
        announcer.round()
        assert world.told() == []
    world.now = NOON.replace(hour=0) + timedelta(days=1)  # 07:00
    announcer.round()
    assert len(world.told()) == 1


def test_many_news_are_one_message(world: World) -> None:
    announcer = started(world).announcer()
    laws = [replace(LAW, document_id=f"l{n}", number=f"{n}/2026/QH15") for n in range(14)]
    world.shelf.put(*laws[:3])
    announcer.round()
    assert len(world.told()) == 3
    world.shelf.put(*laws[3:])
    announcer.round()
    (_, digest) = world.told()[3]
    assert "Có 11 tin mới cho bạn" in digest
    assert "Và 1 tin khác" in digest
    assert len(world.told()) == 4


def test_reminders_before_a_deadline_and_a_start(world: World) -> None:
    announcer = started(world, "events").announcer()
    world.shelf.put(event("thi", date(2026, 12, 10), date(2026, 12, 5), title="Cuộc thi AI"))
    said = {}
    for days in range(20):
        world.now = NOON + timedelta(days=days)
        before = len(world.told())
        announcer.round()
        announcer.round()
        for _, text in world.told()[before:]:
            said[str(world.now.date())] = text.splitlines()[0]
    assert said == {
        "2026-11-25": "Có sự kiện mới:",
        "2026-12-02": "Còn 3 ngày là hết hạn đăng ký:",
        "2026-12-04": "Ngày mai hết hạn đăng ký:",
        "2026-12-07": "Còn 3 ngày nữa diễn ra:",
        "2026-12-09": "Diễn ra ngày mai:",
    }


def test_a_reminder_alone_for_who_asked_beside_the_event(world: World) -> None:
    world.shelf.put(WORKSHOP)
    world.announcer().round()
    world.subscribe("an", "event:hoi-thao")
    world.now = NOON + timedelta(days=19)
    world.announcer().round()
    ((_, text),) = world.told()
    assert text.startswith("Ngày mai hết hạn đăng ký:")


def test_a_new_event_that_is_near_is_told_once_not_twice(world: World) -> None:
    announcer = started(world, "events").announcer()
    world.shelf.put(event("gap", TODAY + timedelta(days=1), TODAY + timedelta(days=1)))
    announcer.round()
    assert [text.splitlines()[0] for _, text in world.told()] == ["Có sự kiện mới:"]


def test_only_inside_the_window_and_the_rest_when_the_person_is_back(world: World) -> None:
    world.channel.reply_window = timedelta(hours=48)
    announcer = started(world).announcer()
    world.shelf.put(LAW)
    announcer.round()
    assert len(world.told()) == 1, "inside the window"
    world.now += timedelta(hours=49)
    world.shelf.put(replace(LAW, document_id="l2", number="2/2026/QH15"))
    announcer.round()
    world.subscribe("an", "topic:laws")
    world.shelf.put(WORKSHOP)
    announcer.round()
    assert len(world.told()) == 1, "outside of it"
    world.now += timedelta(days=3)
    world.seen("an", world.now)
    announcer.round()
    announcer.round()
    assert [text.splitlines()[0] for _, text in world.told()[1:]] == ["Vừa có thêm văn bản:", "Có sự kiện mới:"]


def test_who_subscribes_late_hears_of_what_comes_then(world: World) -> None:
    announcer = started(world, "events").announcer()
    world.shelf.put(LAW)
    announcer.round()
    world.subscribe("an", "documents")
    announcer.round()
    assert world.told() == []


@pytest.mark.parametrize("end", ["unsubscribed", "erased", "blocked", "notice"])
def test_who_is_gone_hears_nothing(world: World, end: str) -> None:
    announcer = started(world).announcer()
    me = (world.channel.name, "an")
    effects = {
        "unsubscribed": world.records.subscriptions.remove(*me),
        "erased": lambda db: erase(db, *me),
        "blocked": world.records.chats.gone(*me),
        "notice": lambda db: db.execute(update(c.chats).values(notice="an older one")) and None,
    }
    world.write(effects[end])
    world.shelf.put(LAW)
    announcer.round()
    assert world.told() == []
    if end == "erased":
        with world.records.engine.connect() as db:
            assert db.execute(select(n.subscriptions)).all() == []


def test_stopping_also_stops_what_is_on_its_way(world: World) -> None:
    announcer = started(world).announcer()
    world.shelf.put(LAW)
    announcer.round()
    world.write(world.records.subscriptions.remove(world.channel.name, "an"))
    assert world.told() == []


@pytest.mark.parametrize("lease", [60, 0], ids=["leased", "all at once"])
def test_of_many_processes_one_tells(world: World, opening: Opening, monkeypatch: pytest.MonkeyPatch, lease: int) -> None:
    monkeypatch.setattr("assistant.news.walk.AT_A_TIME", 5)
    started(world)
    for chat in range(30):
        world.subscribe(f"c{chat:02}", "documents")
    world.shelf.put(LAW)
    assert world.last
    world.last.leave()
    others = [world.announcer(opening(), lease=timedelta(seconds=lease)) for _ in range(3)]
    threads = [threading.Thread(target=other.round) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(chat for chat, _ in world.told()) == sorted(["an", *(f"c{chat:02}" for chat in range(30))])


def test_a_dead_process_is_followed_by_another(world: World) -> None:
    started(world)
    world.shelf.put(LAW)
    first = world.announcer(lease=timedelta(seconds=0.3))
    assert first._lease.hold()
    world.last = None
    other = world.announcer()
    other.round()
    assert world.told() == []

    def told() -> bool:
        other.round()
        return bool(world.told())

    meets(told, 20)


def test_the_rest_waits_while_the_outbox_is_full(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.news.walk.AT_A_TIME", 4)
    monkeypatch.setattr("assistant.news.walk.MOST_ON_THE_WAY", 8)
    announcer = started(world).announcer()
    for chat in range(19):
        world.subscribe(f"c{chat:02}", "documents")
    world.shelf.put(LAW)
    announcer.round()
    assert len(world.told()) == 8
    for _ in range(3):
        world.write(lambda db: db.execute(update(c.outbox).values(done_at=NOON)) and None)
        announcer.round()
    chats = [chat for chat, _ in world.told()]
    assert len(chats) == len(set(chats)) == 20


def test_nobody_has_more_wishes_than_one_can_read(world: World) -> None:
    world.subscribe("an", *(f"event:{number}" for number in range(MOST_WISHES + 5)))
    assert len(world.records.subscriptions.of(world.channel.name, "an")) == MOST_WISHES


def test_before_it_ends_a_subscription_says_so(world: World) -> None:
    announcer = started(world).announcer()
    world.seen("an", NOON - timedelta(days=350))
    world.shelf.put(LAW)
    announcer.round()
    assert "hết hạn ngày 10/12/2026" in world.told()[0][1]
