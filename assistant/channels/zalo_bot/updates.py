"""What an event of the Zalo Bot Platform means to us. Ids are opaque texts, times are milliseconds."""

from __future__ import annotations

import re
from typing import Any

from assistant.channels.zalo.fields import event_id, moment, name, record, words
from assistant.messages import Inbound, Kind, kind_of

CHANNEL = "zalo_bot"
_TEXT, _UNSUPPORTED = "message.text.received", "message.unsupported.received"
_MEDIA = ("message.image.received", "message.sticker.received", "message.voice.received")
_MENTION = re.compile(r"^\s*@\S+\s*")


def event_of(raw: Any) -> dict[str, Any]:
    """The event itself, which may come in an envelope {"ok": …, "result": …} or bare."""
    raw = record(raw)
    return raw if "event_name" in raw else record(raw.get("result"))


def translate(raw: Any, my_name: str = "") -> Inbound | None:
    """What happened; None when it does not concern us, cannot be read, or nobody is there to answer.

    `unsupported` comes instead of the words of people whom Zalo protects specially, and may have no message at all.
    """
    event = event_of(raw)
    what, message = words(event.get("event_name")), record(event.get("message"))
    chat, sender = record(message.get("chat")), record(message.get("from"))
    chat_id = name(chat.get("id")) or name(sender.get("id"))
    if not chat_id or sender.get("is_bot") is True:
        return None
    group = chat.get("chat_type") == "GROUP"
    text = words(message.get("text")) or words(message.get("caption"))
    text = _without_mention(text, my_name) if group else text
    kind = _kind(what, text)
    if kind is None:
        return None
    unique = event_id(what, name(message.get("message_id")), event)
    return Inbound(CHANNEL, unique, chat_id, kind, text, group=group, sent_at=moment(message.get("date")), by_word=True)


def _kind(what: str, text: str) -> Kind | None:
    if what == _TEXT:
        return kind_of(text)
    return Kind.UNREADABLE if what == _UNSUPPORTED else Kind.MEDIA if what in _MEDIA else None


def _without_mention(text: str, my_name: str) -> str:
    """In a group the bot hears only what begins with its name, which may have blanks in it."""
    words_of_mention = f"@{my_name}"
    if my_name and text.lstrip().casefold().startswith(words_of_mention.casefold()):
        return text.lstrip()[len(words_of_mention) :].strip()
    return _MENTION.sub("", text)
