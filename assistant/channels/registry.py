"""Which chat channels are on: those whose token is set. A library of a channel is imported only then."""

from __future__ import annotations

from assistant.channels.base import Channel
from assistant.records.channel_records import ChannelRecords
from assistant.replies import commands, said
from assistant.settings import Settings


def open_channels(settings: Settings, records: ChannelRecords) -> list[Channel]:
    """Every channel that is on."""
    makers = (_telegram,)
    return [channel for make in makers if (channel := make(settings, records))]


def operator_of(settings: Settings) -> str:
    """Who runs it, in words."""
    return settings.operator or said("operator_unknown")


def _telegram(settings: Settings, records: ChannelRecords) -> Channel | None:
    if not settings.telegram_bot_token.get_secret_value():
        return None
    from assistant.channels.telegram.api import BotApi
    from assistant.channels.telegram.channel import TelegramChannel

    return TelegramChannel(
        BotApi(settings.telegram_api_base, settings.telegram_bot_token.get_secret_value()),
        records.links.pack,
        list(commands()),
        operator=operator_of(settings),
        secret=settings.webhook_secret.get_secret_value() or records.seal.word("telegram webhook"),
        public_url=settings.public_url,
        per_second=settings.telegram_per_second,
    )
