"""Which updates concern the bot, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.channels.telegram.updates import Me, Translator
from assistant.messages import Kind

AN = {"id": 42, "is_bot": False, "first_name": "An"}
PRIVATE = {"id": 42, "type": "private"}
GROUP = {"id": -100, "type": "supergroup", "title": "Nhóm"}
ME = {"id": 7, "is_bot": True, "first_name": "Trợ lý", "username": "Tro_Ly_Bot"}
TRANSLATOR = Translator(Me(7, "tro_ly_bot"), ["moi", "help"])


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"update_id": 5, "message": {"message_id": 9, "date": 1_790_000_000, "chat": chat, "from": AN, **content}}


def mention(text: str, name: str) -> dict[str, Any]:
    start = len(text[: text.index(name)].encode("utf-16-le")) // 2
    return {"text": text, "entities": [{"type": "mention", "offset": start, "length": len(name)}]}


def test_a_question_in_a_private_chat() -> None:
    event = TRANSLATOR.translate(message(text="Chiến lược là gì?"))
    assert event is not None
    assert (event.kind, event.text, event.chat, event.event_id, event.group) == (Kind.TEXT, "Chiến lược là gì?", "42", "5", False)
    assert event.reference == {"message_id": "9"}


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ({"text": "/moi"}, Kind.COMMAND, "/moi"),
        ({"text": "/moi@Tro_Ly_Bot xin chào"}, Kind.COMMAND, "/moi xin chào"),
        ({"text": "/ moi"}, Kind.TEXT, "/ moi"),
        ({"voice": {"file_id": "x", "file_unique_id": "y", "duration": 3}}, Kind.MEDIA, ""),
        ({"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}], "caption": "Đây là gì?"}, Kind.MEDIA, "Đây là gì?"),
        ({"document": {"file_id": "x", "file_unique_id": "y"}}, Kind.MEDIA, ""),
        ({"location": {"latitude": 10.0, "longitude": 105.0}}, Kind.MEDIA, ""),
    ],
)
def test_what_people_send(content: dict[str, Any], kind: Kind, text: str) -> None:
    event = TRANSLATOR.translate(message(**content))
    assert event is not None
    assert (event.kind, event.text) == (kind, text)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (mention("@tro_ly_bot AI là gì?", "@tro_ly_bot"), "AI là gì?"),
        (mention("😀 nhờ @TRO_LY_BOT trả lời: AI là gì?", "@TRO_LY_BOT"), "😀 nhờ trả lời: AI là gì?"),
        ({"text": "AI là gì?", "reply_to_message": {"message_id": 8, "date": 1, "chat": GROUP, "from": ME, "text": "…"}}, "AI là gì?"),
        ({"text": "/help"}, "/help"),
        ({"text": "/moi@tro_ly_bot"}, "/moi"),
        ({"text": "/khac@tro_ly_bot"}, "/khac"),
        ({"text": "hỏi bot", "entities": [{"type": "text_mention", "offset": 4, "length": 3, "user": ME}]}, "hỏi"),
    ],
)
def test_in_a_group_what_is_addressed_to_the_bot(content: dict[str, Any], text: str) -> None:
    event = TRANSLATOR.translate(message(GROUP, **content))
    assert event is not None
    assert event.group
    assert event.text == text


@pytest.mark.parametrize(
    "content",
    [
        {"text": "Mai họp lúc mấy giờ?"},
        mention("@ai_do AI là gì?", "@ai_do"),
        {"text": "/moi@bot_khac"},
        {"text": "/bancuabotkhac"},
        {"text": "ừ", "reply_to_message": {"message_id": 8, "date": 1, "chat": GROUP, "from": AN, "text": "…"}},
        {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]},
        {"new_chat_title": "Tên mới"},
        {"new_chat_members": [AN]},
    ],
)
def test_in_a_group_everything_else_is_none_of_our_business(content: dict[str, Any]) -> None:
    assert TRANSLATOR.translate(message(GROUP, **content)) is None


BOT = {"id": 8, "is_bot": True, "first_name": "Bot khác"}
CHANNEL = {"id": -200, "type": "channel", "title": "Kênh"}


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "edited_message": message(text="sửa")["message"]},
        {"update_id": 1, "channel_post": message(CHANNEL, text="bài")["message"]},
        message(CHANNEL, text="bài"),
        message(text="tôi là bot") | {"message": {**message(text="tôi là bot")["message"], "from": BOT}},
        message(text="qua bot", via_bot=BOT),
        message(GROUP, text="@tro_ly_bot", is_automatic_forward=True),
        message(),
        message(pinned_message={"message_id": 1, "date": 1, "chat": PRIVATE}),
        {"update_id": 1},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"message_id": "x", "date": "y", "chat": []}},
        {"update_id": 1, "something_new": {"chat": 1}},
        {"update_id": 1, "callback_query": {"id": "1", "from": AN, "chat_instance": "1", "inline_message_id": "2", "data": "x"}},
        {"update_id": 1, "callback_query": {"id": "1", "from": AN, "chat_instance": "1", "game_short_name": "x"}},
    ],
)
def test_what_is_ignored(update: dict[str, Any]) -> None:
    assert TRANSLATOR.translate(update) is None


def test_a_tapped_button() -> None:
    tapped = {"id": "q1", "from": AN, "chat_instance": "1", "data": "see:1", "message": message(text="…")["message"]}
    event = TRANSLATOR.translate({"update_id": 6, "callback_query": tapped})
    assert event is not None
    assert (event.kind, event.text, event.chat) == (Kind.TAP, "see:1", "42")
    assert event.reference == {"callback_id": "q1", "message_id": "9"}
    gone = {**tapped, "message": {"message_id": 9, "date": 0, "chat": PRIVATE}}
    assert TRANSLATOR.translate({"update_id": 7, "callback_query": gone}) is not None


@pytest.mark.parametrize(
    ("chat", "old", "new", "kind"),
    [
        (PRIVATE, "member", "kicked", Kind.LEFT),
        (PRIVATE, "kicked", "member", Kind.JOINED),
        (GROUP, "left", "member", Kind.JOINED),
        (GROUP, "administrator", "left", Kind.LEFT),
        (GROUP, "member", "administrator", None),
        (CHANNEL, "left", "administrator", None),
    ],
)
def test_let_in_and_thrown_out(chat: dict[str, Any], old: str, new: str, kind: Kind | None) -> None:
    def member(status: str) -> dict[str, Any]:
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
            "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        )
        more = dict.fromkeys(rights.split(), False) if status == "administrator" else {"until_date": 0} if status == "kicked" else {}
        return {"user": ME, "status": status, **more}

    change = {"chat": chat, "from": AN, "date": 1, "old_chat_member": member(old), "new_chat_member": member(new)}
    event = TRANSLATOR.translate({"update_id": 8, "my_chat_member": change})
    assert (event and event.kind) == kind


def test_a_topic_is_answered_in_the_topic() -> None:
    event = TRANSLATOR.translate(message(GROUP, **mention("@tro_ly_bot AI?", "@tro_ly_bot"), message_thread_id=3, is_topic_message=True))
    assert event is not None
    assert event.reference["thread_id"] == "3"
