"""Which chat channels are on: those whose token is set. A library of a channel is imported only then."""

from __future__ import annotations

from assistant.channels.base import Channel
from assistant.records.channel_records import ChannelRecords
from assistant.replies import commands, said
from assistant.settings import Settings


def open_channels(settings: Settings, records: ChannelRecords) -> list[Channel]:
    """Every channel that is on."""
    makers = (_telegram, _zalo_bot, _zalo_oa)
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


def _zalo_bot(settings: Settings, records: ChannelRecords) -> Channel | None:
    if not settings.zalo_bot_token.get_secret_value():
        return None
    from assistant.channels.zalo_bot.api import BotApi
    from assistant.channels.zalo_bot.channel import ZaloBotChannel

    return ZaloBotChannel(
        BotApi(settings.zalo_bot_api_base, settings.zalo_bot_token.get_secret_value()),
        secret=settings.webhook_secret.get_secret_value() or records.seal.word("zalo bot webhook"),
        public_url=settings.public_url,
        per_second=settings.zalo_bot_per_second,
        link=settings.zalo_bot_link,
    )


def _zalo_oa(settings: Settings, records: ChannelRecords) -> Channel | None:
    if not settings.zalo_oa_app_id:
        return None
    from assistant.channels.zalo_oa.api import OaApi
    from assistant.channels.zalo_oa.channel import ZaloOaChannel
    from assistant.channels.zalo_oa.keeper import TokenKeeper
    from assistant.channels.zalo_oa.oauth import OAuth
    from assistant.channels.zalo_oa.signature import Signature

    app_secret = settings.zalo_oa_app_secret.get_secret_value()
    oauth = OAuth(settings.zalo_oauth_base, settings.zalo_oa_app_id, app_secret)
    keeper = TokenKeeper(records.credentials, oauth, settings.zalo_oa_app_id, settings.zalo_oa_refresh_token.get_secret_value())
    return ZaloOaChannel(
        OaApi(settings.zalo_oa_api_base, keeper, proof_with=app_secret if settings.zalo_oa_app_secret_proof else ""),
        keeper,
        records.links.pack,
        Signature(settings.zalo_oa_app_id, settings.zalo_oa_secret_key.get_secret_value()),
        reachable=bool(settings.public_url),
        per_second=settings.zalo_oa_per_second,
        verification=settings.zalo_site_verification,
        account_id=settings.zalo_oa_id,
    )
