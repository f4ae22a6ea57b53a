"""A platform in memory, for tests of the delivery: it keeps what it was given and misbehaves when told to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import APIRouter

from assistant.channels.base import DeliveryProblem, Intake
from assistant.messages import Draft, Inbound, Kind, Message, Paragraph, Reply, say


def asked(text: str, chat: str = "chat-1", event: str = "", kind: Kind = Kind.TEXT) -> Inbound:
    """A question in a private chat."""
    return Inbound("fake", event or f"{chat}:{text}", chat, kind, text)


def plain(message: Message) -> str:
    """The words of a message."""
    return "\n".join(span.text for block in message.blocks if isinstance(block, Paragraph) for span in block.spans)


@dataclass
class FakeChannel:
    """`delivered` holds (address, text) in order; `problems` are raised, one a delivery, before or after the bytes left."""

    name: str = "fake"
    reply_window: timedelta | None = None
    delivered: list[tuple[str, str]] = field(default_factory=list)
    problems: deque[tuple[bool, DeliveryProblem]] = field(default_factory=deque)
    typed: list[str] = field(default_factory=list)
    previews: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None
    closed: bool = False
    link: str = ""

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        return [{"text": plain(message)} for message in reply.messages]

    async def deliver(self, address: str, draft: Draft, leaving: Callable[[], None]) -> str:
        left, problem = self.problems.popleft() if self.problems else (True, None)
        if left:
            leaving()
        if problem:
            raise problem
        if self.gate:
            await self.gate.wait()
        self.delivered.append((address, draft["text"]))
        return str(len(self.delivered))

    async def typing(self, to: Inbound) -> None:
        self.typed.append(to.chat)

    async def preview(self, to: Inbound, text: str) -> None:
        self.previews.append(text)

    async def listen(self, intake: Intake) -> None:
        await asyncio.Event().wait()

    def routes(self, intake: Intake) -> APIRouter | None:
        return None

    async def close(self) -> None:
        self.closed = True


class Echo:
    """A dialogue that says back what it heard. "fail" raises, "slow" waits for `gate`."""

    def __init__(self) -> None:
        import threading

        self.heard: list[tuple[str, str]] = []
        self.gate = threading.Event()

    def reply(self, inbound: Inbound, chat: str) -> Reply:
        self.heard.append((inbound.chat, inbound.text))
        if inbound.text.startswith("fail"):
            raise RuntimeError(inbound.text)
        if inbound.text.startswith("slow"):
            self.gate.wait(60)
        return Reply((say(f"re {inbound.text}"),))

    def late(self, inbound: Inbound) -> Reply:
        return Reply((say("late"),), outcome="late")

    def sorry(self, inbound: Inbound) -> Reply:
        return Reply((say("sorry"),), outcome="failed")

    def wait(self, inbound: Inbound) -> Message:
        return say("wait")
