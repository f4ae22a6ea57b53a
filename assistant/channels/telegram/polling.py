"""Asking Telegram for updates. An update is confirmed, by asking for those after it, only when the inbox holds it."""

from __future__ import annotations

import asyncio
import time

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from assistant.channels.base import Intake
from assistant.channels.telegram.api import BotApi, reason_of, seconds_of
from assistant.channels.telegram.updates import ALLOWED, CHANNEL, Translator

WAIT_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
TOKEN_PAUSE, CONFLICT_PAUSE = 30.0, 5.0
_QUICK, _BREATH = 0.2, 0.2
log = structlog.get_logger(__name__)


async def poll(api: BotApi, translator: Translator, intake: Intake, wait_seconds: int = WAIT_SECONDS) -> None:
    """Until cancelled. Whatever Telegram answers, the next round comes."""
    log.info("polling_begins", channel=CHANNEL)
    offset: int | None = None
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            updates = await api.updates(offset, wait_seconds, ALLOWED)
        except TelegramError as error:
            intake.count(CHANNEL, f"poll_{type(error).__name__}")
            log.warning("poll_failed", channel=CHANNEL, problem=type(error).__name__, reason=_reason(error))
            await asyncio.sleep(pause_after(error, pause))
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        if updates:
            await intake.take([event for update in updates if (event := translator.translate(update))])
            offset = updates[-1]["update_id"] + 1
        elif time.monotonic() - started < _QUICK:
            await asyncio.sleep(_BREATH)  # a server that does not wait must not keep us spinning


def pause_after(error: TelegramError, pause: float) -> float:
    """Seconds until the next try."""
    match error:
        case RetryAfter():
            return seconds_of(error)
        case InvalidToken():
            return TOKEN_PAUSE
        case Conflict():
            return CONFLICT_PAUSE
    return pause


def _reason(error: TelegramError) -> str:
    """What to do about it. The library's own words for a refused token hold the token."""
    if isinstance(error, InvalidToken):
        return "the token is refused: was it reset? Set TELEGRAM_BOT_TOKEN and restart"
    if isinstance(error, Conflict):
        return "another program asks for the same bot's updates, or a webhook is set"
    return reason_of(error)
