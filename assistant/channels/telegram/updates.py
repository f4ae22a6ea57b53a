"""What an update means to us. Most kinds mean nothing: edits, channel posts, other bots, and talk in groups among people.

https://core.telegram.org/bots/api#update. In a group only what is addressed to the bot counts: a command, a mention, a
reply to it. What others say there is not even looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, MessageEntity, Update

from assistant.messages import Inbound, Kind, kind_of

CHANNEL = "telegram"
ALLOWED = ["message", "callback_query", "my_chat_member"]
_GROUPS = ("group", "supergroup")
_AWAY = ("kicked", "left")
_MEDIA = (
    *("voice", "audio", "photo", "document", "video", "video_note", "sticker", "animation"),
    *("location", "venue", "contact", "poll", "dice", "story", "game", "paid_media"),
)
_COMMAND = re.compile(r"^(/[^\s@]+)(?:@(\S+))?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str

    def named(self, name: str) -> bool:
        """Whether this is its username, without the @."""
        return name.casefold() == self.username.casefold()


class Translator:
    """Updates into Inbounds."""

    def __init__(self, me: Me, commands: Collection[str]) -> None:
        self._me = me
        self._commands = commands

    def translate(self, raw: dict[str, Any]) -> Inbound | None:
        """What happened; None when it does not concern us, or cannot be read."""
        try:
            update = Update.de_json(raw, None)
        except Exception:  # whatever a malformed update may break
            return None
        if update.callback_query:
            return self._tap(update.update_id, update.callback_query)
        if update.my_chat_member:
            return self._member(update.update_id, update.my_chat_member)
        return self._message(update.update_id, update.message) if update.message else None

    def _message(self, update_id: int, message: Message) -> Inbound | None:
        sender = message.from_user
        if sender is None or sender.is_bot or message.via_bot or message.is_automatic_forward:
            return None
        group = message.chat.type in _GROUPS
        if not group and message.chat.type != "private":
            return None
        said = message.text or message.caption or ""
        kind = kind_of(said) if message.text else Kind.MEDIA if any(getattr(message, name, None) for name in _MEDIA) else None
        if kind is None:
            return None
        text = self._command(said, group) if kind is Kind.COMMAND else self._for_me(message, said) if group else said
        return None if text is None else self._inbound(update_id, message, kind, text, group)

    def _command(self, said: str, group: bool) -> str | None:
        """The command without "@our_name"; None when it is another bot's."""
        match = _COMMAND.match(said)
        if match is None:
            return None
        name, to = match[1], match[2]
        if to and not self._me.named(to):
            return None
        if group and not to and name[1:].casefold() not in self._commands:
            return None
        return name + said[match.end() :]

    def _for_me(self, message: Message, said: str) -> str | None:
        """What was said to the bot in a group, without its name; None when it was not meant."""
        mentions = [text for entity, text in _entities(message) if self._mentions_me(entity, text)]
        for mention in mentions:
            said = said.replace(mention, " ", 1)
        replied = message.reply_to_message and message.reply_to_message.from_user
        meant = bool(mentions) or (replied is not None and replied.id == self._me.id)
        return " ".join(said.split()) if meant else None

    def _mentions_me(self, entity: MessageEntity, text: str) -> bool:
        if entity.type == MessageEntity.TEXT_MENTION:
            return entity.user is not None and entity.user.id == self._me.id
        return entity.type == MessageEntity.MENTION and self._me.named(text.removeprefix("@"))

    def _inbound(self, update_id: int, message: Message, kind: Kind, text: str, group: bool) -> Inbound:
        reference = {"message_id": str(message.message_id)}
        if message.is_topic_message and message.message_thread_id:
            reference["thread_id"] = str(message.message_thread_id)
        return Inbound(CHANNEL, str(update_id), str(message.chat.id), kind, text, group=group, sent_at=message.date, reference=reference)

    def _tap(self, update_id: int, query: CallbackQuery) -> Inbound | None:
        if query.from_user.is_bot or query.message is None or not query.data:
            return None
        chat = query.message.chat
        reference = {"callback_id": query.id, "message_id": str(query.message.message_id)}
        return Inbound(CHANNEL, str(update_id), str(chat.id), Kind.TAP, query.data, group=chat.type in _GROUPS, reference=reference)

    def _member(self, update_id: int, change: ChatMemberUpdated) -> Inbound | None:
        """The bot was blocked, let in again, added to a group or thrown out of it."""
        was, now = change.old_chat_member.status in _AWAY, change.new_chat_member.status in _AWAY
        group = change.chat.type in _GROUPS
        if was == now or not (group or change.chat.type == "private"):
            return None
        return Inbound(CHANNEL, str(update_id), str(change.chat.id), Kind.LEFT if now else Kind.JOINED, group=group)


def _entities(message: Message) -> list[tuple[MessageEntity, str]]:
    found = message.parse_entities() if message.text else message.parse_caption_entities()
    return list(found.items())
