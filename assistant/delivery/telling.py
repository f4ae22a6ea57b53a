"""Writing to people who did not just write: whether we may, and the parcels of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from assistant.channels.base import Channel
from assistant.messages import Draft, Message, Reply
from assistant.records.chats import Chat
from assistant.records.outbox import NEWS, Outgoing


class Telling:
    """What news needs of the channels."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels

    @property
    def windows(self) -> dict[str, timedelta]:
        """Channels on which one may write only for so long after a person's last message."""
        return {name: window for name, channel in self._channels.items() if (window := channel.reply_window)}

    @property
    def always(self) -> list[str]:
        """Channels on which one may write at any time."""
        return [name for name, channel in self._channels.items() if not channel.reply_window]

    def seen_after(self, now: datetime) -> dict[str, datetime]:
        """channel -> since when a person must have been seen to be written to now."""
        longest = {name: channel.reply_window for name, channel in self._channels.items()}
        return {name: now - window if window else datetime.min.replace(tzinfo=UTC) for name, window in longest.items()}

    def may(self, known: Chat | None, at: datetime) -> bool:
        """Whether this chat can be written to at that moment: there is an address, and the platform lets it through."""
        if known is None or known.gone or known.address is None or known.channel not in self._channels:
            return False
        window = self._channels[known.channel].reply_window
        return not window or at <= known.seen_at + window

    def drafts(self, channel: str, messages: Sequence[Message]) -> list[list[Draft]]:
        """Each message as the platform's requests. The same for everybody on the channel."""
        return [self._channels[channel].render(Reply((message,)), None) for message in messages]

    def parcels(self, known: Chat, drafts: Sequence[Draft], key: str, not_before: datetime | None = None) -> list[Outgoing]:
        """For the outbox: each draft once, for all time that the outbox remembers the key."""
        when = not_before or datetime.now(UTC)
        address = known.address or ""
        return [Outgoing(f"{key}:{n}", known.channel, known.chat, address, draft, NEWS, when) for n, draft in enumerate(drafts)]
