"""The real dialogue on a real assistant with the starter documents; what it says is read as plain words."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.dialogue.conversation import Conversation
from assistant.dialogue.visit import House
from assistant.in_force import InForce
from assistant.library import Library
from assistant.messages import Bullets, Button, File, Inbound, Kind, Message, Note, Paragraph, Quote, Reply, kind_of
from assistant.records.channel_records import ChannelRecords
from assistant.records.writing import writing
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import log_url, make_assistant_settings

Saying = Callable[..., Reply]


def words(message: Message) -> str:
    """Everything a person reads in a message, blocks apart by line breaks."""
    lines: list[str] = []
    for block in message.blocks:
        match block:
            case Paragraph(spans):
                lines.append("".join(span.text for span in spans))
            case Bullets(items):
                lines += ["- " + "".join(span.text for span in item) for item in items]
            case Quote(heading, text):
                lines += ["".join(span.text for span in heading), text]
            case Note(text):
                lines.append(text)
    return "\n".join(lines)


def all_words(reply: Reply) -> str:
    return "\n\n".join(words(message) for message in reply.messages)


def buttons(reply: Reply) -> list[Button]:
    return [button for message in reply.messages for row in message.buttons for button in row]


def button(reply: Reply, label: str) -> str:
    """The action of the button with this beginning."""
    return next(b.action for b in buttons(reply) if b.label.startswith(label))


def file_of(reply: Reply) -> File:
    return next(message.file for message in reply.messages if message.file)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[ChannelRecords]:
    opened = ChannelRecords.open(log_url(tmp_path), tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(assistant: Assistant, starter_base: KnowledgeBase, records: ChannelRecords, tmp_path: Path) -> House:
    in_force = InForce(make_assistant_settings(tmp_path, contact_name="phòng Chuyển đổi số", contact_details="0297 000 000"))
    return House(assistant, Library(starter_base), records, "Sở Khoa học và Công nghệ", in_force)


@pytest.fixture
def say(house: House) -> Saying:
    """`say("…", chat=…, kind=…, group=…)`: the reply, with its effects written as the worker does."""
    conversation, numbers = Conversation(house), itertools.count(1)

    def said(text: str = "", *, chat: str = "c1", kind: Kind | None = None, group: bool = False, event: str = "") -> Reply:
        inbound = Inbound("telegram", event or str(next(numbers)), chat, kind or kind_of(text), text, group=group)
        reply = conversation.reply(inbound, house.records.seal.pseudonym("telegram", chat))
        with writing(house.records.engine) as db:
            for effect in reply.effects:
                effect(db)
        if reply.afterwards:
            reply.afterwards()
        return reply

    return said
