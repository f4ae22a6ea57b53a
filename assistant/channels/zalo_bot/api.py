"""Requests to the Zalo Bot Platform: POST <base>/bot<token>/<method> with JSON.

Every answer is {"ok": true, "result": …} or {"ok": false, "error_code": 401, "description": …}; an error may come with HTTP
200, and a proxy may answer with HTML. So `ok` counts, and the HTTP status only where there is no JSON. Nothing logs a URL
or an error of the transport here: they hold the token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import httpx

from assistant.channels.base import Ambiguous, ChannelDown, DeliveryProblem, Failed, NotSent, Refused
from assistant.channels.departure import departing, watch

SECONDS_TO_ANSWER = 20.0
_LONGEST_REASON = 80
for _logger in ("httpx", "httpcore"):
    logging.getLogger(_logger).setLevel(logging.WARNING)  # they would print addresses, and the token stands in them


class ApiError(Exception):
    """Zalo said no, or something in between did (`told` is False). The text is fit for the log."""

    def __init__(self, code: int, reason: str, *, told: bool = True) -> None:
        super().__init__(reason)
        self.code, self.told = code, told

    @property
    def token_refused(self) -> bool:
        """The token was reset: nothing will work until somebody sets the new one."""
        return self.told and self.code == 401


class BotApi:
    """`await api.call("sendMessage", chat_id=…, text=…)`. Raises ApiError, or an error of httpx."""

    def __init__(self, base: str, token: str, *, trust_env: bool = True) -> None:
        self._token = token
        hooks = {"request": [watch]}
        self._client = httpx.AsyncClient(base_url=f"{base.rstrip('/')}/bot{token}/", event_hooks=hooks, trust_env=trust_env)

    async def call(self, method: str, seconds: float | None = None, **parameters: Any) -> Any:
        """The `result` of a method; None when there is none."""
        fields = {name: value for name, value in parameters.items() if value is not None}
        response = await self._client.post(method, json=fields, timeout=seconds or SECONDS_TO_ANSWER)
        return self._result(response)

    def _result(self, response: httpx.Response) -> Any:
        try:
            body = json.loads(response.content)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict) or "ok" not in body:
            raise ApiError(response.status_code, f"no JSON of the platform, HTTP {response.status_code}", told=False)
        if body["ok"] is True:
            return body.get("result")
        code = body.get("error_code", body.get("errorCode"))
        reason = str(body.get("description", "")).replace(self._token, "…").split(":")[0][:_LONGEST_REASON]
        raise ApiError(code if isinstance(code, int) else response.status_code, reason)

    async def updates(self, seconds: int) -> list[Any]:
        """What came in, waiting so long for it. The platform gives one event, or a list of them; 408 means that there was none.
        It knows no acknowledgement: what it has given out, it forgets.
        """
        try:
            found = await self.call("getUpdates", seconds + 10, timeout=str(seconds))
        except ApiError as error:
            if error.code == 408:
                return []
            raise
        return found if isinstance(found, list) else [found] if found else []

    async def deliver(self, method: str, parameters: dict[str, Any], leaving: Callable[[], None]) -> Any:
        """Like `call`, for what must not arrive twice. Raises a DeliveryProblem, or what `leaving` raised."""
        with departing(leaving) as departure:
            try:
                return await self.call(method, **parameters)
            except ApiError as error:
                raise problem_of(error) from None
            except Exception as error:
                if departure.stopped:
                    raise departure.stopped from None
                kind = type(error).__name__
                raise (Ambiguous(kind) if departure.left else NotSent(kind)) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def problem_of(error: ApiError) -> DeliveryProblem:
    """What an error means for the message. 403 is documented as "Internal server error", not as "blocked by the person"."""
    reason = f"{error.code} {error}"
    match error.code:
        case 401 if error.told:
            return ChannelDown("the token is refused")
        case 400 | 404 | 426 if error.told:
            return Refused(reason)
        case 408 if error.told:
            return Ambiguous(reason)
        case 429:
            return NotSent(reason)
    return Failed(reason)
