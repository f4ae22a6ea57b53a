"""Keeps the tokens of an Official Account: one process renews, stores the new pair sealed, and only then is it used.

    token = await keeper.token()                 # good, as far as we know
    token = await keeper.token(refused=token)    # Zalo did not accept that one: the one stored since, or a new one

ZALO_OA_REFRESH_TOKEN starts the chain. When another one is given there later (the app was authorised anew), the chain
starts again with it; a stored pair remembers, as a hash, which one it came from.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from anyio import to_thread

from assistant.channels.zalo_oa.oauth import NotRenewed, OAuth, Pair
from assistant.records.credentials import Credentials

LEASE = timedelta(seconds=60)
"""Longer than a renewal may take, so that two never renew at once."""
LOOK_AGAIN = 0.2
T = TypeVar("T")
log = structlog.get_logger(__name__)


class TokenKeeper:
    """The tokens of one app. Safe for many tasks and many processes."""

    def __init__(self, credentials: Credentials, oauth: OAuth, app_id: str, first_refresh: str) -> None:
        self._credentials = credentials
        self._oauth = oauth
        self._name = f"zalo_oa:{app_id}"[:60]
        self._first = first_refresh
        self._seed = hashlib.sha256(first_refresh.encode()).hexdigest()[:16] if first_refresh else ""
        self._pair = Pair("", "", 0)
        self._alone = asyncio.Lock()

    async def token(self, refused: str = "") -> str:
        """An access token that is not `refused`.

        Raises:
            NotRenewed: there is none to be had now.
        """
        if self._good(self._pair, refused):
            return self._pair.access
        async with self._alone:
            while not self._good(self._pair, refused):
                self._pair = await self._stored()
                if not self._good(self._pair, refused) and not await self._renew(refused):
                    await asyncio.sleep(LOOK_AGAIN)  # somebody else is at it
        return self._pair.access

    def _good(self, pair: Pair, refused: str) -> bool:
        return pair.fresh and pair.access != refused

    async def _stored(self) -> Pair:
        found = await _blocking(lambda: self._credentials.read(self._name))
        pair = Pair(**found) if isinstance(found, dict) else Pair("", "", 0)
        if self._first and pair.seed != self._seed:
            return Pair("", self._first, 0, self._seed)
        return pair

    async def _renew(self, refused: str) -> bool:
        """Renew the pair and store it. False: another process holds the lease."""
        lease = await _blocking(lambda: self._credentials.lease(self._name, LEASE))
        if lease is None:
            return False
        return await asyncio.shield(asyncio.ensure_future(self._renew_alone(lease, refused)))

    async def _renew_alone(self, lease: str, refused: str) -> bool:
        """With the lease. It is not broken off when the caller is: the pair would be lost on its way."""
        stored = False
        try:
            self._pair = await self._stored()  # it may have been renewed just before the lease was free
            if self._good(self._pair, refused):
                return True
            if not self._pair.refresh:
                raise NotRenewed("no refresh token: set ZALO_OA_REFRESH_TOKEN", refused=True)
            new = await self._oauth.renew(self._pair.refresh, self._pair.seed)
            await _blocking(lambda: self._credentials.store(self._name, asdict(new), lease))
            stored, self._pair = True, new
            log.info("zalo_oa_token_renewed")
            return True
        finally:
            if not stored:
                await _blocking(lambda: self._credentials.release(self._name, lease))

    def forget(self) -> None:
        """Look into the table next time."""
        self._pair = replace(self._pair, renew_at=0)

    async def close(self) -> None:
        """Let go of connections, when nothing is under way."""
        async with self._alone:
            await self._oauth.close()


async def _blocking(work: Callable[[], T]) -> T:
    result: Any = await to_thread.run_sync(work)
    return result  # type: ignore[no-any-return]
