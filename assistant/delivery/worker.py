"""Answers what is in the inbox: in order within a chat, some chats at a time, each message within a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from traceback import format_exc
from typing import Protocol

import structlog
from structlog.contextvars import bind_contextvars

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import Channel
from assistant.delivery.loops import Bell
from assistant.delivery.preview import Preview
from assistant.delivery.sender import Sender
from assistant.delivery.threads import DatabaseThreads
from assistant.messages import Inbound, Kind, Message, Reply
from assistant.progress import listening
from assistant.records.channel_records import ChannelRecords
from assistant.records.inbox import Claimed
from assistant.records.outbox import Outgoing
from assistant.records.writing import writing

POLL_SECONDS = 1.0
MOST_ATTEMPTS = 10
"""A message that brought the process down so often is not tried again; its sender gets an apology."""
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
log = structlog.get_logger(__name__)


class Dialogue(Protocol):
    """Decides what is said. All calls block; `chat` is the pseudonym."""

    def reply(self, inbound: Inbound, chat: str) -> Reply:
        """What follows from this message. It may be asked twice about the same one, when a process died in between."""

    def late(self, inbound: Inbound) -> Reply:
        """It took too long."""

    def sorry(self, inbound: Inbound) -> Reply:
        """It went wrong."""

    def wait(self, inbound: Inbound) -> Message:
        """Too many questions at once. Has no buttons."""


class Worker:
    """The loop that empties the inbox."""

    def __init__(
        self,
        records: ChannelRecords,
        channels: Mapping[str, Channel],
        dialogue: Dialogue,
        sender: Sender,
        threads: DatabaseThreads,
        *,
        at_a_time: int,
        deadline: float,
    ) -> None:
        self._records = records
        self._channels = channels
        self._dialogue = dialogue
        self._sender = sender
        self._threads = threads
        self._at_a_time = at_a_time
        self._deadline = deadline
        self._bell = Bell()
        self._under_way: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """There is something to answer."""
        self._bell.ring()

    async def run(self, desk: AnswerDesk) -> None:
        """Until cancelled."""
        try:
            while True:
                free = self._at_a_time - len(self._under_way)
                claimed = await self._threads(self._records.inbox.claim, free, list(self._channels)) if free else []
                for one in claimed:
                    self._start(desk, one)
                if not free or len(claimed) < free:  # nothing more is ready; an end or a new message rings
                    await self._bell.wait(POLL_SECONDS)
        finally:
            for task in self._under_way:
                task.cancel()

    def _start(self, desk: AnswerDesk, claimed: Claimed) -> None:
        task = asyncio.create_task(self._handle(desk, claimed))
        self._under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._bell.ring()

    async def _handle(self, desk: AnswerDesk, claimed: Claimed) -> None:
        """Decide, then store the outcome; as long as it cannot be stored, the message stays ours."""
        bind_contextvars(request_id=f"in:{claimed.id}")  # a task has a context of its own; the outbox keys begin alike
        reply = await self._decide(desk, claimed)
        pause = _SHORTEST_PAUSE
        while True:
            try:
                await self._threads(self._finish, claimed, reply)
                break
            except Exception:
                log.error("outcome_not_stored", inbox=claimed.id, exception=format_exc(limit=-2))
                reply = self._dialogue.sorry(claimed.inbound) if pause > _LONGEST_PAUSE else reply
            await asyncio.sleep(min(pause, _LONGEST_PAUSE))
            pause *= 2
        self._sender.wake()

    async def _decide(self, desk: AnswerDesk, claimed: Claimed) -> Reply:
        inbound = claimed.inbound
        if claimed.attempts > MOST_ATTEMPTS:
            log.error("message_given_up", inbox=claimed.id, channel=inbound.channel, attempts=claimed.attempts)
            return self._dialogue.sorry(inbound)
        shown = Preview(self._channels[inbound.channel], inbound)
        typing = asyncio.create_task(shown.keep_up()) if inbound.kind in (Kind.TEXT, Kind.TAP) else None
        try:
            with listening(shown.text_so_far):
                return await asyncio.wait_for(desk.run(self._dialogue.reply, inbound, claimed.chat), self._deadline)
        except TimeoutError:
            log.error("deadline_passed", inbox=claimed.id, channel=inbound.channel, seconds=self._deadline)
            return self._dialogue.late(inbound)
        except Exception:
            log.error("dialogue_failed", inbox=claimed.id, channel=inbound.channel, exception=format_exc(limit=-3))
            return self._dialogue.sorry(inbound)
        finally:
            if typing:
                typing.cancel()

    def _finish(self, claimed: Claimed, reply: Reply) -> None:
        """Close the inbox row, write what follows and fill the outbox, all or nothing. Who lost the row writes nothing."""
        inbound = claimed.inbound
        drafts = self._channels[inbound.channel].render(reply, inbound)
        parcels = [
            Outgoing(f"in:{claimed.id}:{n}", inbound.channel, claimed.chat, inbound.reply_to, draft) for n, draft in enumerate(drafts)
        ]
        with writing(self._records.engine) as db:
            if not self._records.inbox.close(db, claimed.id, reply.outcome):
                return
            for effect in reply.effects:
                effect(db)
            self._records.outbox.put(db, parcels)
        if reply.afterwards:
            reply.afterwards()
