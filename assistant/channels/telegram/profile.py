"""The bot's name, descriptions and commands, set at start, and only what has changed: Telegram allows few changes a day."""

from __future__ import annotations

from typing import Any

import structlog
from telegram.error import TelegramError

from assistant.channels.telegram.api import BotApi, reason_of
from assistant.replies import commands, said

NAME, SHORT, LONG, COMMAND_DESCRIPTION = 64, 120, 512, 256
log = structlog.get_logger(__name__)


async def show_profile(api: BotApi, operator: str) -> None:
    """Vietnamese for everybody, English commands for who uses Telegram in English. What Telegram refuses is logged, no more."""
    texts = {
        ("Name", "name"): said("bot_name")[:NAME],
        ("ShortDescription", "short_description"): said("bot_short")[:SHORT],
        ("Description", "description"): said("bot_description", operator=operator)[:LONG],
    }
    try:
        for (method, field), text in texts.items():
            if (await api.call(f"getMy{method}")).get(field) != text:
                await api.call(f"setMy{method}", **{field: text})
        for language, place in ((None, 0), ("vi", 0), ("en", 1)):
            await _show_commands(api, language, place)
    except (TelegramError, AttributeError, TypeError) as error:
        log.warning("profile_not_set", reason=reason_of(error))


async def _show_commands(api: BotApi, language: str | None, place: int) -> None:
    wanted = [{"command": name, "description": words[place][:COMMAND_DESCRIPTION]} for name, words in commands().items()]
    shown: Any = await api.call("getMyCommands", language_code=language)
    if shown != wanted:
        await api.call("setMyCommands", commands=wanted, language_code=language)
