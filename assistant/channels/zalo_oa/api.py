"""Sending as an Official Account: POST <base>/v3.0/oa/message/cs with JSON and the access token in a header.

Errors come in the body, `{"error": -216, "message": …}`, mostly with HTTP 200. What they mean for a message:

    0            sent
    -216, -220   the token is invalid or expired: renewed once, tried once more
    -32          too fast: again later
    -200, 5xx    failed on their side: at most one more try
    -227         nobody is there any more
    the others   refused: the window is over (-230, -232), no followers (-213), quota (-211), a bad request (-201, -210) …
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx

from assistant.channels.base import Ambiguous, ChannelDown, ChatGone, DeliveryProblem, Failed, NotSent, Refused
from assistant.channels.departure import departing, watch
from assistant.channels.zalo.fields import name, record
from assistant.channels.zalo_oa.keeper import TokenKeeper
from assistant.channels.zalo_oa.oauth import NotRenewed

SECONDS_TO_ANSWER = 20.0
_TOKEN = (-216, -220)
_LONGEST_REASON = 80
for _logger in ("httpx", "httpcore"):
    logging.getLogger(_logger).setLevel(logging.WARNING)


class OaApi:
    """`await api.send(user, message, leaving)`: the id of the message. `proof_with`: the app secret, where a proof is asked for."""

    def __init__(self, base: str, keeper: TokenKeeper, *, proof_with: str = "", trust_env: bool = True) -> None:
        self._url = f"{base.rstrip('/')}/v3.0/oa/message/cs"
        self._keeper = keeper
        self._proof_with = proof_with
        hooks = {"request": [watch]}
        self._client = httpx.AsyncClient(timeout=SECONDS_TO_ANSWER, event_hooks=hooks, trust_env=trust_env)

    async def send(self, user: str, message: dict[str, Any], leaving: Callable[[], None]) -> str:
        """Raises a DeliveryProblem, or what `leaving` raised."""
        token = await self._token()
        body = await self._post(token, user, message, leaving)
        if body.get("error") in _TOKEN:
            body = await self._post(await self._token(refused=token), user, message, leaving)
        if body.get("error") == 0:
            return name(record(body.get("data")).get("message_id"))
        raise problem_of(body)

    async def _token(self, refused: str = "") -> str:
        try:
            return await self._keeper.token(refused)
        except NotRenewed as error:
            raise ChannelDown(f"no token: {error}") from None

    async def _post(self, token: str, user: str, message: dict[str, Any], leaving: Callable[[], None]) -> dict[str, Any]:
        """What Zalo says."""
        body = {"recipient": {"user_id": user}, "message": message}
        with departing(leaving) as departure:
            try:
                response = await self._client.post(self._url, json=body, headers=self._headers(token))
            except Exception as error:
                if departure.stopped:
                    raise departure.stopped from None
                kind = type(error).__name__
                raise (Ambiguous(kind) if departure.left else NotSent(kind)) from None
        return _read(response)

    def _headers(self, token: str) -> dict[str, str]:
        if not self._proof_with:
            return {"access_token": token}
        proof = hmac.new(self._proof_with.encode(), token.encode(), hashlib.sha256).hexdigest()
        return {"access_token": token, "appsecret_proof": proof}

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def _read(response: httpx.Response) -> dict[str, Any]:
    """The JSON that tells an error code.

    Raises:
        DeliveryProblem: there is none.
    """
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict) and isinstance(body.get("error"), int):
        return body
    reason = f"no JSON of the platform, HTTP {response.status_code}"
    raise NotSent(reason) if response.status_code == 429 else Failed(reason)


def problem_of(body: dict[str, Any]) -> DeliveryProblem:
    """What an error code means for the message."""
    code = body["error"]
    reason = f"{code} {str(body.get('message', '')).split(':')[0][:_LONGEST_REASON]}"
    if code in _TOKEN:
        return ChannelDown(reason)
    match code:
        case -32:
            return NotSent(reason)
        case -200:
            return Failed(reason)
        case -227:
            return ChatGone(reason)
    return Refused(reason)
