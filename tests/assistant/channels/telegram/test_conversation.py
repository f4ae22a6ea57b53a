"""Whole conversations on Telegram, with the real assistant, against a server that checks every request."""

from __future__ import annotations

import pytest

from assistant.delivery import preview
from assistant.models import Answer, Question
from assistant.progress import show
from assistant.replies import commands
from assistant.service import Assistant
from tests.assistant.channels.telegram.conftest import Running
from tests.support.fake_assistant import FakeAssistant
from tests.support.loopback import Fault
from tests.support.telegram_server import TelegramServer, telegram_error
from tests.support.waiting import meets, until

AN, BINH, GROUP = 42, 43, -1001


async def test_from_start_to_erased(running: Running, telegram: TelegramServer, real: Assistant) -> None:
    async with running(real):
        telegram.say(AN, "/start")
        await until(lambda: len(telegram.sent) == 2)
        notice, hello = telegram.sent
        assert "Sở KH&CN <An Giang>" in notice.text
        assert "trợ lý tự động" in hello.text

        telegram.tap(notice, "Đồng ý")
        await until(lambda: len(telegram.sent) == 3)
        telegram.tap(hello, "Quyết định 127")
        await until(lambda: len(telegram.sent) == 4)
        answer = telegram.sent[3]
        assert "không còn hiệu lực" in answer.text
        assert "Trả lời tự động" in answer.text
        assert "<blockquote expandable>" in answer.form["text"]
        assert answer.form["parse_mode"] == "HTML"

        telegram.tap(answer, "Xem nguyên văn [1]")
        await until(lambda: len(telegram.sent) == 5)
        assert "Trang 1/" in telegram.sent[4].text
        telegram.tap(answer, "👎")
        await until(lambda: len(telegram.sent) == 6)
        telegram.tap(telegram.sent[5], "Thiếu")
        await until(lambda: telegram.sent[5].edits == 1)
        telegram.say(AN, "/dulieu")
        await until(lambda: len(telegram.sent) == 7)
        name, listing = telegram.sent[6].form["document"]
        assert name == "du-lieu-cua-ban.txt"
        assert "Quyết định 127 còn hiệu lực không?" in listing.decode()
        telegram.say(AN, "/xoa")
        await until(lambda: len(telegram.sent) == 8)
        assert "Mã xác nhận" in telegram.sent[7].text
        await until(lambda: telegram.unconfirmed == 0)
    assert telegram.toasts == ["Đồng ý", "", "", "Cảm ơn bạn đã cho biết.", "Cảm ơn bạn đã cho biết."]
    assert any(method == "sendChatAction" for method, _ in telegram.calls)


async def test_pages_are_turned_in_place(running: Running, telegram: TelegramServer, real: Assistant) -> None:
    async with running(real):
        telegram.say(AN, "/vanban luật")
        await until(lambda: len(telegram.sent) == 2)
        listed = telegram.sent[1]
        telegram.tap(listed, "Trang sau")
        await until(lambda: listed.edits == 1)
        assert "Trang 2/" in listed.text
        telegram.tap(listed, "Trang sau" if any(key["text"].startswith("Trang sau") for key in listed.buttons) else "‹")
        await until(lambda: listed.edits == 2)
    assert len(telegram.sent) == 2


async def test_every_command_is_within_the_rules(running: Running, telegram: TelegramServer, real: Assistant) -> None:
    async with running(real, chat_queue=100):
        for n, name in enumerate(commands()):
            telegram.say(100 + n, f"/{name}")
        await until(lambda: len({sent.chat for sent in telegram.sent}) == len(commands()) and telegram.unconfirmed == 0)


async def test_a_group_is_answered_only_when_meant(running: Running, telegram: TelegramServer, fake: FakeAssistant) -> None:
    async with running():
        telegram.say(GROUP, "chuyện riêng của nhóm", sender=AN)
        entity = [{"type": "mention", "offset": 0, "length": 11}]
        telegram.say(GROUP, "@tro_ly_bot mục tiêu là gì?", sender=AN, entities=entity, message_thread_id=5, is_topic_message=True)
        await until(lambda: len(telegram.sent) == 2)
        notice, answer = telegram.sent
        assert "không lưu gì" in notice.text
        assert answer.form["reply_parameters"]["allow_sending_without_reply"] is True
        assert answer.form["message_thread_id"] == 5
        telegram.say(GROUP, "/help@tro_ly_bot", sender=BINH)
        await until(lambda: len(telegram.sent) == 3)
    assert [(question.text, question.keep) for question in fake.asked] == [("mục tiêu là gì?", False)]


