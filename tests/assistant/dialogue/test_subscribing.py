"""Choosing what to be told of, and asking to be told of an answer: with consent only, changed and stopped in one tap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from assistant.announcer import end_promises
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.visit import House
from assistant.messages import Inbound, Kind
from assistant.news.plan import Plan
from assistant.records import channel_tables as c
from assistant.records import news_tables as n
from assistant.records.privacy import prune
from assistant.records.wants import OPEN
from assistant.records.writing import writing
from tests.assistant.dialogue.conftest import Saying, all_words, button, buttons, file_of
from tests.assistant.dialogue.test_conversation import everything_on_disk, rows

IN_VAIN = "Kiên Giang xây bao nhiêu trạm vũ trụ năm 2031?"
KEEP = timedelta(days=30)


def wishes(house: House) -> list[str]:
    return [row["wish"] for row in rows(house, n.subscriptions)]


def test_without_consent_nothing_is_subscribed_until_one_agrees(say: Saying, house: House) -> None:
    menu = say("/theodoi")
    assert [b.label for b in buttons(menu)[2:6]] == ["Văn bản mới", "Sự kiện mới", "Theo tỉnh, thành phố", "Theo chủ đề"]
    asked = say(button(menu, "Sự kiện mới"), kind=Kind.TAP)
    assert "địa chỉ trò chuyện (đã mã hóa)" in all_words(asked)
    assert rows(house, n.subscriptions) == rows(house, c.chats) == []
    done = say(button(asked, "Đồng ý và nhận tin"), kind=Kind.TAP)
    assert "Đã ghi: Sự kiện mới." in all_words(done)
    assert "lâu nhất 365 ngày" in all_words(done)
    assert wishes(house) == ["events"]
    assert [line["action"] for line in rows(house, c.consents)] == ["agreed"]


def test_chosen_and_taken_back_by_tapping_and_typing(say: Saying, house: House) -> None:
    say("đồng ý")
    say("/theodoi kien giang")
    say("/theodoi dữ liệu")
    menu = say("/theodoi")
    assert "- An Giang" in all_words(menu)
    menu = say(button(menu, "✓ An Giang"), kind=Kind.TAP)
    assert "Đã bỏ: An Giang." in all_words(menu)
    page = say(button(say("/theodoi"), "Theo tỉnh"), kind=Kind.TAP)
    page = say(button(page, "Trang sau"), kind=Kind.TAP)
    say(button(page, "Hà Tĩnh"), kind=Kind.TAP)
    page = say(button(say("/theodoi"), "Theo chủ đề"), kind=Kind.TAP)
    assert button(page, "✓ Dữ liệu").startswith("unsub:")
    say(button(page, "Cuộc thi"), kind=Kind.TAP)
    assert sorted(wishes(house)) == ["province:Hà Tĩnh", "topic:contests", "topic:data"]
    assert "Tôi chưa có mục “giá vàng”" in all_words(say("/theodoi giá vàng"))


def test_one_tap_stops_everything_and_one_tap_brings_a_wish_back(say: Saying, house: House) -> None:
    assert "không đăng ký nhận tin nào" in all_words(say("/huy"))
    say("đồng ý")
    for wish in ("sự kiện", "văn bản"):
        say(f"/theodoi {wish}")
    stopped = say("/huy")
    assert wishes(house) == []
    say(button(stopped, "Nhận lại: Sự kiện mới"), kind=Kind.TAP)
    assert wishes(house) == ["events"]
    say("unsub:", kind=Kind.TAP)
    assert wishes(house) == []


def test_subscriptions_are_shown_and_erased(say: Saying, house: House, tmp_path: Path) -> None:
    say("đồng ý")
    say("/theodoi sự kiện")
    say(button(say(IN_VAIN), "Báo tôi"), kind=Kind.TAP)
    file = file_of(say("/dulieu")).text
    assert "Nhận tin: Sự kiện mới" in file
    assert f"Chờ câu trả lời: {IN_VAIN}" in file
    say("/xoa")
    assert rows(house, n.subscriptions) == rows(house, n.wants) == []
    assert "trạm vũ trụ".encode() not in everything_on_disk(tmp_path)


def test_nobody_subscribes_in_a_group(say: Saying, house: House) -> None:
    for text in ("/theodoi sự kiện", "/huy"):
        assert "nhắn riêng" in all_words(say(text, group=True))
    for tap in ("sub:events", "want:x", "subok:events", "wantok:x"):
        say(tap, group=True, kind=Kind.TAP)
    assert "Báo tôi" not in " ".join(b.label for b in buttons(say(IN_VAIN, group=True)))
    assert rows(house, n.subscriptions) == rows(house, n.wants) == rows(house, c.chats) == []


@pytest.mark.parametrize("tap", ["sub:", "sub:province:Atlantis", "subok:nonsense", "wishes:provinces:99", "wishes:x", "unsub:nothing"])
def test_a_tap_that_means_nothing_does_nothing(say: Saying, house: House, tap: str) -> None:
    say("đồng ý")
    assert say(tap, kind=Kind.TAP).messages
    assert wishes(house) == []


def test_who_asked_in_vain_may_agree_and_wait_without_typing_again(say: Saying, house: House, tmp_path: Path) -> None:
    answer = say(IN_VAIN)
    assert "trạm vũ trụ".encode() not in everything_on_disk(tmp_path), "sealed for an hour"
    asked = say(button(answer, "Báo tôi khi có câu trả lời"), kind=Kind.TAP)
    assert "lâu nhất 180 ngày" in all_words(asked)
    assert rows(house, n.wants) == []
    done = say(button(asked, "Đồng ý và báo tôi"), kind=Kind.TAP)
    assert "tôi sẽ nhắn bạn, một lần" in all_words(done)
    chat = house.records.seal.pseudonym("telegram", "c1")
    (want,) = house.records.wants.of("telegram", chat)
    assert (want.state, want.asked.question if want.asked else "") == (OPEN, IN_VAIN)
    say(button(done, "Thôi, không cần báo"), kind=Kind.TAP)
    assert rows(house, n.wants) == []


def test_after_an_hour_the_question_of_a_stranger_is_gone(say: Saying, house: House) -> None:
    answer = say(IN_VAIN)
    with writing(house.records.engine) as db:
        db.execute(update(c.marks).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    assert "Bạn gõ lại câu hỏi" in all_words(say(button(answer, "Báo tôi"), kind=Kind.TAP))


def test_nobody_waits_for_the_question_of_somebody_else(say: Saying, house: House) -> None:
    say("đồng ý")
    tap = button(say(IN_VAIN), "Báo tôi")
    for other in ("đồng ý", "không đồng ý"):
        say(other, chat="c2")
        assert "không còn giữ" in all_words(say(tap, kind=Kind.TAP, chat="c2"))
    assert rows(house, n.wants) == []


def test_what_is_not_our_business_is_not_promised(say: Saying) -> None:
    say("đồng ý")
    assert not [b for b in buttons(say("giá vàng hôm nay?")) if b.label.startswith("Báo tôi")]


def test_a_bad_answer_may_be_waited_for_too(say: Saying, house: House) -> None:
    say("đồng ý")
    answer = say("Quyết định 127 còn hiệu lực không?")
    why = say(button(answer, "👎"), kind=Kind.TAP)
    say(button(why, "Báo tôi khi có câu trả lời tốt hơn"), kind=Kind.TAP)
    (want,) = house.records.wants.untried("any", 5)
    assert want.asked
    assert want.asked.seen, "the sources that did not help"


def test_on_a_platform_with_a_window_the_promise_says_so(house: House) -> None:
    house.windows["zalo_oa"] = timedelta(hours=48)
    conversation = Conversation(house)
    chat = house.records.seal.pseudonym("zalo_oa", "1")
    with writing(house.records.engine) as db:
        house.records.chats.agree("zalo_oa", chat, "1")(db)
    told = conversation.reply(Inbound("zalo_oa", "e1", "1", Kind.COMMAND, "/theodoi sự kiện", by_word=True), chat)
    assert "Zalo chỉ cho tôi nhắn trong 48 giờ" in all_words(told)
    house.windows.clear()


def test_an_address_is_kept_while_something_is_promised_and_words_are_not(say: Saying, house: House) -> None:
    say("đồng ý")
    say("/theodoi sự kiện")
    say(IN_VAIN)
    long_ago = datetime.now(UTC) - timedelta(days=60)
    with writing(house.records.engine) as db:
        db.execute(update(c.chats).values(expires_at=long_ago, seen_at=long_ago))
    prune(house.records.engine, KEEP)
    assert len(rows(house, c.chats)) == 1
    say("/huy")
    with writing(house.records.engine) as db:
        db.execute(update(c.chats).values(expires_at=long_ago))
    prune(house.records.engine, KEEP)
    assert rows(house, c.chats) == []


def test_promises_end(say: Saying, house: House) -> None:
    say("đồng ý")
    say("/theodoi sự kiện")
    say(button(say(IN_VAIN), "Báo tôi"), kind=Kind.TAP)
    end_promises(house.records, Plan(), KEEP)
    assert len(rows(house, n.subscriptions)) == len(rows(house, n.wants)) == 1
    with writing(house.records.engine) as db:
        db.execute(update(c.chats).values(seen_at=datetime.now(UTC) - timedelta(days=366)))
        db.execute(update(n.wants).values(asked_at=datetime.now(UTC) - timedelta(days=181)))
    end_promises(house.records, Plan(), KEEP)
    assert rows(house, n.subscriptions) == []
    assert [(row["state"], row["letter"]) for row in rows(house, n.wants)] == [("expired", None)]
    with writing(house.records.engine) as db:
        db.execute(update(n.wants).values(ended_at=datetime.now(UTC) - timedelta(days=31)))
    end_promises(house.records, Plan(), KEEP)
    assert rows(house, n.wants) == []
