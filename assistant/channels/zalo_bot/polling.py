"""Asking for updates. The platform keeps nothing that it has given out, so what came is stored before anything else, however
long that takes; what a killed process had just been given is lost. Only a webhook loses nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from traceback import format_exc

import httpx
import structlog

from assistant.channels.base import Intake
from assistant.channels.zalo.patience import Patience
from assistant.channels.zalo_bot.api import ApiError, BotApi
from assistant.channels.zalo_bot.updates import CHANNEL, translate
from assistant.messages import Inbound

WAIT_SECONDS = 30
QUICK, BREATH = 1.0, 1.0
log = structlog.get_logger(__name__)


async def poll(api: BotApi, my_name: str, intake: Intake) -> None:
    """Until cancelled, or until the token is refused."""
    log.info("polling_begins", channel=CHANNEL)
    patience = Patience()
    while True:
        started = time.monotonic()
        try:
            found = await api.updates(WAIT_SECONDS)
        except (ApiError, httpx.HTTPError) as error:
            if not token_is_good(error, intake):
                return
            await pause_after(error, patience, intake)
            continue
        patience.rest()
        new = await _store([event for raw in found if (event := translate(raw, my_name))], intake)
        if not new and time.monotonic() - started < QUICK:
            await asyncio.sleep(BREATH)  # a server that does not wait, or repeats itself, must not keep us spinning


async def _store(events: Sequence[Inbound], intake: Intake) -> int:
    """How many were new; tried until it works."""
    patience = Patience()
    while events:
        try:
            return await intake.take(events)
        except Exception:
            log.error("updates_not_stored", channel=CHANNEL, number=len(events), exception=format_exc(limit=-2))
        await asyncio.sleep(patience.next())
    return 0


def token_is_good(error: Exception, intake: Intake) -> bool:
    """False, and said so, when Zalo refuses the token."""
    if not (isinstance(error, ApiError) and error.token_refused):
        return True
    intake.count(CHANNEL, "token_refused")
    log.error("zalo_bot_stopped", reason="Zalo refuses the token: was it reset? Set ZALO_BOT_TOKEN and start again")
    return False


async def pause_after(error: Exception, patience: Patience, intake: Intake) -> None:
    """Say what went wrong, and wait."""
    what = str(error.code) if isinstance(error, ApiError) else type(error).__name__
    intake.count(CHANNEL, f"failed_{what}"[:60])
    log.warning("zalo_bot_call_failed", problem=what, reason=str(error) if isinstance(error, ApiError) else "no answer")
    await asyncio.sleep(patience.next())