async def test_photos_voices_and_files_get_a_kind_word(running: Running, telegram: TelegramServer) -> None:
    async with running():
        telegram.push({"message": telegram.message(AN, voice={"file_id": "x", "file_unique_id": "y", "duration": 3})})
        await until(lambda: len(telegram.sent) == 2)
    assert "gõ câu hỏi bằng chữ" in telegram.sent[1].text


async def test_a_long_answer_comes_in_several_messages_with_the_buttons_below_the_last(
    running: Running, telegram: TelegramServer, fake: FakeAssistant
) -> None:
    from dataclasses import replace

    usual = fake.rules["hostile"]
    fake.rules["dài"] = lambda question: replace(
        usual(question), text="\n\n".join(f"Đoạn {n}: " + "lời văn bản & <thẻ> " * 60 for n in range(9))
    )
    async with running():
        telegram.say(AN, "dài lắm")
        await until(lambda: len(telegram.sent) >= 4 and bool(telegram.sent[-1].buttons))
    parts = telegram.sent[1:]
    everything = "".join(part.text for part in parts)
    assert [everything.count(f"Đoạn {n}:") for n in range(9)] == [1] * 9
    assert everything.count("lời văn bản & <thẻ>") == 9 * 60
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


async def test_the_profile_is_set_once(running: Running, telegram: TelegramServer) -> None:
    everything = ["setMyName", "setMyShortDescription", "setMyDescription", *["setMyCommands"] * 3]
    for wanted in (everything, []):
        telegram.calls.clear()
        async with running():
            await until(lambda: any(method == "getUpdates" for method, _ in telegram.calls))
        assert [method for method, _ in telegram.calls if method.startswith("setMy")] == wanted
    english = telegram.profile["commands:en"]
    assert {"command": "xoa", "description": "Erase what is stored about me"} in english


async def test_markup_that_is_refused_comes_as_plain_text(running: Running, telegram: TelegramServer) -> None:
    telegram.faults.append(telegram_error(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'))
    async with running():
        telegram.say(AN, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2)
    first = telegram.sent[0]
    assert "parse_mode" not in first.form
    assert "<" not in first.text.replace("<An Giang>", "")


async def test_a_group_that_became_a_supergroup(running: Running, telegram: TelegramServer) -> None:
    telegram.migrated[GROUP] = -100999
    async with running():
        telegram.say(GROUP, "/help", sender=AN)
        await until(lambda: len(telegram.sent) == 2)
    assert {sent.chat for sent in telegram.sent} == {-100999}


async def test_who_blocked_the_bot_is_left_alone(running: Running, telegram: TelegramServer) -> None:
    telegram.blocked.add(AN)
    async with running():
        telegram.say(AN, "mục tiêu")
        telegram.say(BINH, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2)
        await until(lambda: telegram.unconfirmed == 0)
    assert [method for method, form in telegram.calls if form.get("chat_id") == AN].count("sendMessage") == 1


async def test_retry_after_is_honoured(running: Running, telegram: TelegramServer) -> None:
    telegram.faults.append(telegram_error(429, "Too Many Requests: retry after 1", retry_after=1))
    async with running():
        telegram.say(AN, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2)
    assert telegram.sent[0].text.startswith("Trước khi bắt đầu")


@pytest.mark.parametrize("what", ["lost", "hang"])
async def test_an_ambiguous_time_out_brings_no_second_copy(
    running: Running, telegram: TelegramServer, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.channels.telegram import api

    monkeypatch.setattr(api, "_SECONDS_TO_ANSWER", 0.3)
    telegram.faults.append(Fault(what, "/sendMessage"))
    async with running():
        telegram.say(AN, "mục tiêu")
        await until(lambda: any("ASEAN" in sent.text for sent in telegram.sent))
        await until(lambda: telegram.unconfirmed == 0)
    notices = [sent for sent in telegram.sent if sent.text.startswith("Trước khi")]
    assert len(notices) == (1 if what == "lost" else 0)


async def test_an_answer_that_streams_is_seen_growing(
    running: Running, telegram: TelegramServer, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PREVIEW_EVERY", 0.01)
    usual = fake.rules["hostile"]

    def drafts() -> list[dict[str, object]]:
        return [form for method, form in telegram.calls if method == "sendMessageDraft"]

    def streaming(question: Question) -> Answer:
        for n in range(1, 4):
            show("từng chữ một " * n)
            meets(lambda n=n: len(drafts()) == n)  # type: ignore[misc]
        return usual(question)

    fake.rules["viết"] = streaming
    async with running():
        telegram.say(AN, "viết cho An")
        await until(lambda: len(telegram.texts(AN)) == 2)
    assert [str(form["text"]).count("từng") for form in drafts()] == [1, 2, 3]
    assert len({form["draft_id"] for form in drafts()}) == 1
