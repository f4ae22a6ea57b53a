"""Renewing the tokens of an Official Account: POST <base>/v4/oa/access_token.

A refresh token works once. What is not stored before it is used is lost, and then only an administrator of the account can
authorise the app again. Failures often come with HTTP 200.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

import httpx

SECONDS_TO_ANSWER = 20.0
LONGEST_RENEWAL = 30.0
USED_UP = 0.8
"""The share of its life after which an access token is renewed."""
_SHORTEST_LIFE = 60.0


class NotRenewed(Exception):
    """No new pair. `refused`: the refresh token itself is not accepted. The text is fit for the log."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token and the refresh token for the next one. Times are seconds since 1970."""

    access: str
    refresh: str
    renew_at: float
    seed: str = ""

    @property
    def fresh(self) -> bool:
        """Whether it need not be renewed yet."""
        return bool(self.access) and time.time() < self.renew_at


class OAuth:
    """Asks for a new pair."""

    def __init__(self, base: str, app_id: str, app_secret: str, *, trust_env: bool = True) -> None:
        self._url = f"{base.rstrip('/')}/v4/oa/access_token"
        self._app_id = app_id
        self._secret = app_secret
        self._client = httpx.AsyncClient(timeout=SECONDS_TO_ANSWER, trust_env=trust_env)

    async def renew(self, refresh: str, seed: str) -> Pair:
        """The next pair.

        Raises:
            NotRenewed: whatever went wrong.
        """
        form = {"refresh_token": refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        try:
            async with asyncio.timeout(LONGEST_RENEWAL):
                response = await self._client.post(self._url, data=form, headers={"secret_key": self._secret})
            body: Any = json.loads(response.content)
        except (httpx.HTTPError, TimeoutError) as error:
            raise NotRenewed(type(error).__name__) from None
        except (ValueError, RecursionError):
            raise NotRenewed(f"no JSON, HTTP {response.status_code}") from None
        return _pair(body if isinstance(body, dict) else {}, seed)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def _pair(body: dict[str, Any], seed: str) -> Pair:
    access, refresh = body.get("access_token"), body.get("refresh_token")
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        raise NotRenewed(f"error {str(body.get('error'))[:20]}: {str(body.get('error_name'))[:40]}", refused="error" in body)
    try:
        life = float(body.get("expires_in", 0))
    except (TypeError, ValueError):
        life = 0
    return Pair(access, refresh, time.time() + max(life, _SHORTEST_LIFE) * USED_UP, seed)
