"""Whole conversations on the Zalo Bot Platform, against a server that checks every request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from assistant.models import Status
from assistant.records import channel_tables as t
from tests.assistant.channels.zalo_bot.conftest import Running
from tests.support.fake_assistant import FakeAssistant, plain
from tests.support.waiting import until
from tests.support.zalo_bot_server import ZaloBotServer, bot_error

AN, BINH = "6ede9afa66b88fe6d6a9", "7fdf0b0b77c990f7e7ba"
CHOICES = ("Ai ký Quyết định 142?", "Ai ký Nghị định 142?")


@pytest.fixture(autouse=True)
def asks_back(fake: FakeAssistant) -> None:
    """ "ai ký?" is asked back with two choices."""
    fake.rules["ai"] = lambda question: replace(
        plain(question, Status.CLARIFICATION_WHICH_DOCUMENT, "Bạn hỏi về văn bản nào?"), suggestions=CHOICES
    )


async def test_from_the_first_word_to_erased(running: Running, zalo: ZaloBotServer, fake: FakeAssistant) -> None:
    async def say(text: str, answers: int = 1) -> None:
        before = len(zalo.sent)
        zalo.say(AN, text)
        await until(lambda: len(zalo.sent) >= before + answers, text)

    async with running():
        await say("ai ký?", 2)
        notice, asked_back = zalo.sent
        assert "Sở KH&CN An Giang" in notice.text
        assert "“Đồng ý” hoặc “Không, cứ hỏi thôi”" in notice.text
        assert "1. Ai ký Quyết định 142?\n2. Ai ký Nghị định 142?" in asked_back.text
        await say("1")
        assert fake.asked[-1].text == CHOICES[0]
        assert not fake.asked[-1].keep

        await say("đồng ý")
        assert "tôi nhớ cuộc trò chuyện này" in zalo.sent[-1].text
        await say("mục tiêu đến năm 2030 là gì?")
        answer = zalo.sent[-1]
        assert "[1] Quyết định 1671/QĐ-TTg" in answer.text
        assert "“Đến năm 2030, Việt Nam trở thành" in answer.text
        assert "https://congbao.chinhphu.vn" in answer.text
        assert fake.asked[-1].keep

        await say(answer.number("👍"))
        assert zalo.sent[-1].text == "Cảm ơn bạn!"
        await say(answer.number("👎") + ".")
        why = zalo.sent[-1]
        await say(why.number("Thiếu"))
        assert fake.feedback[-1][1:] == ("down", "Thiếu")
        await say("7")
        assert "chỉ có 1 lựa chọn" in zalo.sent[-1].text, "to be told of a better answer"
        await say("👍")
        assert fake.feedback[-1][1] == "up"
        await say("dữ liệu của tôi")
        assert "Lịch sử đồng ý" in zalo.sent[-1].text
        await say("Xóa dữ liệu")
        assert "Mã xác nhận" in zalo.sent[-1].text
        await say("1")
        assert fake.asked[-1].text == "1"
    assert any(method == "sendChatAction" for method, _ in zalo.calls)


async def test_a_choice_may_be_typed_in_words(running: Running, zalo: ZaloBotServer, fake: FakeAssistant) -> None:
    async with running():
        zalo.say(AN, "ai ký?")
        await until(lambda: len(zalo.sent) == 2)
        zalo.say(AN, "ai ky nghi dinh 142")
        await until(lambda: len(zalo.sent) == 3)
    assert fake.asked[-1].text == CHOICES[1]


async def test_menus_of_two_people_do_not_mix_and_nothing_is_kept_in_clear(
    running: Running, zalo: ZaloBotServer, fake: FakeAssistant
) -> None:
    async with running() as office:
        zalo.say(AN, "ai ký?")
        await until(lambda: len(zalo.texts(AN)) == 2)
        zalo.say(BINH, "1")
        await until(lambda: len(zalo.texts(BINH)) == 2)
        assert fake.asked[-1].text == "1"
        with office.records.engine.connect() as db:
            everything = str([list(db.execute(select(table))) for table in t.metadata.sorted_tables])
            assert db.execute(select(func.count()).select_from(t.chats)).scalar() == 0
    assert AN not in everything
    assert "ai ký" not in everything.lower()


async def test_photos_stickers_and_what_zalo_does_not_pass_on(running: Running, zalo: ZaloBotServer) -> None:
    async with running():
        zalo.push(zalo.event(AN, "sticker", sticker="x", url="https://stickers.example/x"))
        await until(lambda: len(zalo.texts(AN)) == 2)
        zalo.push({"event_name": "message.unsupported.received"})
        zalo.push(zalo.event(BINH, "unsupported"))
        await until(lambda: len(zalo.texts(BINH)) == 2)
    assert "gõ câu hỏi bằng chữ" in zalo.texts(AN)[1]
    assert "0297 000 000" in zalo.texts(BINH)[1]


async def test_a_group_gets_answers_without_menus(running: Running, zalo: ZaloBotServer, fake: FakeAssistant) -> None:
    async with running():
        zalo.say(AN, "@BotTroLy mục tiêu là gì?", group=True)
        await until(lambda: len(zalo.sent) >= 2 and "ASEAN" in zalo.sent[-1].text)
    assert [(question.text, question.keep) for question in fake.asked] == [("mục tiêu là gì?", False)]
    assert not any("trả lời bằng số" in said.text for said in zalo.sent)


async def test_markdown_that_is_refused_comes_as_plain_text(running: Running, zalo: ZaloBotServer) -> None:
    async with running():
        zalo.say(AN, "xin chào bot")
        await until(lambda: len(zalo.sent) == 2)
        zalo.faults.append(bot_error(400, "can't parse markdown", status=200))
        zalo.say(AN, "trợ giúp")
        await until(lambda: len(zalo.sent) == 3)
    assert zalo.sent[2].form.get("parse_mode") is None
    assert "/xoa – Xóa những gì đang lưu về tôi" in zalo.sent[2].text
    assert [form.get("parse_mode") for method, form in zalo.calls if method == "sendMessage"][2:] == [None]


async def test_a_long_answer_comes_in_order_with_the_menu_at_its_end(running: Running, zalo: ZaloBotServer, fake: FakeAssistant) -> None:
    usual = fake.rules["hostile"]
    fake.rules["dài"] = lambda question: replace(usual(question), text="\n\n".join(f"Đoạn {n}: " + "lời văn bản " * 60 for n in range(9)))
    async with running():
        zalo.say(AN, "dài lắm")
        await until(lambda: len(zalo.sent) > 3 and "👎" in zalo.sent[-1].text)
    everything = "\n".join(zalo.texts(AN)[1:])
    assert [everything.count(f"Đoạn {n}:") for n in range(9)] == [1] * 9
    assert everything.count("lời văn bản") == 9 * 60
