"""Whole dialogues: first contact, consent, questions, commands, buttons; what is kept of them, and what is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assistant.dialogue.commands import BUTTONS, COMMANDS
from assistant.dialogue.visit import House
from assistant.messages import Kind
from assistant.records import channel_tables as c
from assistant.records import tables as t
from assistant.records.privacy import prune
from assistant.records.writing import writing
from assistant.replies import commands
from tests.assistant.dialogue.conftest import Saying, all_words, button, buttons, file_of, words

ASKED = "Quyết định 127 còn hiệu lực không?"


def rows(house: House, table) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    with house.records.engine.connect() as db:
        return [dict(row) for row in db.execute(select(table)).mappings()]


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("assistant.sqlite3*"))


def test_first_contact_says_who_what_and_how_long_and_answers_all_the_same(say: Saying) -> None:
    reply = say(ASKED)
    notice, answer = reply.messages
    for fact in ("Sở Khoa học và Công nghệ", "trí tuệ nhân tạo", "không phải cán bộ", "30 ngày", "Telegram", "/xoa"):
        assert fact in words(notice)
    assert [b.label for b in notice.buttons[0]] == ["Đồng ý", "Không, cứ hỏi thôi"]
    assert "không còn hiệu lực" in words(answer)
    assert "Trả lời tự động" in words(answer)
    assert len(say(ASKED).messages) == 1


def test_without_consent_only_how_it_ended_is_kept(say: Saying, house: House, tmp_path: Path) -> None:
    say("Kiên Giang giao cơ quan nào chủ trì?", chat="tele-4711")
    (turn,) = rows(house, t.turns)
    assert (turn["question"], turn["understood_as"], turn["text"], turn["sources"], turn["passages"]) == ("", "", "", [], [])
    assert (turn["status"], turn["channel"], turn["conversation_id"]) == ("answered", "telegram", None)
    assert rows(house, c.chats) == rows(house, c.consents) == []
    disk = everything_on_disk(tmp_path)
    assert "Kiên Giang giao".encode() not in disk
    assert b"tele-4711" not in disk


@pytest.mark.parametrize("yes", ["Đồng ý", "dong y", "button", "/dongy"])
def test_who_agreed_is_remembered_and_may_ask_on(say: Saying, house: House, yes: str) -> None:
    first = say("Ai ký báo cáo của Kiên Giang?")
    say(button(first, "Đồng ý"), kind=Kind.TAP) if yes == "button" else say(yes)
    assert [line["action"] for line in rows(house, c.consents)] == ["agreed"]
    say("Ai ký báo cáo của Kiên Giang?")
    assert "28/12/2021" in all_words(say("ban hành ngày nào?"))
    assert [turn["question"] for turn in rows(house, t.turns)][1:] == ["Ai ký báo cáo của Kiên Giang?", "ban hành ngày nào?"]
    say("/moi")
    assert "28/12/2021" not in all_words(say("ban hành ngày nào?"))


def test_the_reminder_comes_back_after_a_day_of_silence(say: Saying, house: House) -> None:
    say("đồng ý")
    say(ASKED)
    assert len(say(ASKED).messages) == 1
    with writing(house.records.engine) as db:
        db.execute(update(c.marks).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    reminder, _ = say(ASKED).messages
    assert words(reminder).startswith("Nhắc lại: tôi là trợ lý tự động")


def test_my_data_as_a_file_and_erased_at_once_everywhere(say: Saying, house: House, tmp_path: Path) -> None:
    say("đồng ý")
    answer = say("Bí mật của tôi: Kiên Giang giao cơ quan nào chủ trì?")
    say(button(answer, "👎"), kind=Kind.TAP)
    say("/gopy Câu trả lời thiếu ngày")
    listing = file_of(say("/dulieu")).text
    for kept in ("Bí mật của tôi", "Đánh giá: chưa tốt", "Góp ý: Câu trả lời thiếu ngày", "Lịch sử đồng ý: đồng ý lưu"):
        assert kept in listing
    assert "Bí mật của tôi".encode() in everything_on_disk(tmp_path)
    erased = say("/xoa")
    code = words(erased.messages[0]).split("Mã xác nhận: ")[1].split(".")[0]
    assert [line["code"] for line in rows(house, c.consents) if line["action"] == "erased"] == [code]
    assert rows(house, c.chats) == rows(house, c.remarks) == []
    assert {turn["question"] for turn in rows(house, t.turns)} == {""}
    for word in ("Bí mật của tôi", "thiếu ngày"):
        assert word.encode() not in everything_on_disk(tmp_path)
    assert "Tôi không lưu gì về bạn" in all_words(say("/dulieu"))


def test_personal_data_in_a_remark_never_reaches_the_disk(say: Saying, house: House, tmp_path: Path) -> None:
    say("đồng ý")
    reply = say("/gopy Gọi lại cho tôi số 0912345678, CCCD 091099001234, câu trả lời thiếu ngày")
    assert "đừng gửi thông tin cá nhân" in all_words(reply)
    (kept,) = rows(house, c.remarks)
    assert kept["text"] == "Gọi lại cho tôi số [số điện thoại], CCCD [số căn cước], câu trả lời thiếu ngày"
    for number in ("0912345678", "091099001234"):
        assert number.encode() not in everything_on_disk(tmp_path)
    assert "thông tin cá nhân" not in all_words(say("/gopy Câu trả lời rõ ràng"))


def test_withdrawing_consent_erases_too(say: Saying, house: House) -> None:
    say("đồng ý")
    say(ASKED)
    assert "Mã xác nhận" in all_words(say("không đồng ý"))
    assert rows(house, c.chats) == []
    assert [line["action"] for line in rows(house, c.consents)] == ["agreed", "withdrawn"]
    assert "không lưu gì" in all_words(say("/rutdongy"))


def test_another_chat_is_not_touched(say: Saying, house: House) -> None:
    for chat in ("c1", "c2"):
        say("đồng ý", chat=chat)
        say(ASKED, chat=chat)
    say("/xoa", chat="c1")
    assert sorted(turn["question"] for turn in rows(house, t.turns)) == ["", ASKED]
    assert "1 câu hỏi" in all_words(say("/dulieu", chat="c2"))


def test_what_is_old_is_pruned(say: Saying, house: House) -> None:
    say("đồng ý")
    say(ASKED)
    say("/gopy hay")
    prune(house.records.engine, timedelta(days=30))
    assert len(rows(house, c.chats)) == len(rows(house, c.remarks)) == 1
    long_ago = datetime.now(UTC) - timedelta(days=31)
    with writing(house.records.engine) as db:
        db.execute(update(t.turns).values(asked_at=long_ago))
        db.execute(update(c.remarks).values(at=long_ago))
        db.execute(update(c.chats).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    prune(house.records.engine, timedelta(days=30))
    assert rows(house, c.chats) == rows(house, c.remarks) == []
    assert [(turn["question"], turn["status"]) for turn in rows(house, t.turns)] == [("", "answered")]


def test_in_a_group_nothing_is_kept_and_nobody_is_asked(say: Saying, house: House) -> None:
    notice, answer = say(ASKED, chat="-100", group=True).messages
    assert "không lưu gì" in words(notice)
    assert buttons(say("/start", chat="-100", group=True))
    assert "nhắn riêng" in all_words(say("/xoa", chat="-100", group=True))
    assert "nhắn riêng" in all_words(say("agree:", kind=Kind.TAP, chat="-100", group=True))
    assert rows(house, c.chats) == []
    assert "hiệu lực" in words(answer)


def test_every_command_of_the_menu_answers(say: Saying) -> None:
    assert set(commands()) == set(COMMANDS)
    for name in COMMANDS:
        reply = say(f"/{name}")
        assert all_words(reply).strip(), name
        assert "{" not in all_words(reply), name


@pytest.mark.parametrize(
    ("typed", "expected"), [("/Sự_kiện", "chưa biết lệnh"), ("/SuKien", "Sự kiện"), ("/events", "Sự kiện"), ("/gopy", "ví dụ")]
)
def test_how_commands_may_be_typed(say: Saying, typed: str, expected: str) -> None:
    assert expected in all_words(say(typed))


def test_sources_lead_to_the_whole_text_page_by_page(say: Saying) -> None:
    answer = say("Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?")
    page = say(button(answer, "Xem nguyên văn [1]"), kind=Kind.TAP)
    assert not page.messages[0].replaces
    assert "Trang 1/" in all_words(page)
    following = say(button(page, "Trang sau"), kind=Kind.TAP)
    assert following.messages[0].replaces
    assert "Trang 2/" in all_words(following)
    assert all_words(say(button(following, "‹"), kind=Kind.TAP)) == all_words(page)
    assert "không còn trong bản" in all_words(say("see:gone#1", kind=Kind.TAP))


def test_documents_are_listed_searched_and_turned(say: Saying) -> None:
    listed = say("/vanban")
    assert "Trang 1/" in all_words(listed)
    assert "Trang 2/" in all_words(say(button(listed, "Trang sau"), kind=Kind.TAP))
    found = say("/vanban nghi dinh 142")
    assert "142/2026/NĐ-CP" in all_words(found)
    assert "142/2026/NĐ-CP" in all_words(say(buttons(found)[0].action, kind=Kind.TAP))
    assert "chưa có văn bản nào" in all_words(say("/vanban không-có-đâu"))


def test_a_question_behind_a_button_and_opinions(say: Saying, house: House) -> None:
    say("đồng ý")
    answer = say(button(say("/start"), "Quyết định 127"), kind=Kind.TAP)
    assert "không còn hiệu lực" in all_words(answer)
    assert say(button(answer, "👍"), kind=Kind.TAP).toast == "Cảm ơn bạn!"
    why = say(button(answer, "👎"), kind=Kind.TAP)
    assert say(button(why, "Thiếu"), kind=Kind.TAP).messages[0].replaces
    (given,) = rows(house, t.feedback)
    assert (given["value"], given["comment"]) == ("down", "Thiếu")
    assert "không còn trong sổ" in say("good:nothere", kind=Kind.TAP).toast
    assert "đã cũ" in all_words(say("nonsense", kind=Kind.TAP))


def test_a_message_tried_twice_is_logged_once(say: Saying, house: House) -> None:
    say("đồng ý")
    first, second = (say(ASKED, event="update-7") for _ in range(2))
    assert button(first, "👍") == button(second, "👍")
    assert len(rows(house, t.turns)) == 1


def test_media_get_a_kind_word_and_a_caption_an_answer(say: Saying) -> None:
    assert "gõ câu hỏi bằng chữ" in all_words(say("", kind=Kind.MEDIA))
    captioned = say(ASKED, kind=Kind.MEDIA)
    assert "gõ câu hỏi bằng chữ" in all_words(captioned)
    assert "không còn hiệu lực" in all_words(captioned)


def test_who_blocked_us_is_forgotten_as_an_address(say: Saying, house: House) -> None:
    say("đồng ý")
    say(kind=Kind.LEFT)
    (chat,) = rows(house, c.chats)
    assert chat["gone_at"]
    assert chat["address"] is None


def test_every_button_that_is_offered_has_a_handler(say: Saying) -> None:
    offered = [*buttons(say(ASKED)), *buttons(say("/vanban")), *buttons(say("/sukien")), *buttons(say("trời mưa không?"))]
    assert {b.action.partition(":")[0] for b in offered if b.action} <= set(BUTTONS)
    assert json.dumps([b.label for b in offered])
