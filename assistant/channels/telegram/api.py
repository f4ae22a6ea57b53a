"""Requests to the Bot API, by the transport, retries left out, and errors of python-telegram-bot.

Parameters and results are plain dictionaries as the Bot API describes them, because drafts wait in the outbox as JSON and
one malformed update must not stop the others. Nothing logs a URL here: it holds the token.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest, RequestData

# Not public, and the one way to fill a RequestData by hand: the reason why the library is held below its next major version.
from telegram.request._requestparameter import RequestParameter

from assistant.channels.base import Ambiguous, ChannelDown, ChatGone, ChatMoved, DeliveryProblem, Failed, NotSent, Refused
from assistant.channels.departure import Departure, departing
from assistant.channels.prompt import client_options

_GONE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "bot was kicked",
    "have no rights to send",
)
_SECONDS_TO_ANSWER = 20.0
os.environ.setdefault("PTB_TIMEDELTA", "true")  # times as timedelta, which is what comes; the library warns of numbers
for _logger, _level in (("telegram", logging.CRITICAL), ("httpx", logging.WARNING), ("httpcore", logging.WARNING)):
    logging.getLogger(_logger).setLevel(_level)  # theirs would print bodies and addresses


class BotApi:
    """`await api.call("sendMessage", chat_id=…, text=…)`. Raises the errors of python-telegram-bot."""

    def __init__(self, base: str, token: str, *, connections: int = 80, trust_env: bool = True) -> None:
        self._url = f"{base.rstrip('/')}/bot{token}"
        options = client_options(connections, trust_env=trust_env)
        self._request = HTTPXRequest(connections, read_timeout=_SECONDS_TO_ANSWER, pool_timeout=_SECONDS_TO_ANSWER, httpx_kwargs=options)
        self._polling = HTTPXRequest(1, httpx_kwargs={"trust_env": trust_env})

    async def call(self, method: str, **parameters: Any) -> Any:
        """The `result` of a method."""
        return await self._request.post(f"{self._url}/{method}", _data(parameters))

    async def updates(self, offset: int | None, seconds: int, allowed: list[str]) -> list[dict[str, Any]]:
        """Updates from `offset` on, waiting so long for the first. Asking confirms all updates before `offset`."""
        data = _data({"offset": offset, "timeout": seconds, "allowed_updates": allowed, "limit": 100})
        found = await self._polling.post(f"{self._url}/getUpdates", data, read_timeout=seconds + 10)
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        return [update for update in found if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def deliver(self, method: str, parameters: dict[str, Any], leaving: Callable[[], None]) -> Any:
        """Like `call`, for what must not arrive twice. Raises a DeliveryProblem, or what `leaving` raised."""
        with departing(leaving) as departure:
            try:
                return await self.call(method, **parameters)
            except Exception as error:
                if departure.stopped:
                    raise departure.stopped from None
                raise problem_of(error, departure) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()
        await self._polling.shutdown()


def _data(values: dict[str, Any]) -> RequestData:
    """The fields of a request: text as it is, everything else as JSON, files as parts."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items() if value is not None])


def problem_of(error: Exception, departure: Departure) -> DeliveryProblem:
    """What an error means for the message: did it arrive, and is there a point in trying again?"""
    match error:
        case RetryAfter():
            return NotSent("429", seconds_of(error))
        case ChatMigrated():
            return ChatMoved(str(error.new_chat_id))
        case Forbidden():
            return ChatGone(reason_of(error))
        case InvalidToken():
            return ChannelDown("the token is refused")
        case BadRequest() if any(word in str(error).lower() for word in _GONE):
            return ChatGone(reason_of(error))
        case BadRequest():
            return Refused(reason_of(error))
        case Conflict():
            return NotSent("409")
    no_answer = isinstance(error.__cause__, httpx.HTTPError) or not isinstance(error, TelegramError)
    if no_answer:
        return Ambiguous(_kind(error)) if departure.left else NotSent(_kind(error))
    return Failed(reason_of(error) if isinstance(error, NetworkError) else "no JSON")


def seconds_of(error: RetryAfter) -> float:
    """How long to be silent."""
    after = error.retry_after
    return float(after if isinstance(after, int | float) else after.total_seconds())


def reason_of(error: Exception) -> str:
    """The platform's words up to the first colon: what follows may quote a message."""
    return str(error).split(". The server")[0].split(". Parsing")[0].split(":")[0][:80]


def _kind(error: Exception) -> str:
    return type(error.__cause__ or error).__name__
