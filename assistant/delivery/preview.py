"""What a person sees while the answer is being made: that somebody types, and the answer so far where a model streams it."""

from __future__ import annotations

import asyncio

from assistant.channels.base import Channel
from assistant.delivery.loops import Bell
from assistant.messages import Inbound

TYPING_EVERY = 4.0
PREVIEW_EVERY = 1.2


class Preview:
    """For one message. `text_so_far` may be called from any thread; only the newest text is shown."""

    def __init__(self, channel: Channel, inbound: Inbound) -> None:
        self._channel = channel
        self._inbound = inbound
        self._loop = asyncio.get_running_loop()
        self._news = Bell()
        self._text = ""

    def text_so_far(self, text: str) -> None:
        """The answer has grown."""
        self._text = text
        self._loop.call_soon_threadsafe(self._news.ring)

    async def keep_up(self) -> None:
        """Until cancelled, which is when the answer is there."""
        shown = ""
        while True:
            if self._text == shown:
                await self._channel.typing(self._inbound)
                await self._news.wait(TYPING_EVERY)
                continue
            shown = self._text
            await self._channel.preview(self._inbound, shown)
            await asyncio.sleep(PREVIEW_EVERY)
