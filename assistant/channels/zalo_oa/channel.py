"""A Zalo Official Account as a Channel. It is never polled: Zalo posts what happens to <PUBLIC_URL>/webhooks/zalo-oa."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from fastapi import APIRouter

from assistant.channels.base import Intake, NotSent, Refused
from assistant.channels.zalo.patience import Patience
from assistant.channels.zalo_oa.api import OaApi
from assistant.channels.zalo_oa.events import CHANNEL
from assistant.channels.zalo_oa.keeper import TokenKeeper
from assistant.channels.zalo_oa.oauth import NotRenewed
from assistant.channels.zalo_oa.render import Pack, drafts_of
from assistant.channels.zalo_oa.signature import Signature
from assistant.channels.zalo_oa.webhook import PATH, webhook_routes
from assistant.delivery.pace import Pace
from assistant.messages import Draft, Inbound, Reply

CHAT_EVERY = 1.0
FREE_FOR = timedelta(hours=48)
"""After a message of the person: answers later than that cost money, after seven days they are refused."""
LOOK_EVERY = 300.0
log = structlog.get_logger(__name__)


class ZaloOaChannel:
    """`reachable`: whether Zalo can post to us at all."""

    name = CHANNEL
    reply_window = FREE_FOR

    def __init__(
        self,
        api: OaApi,
        keeper: TokenKeeper,
        pack: Pack,
        signature: Signature,
        *,
        reachable: bool,
        per_second: float = 10,
        verification: str = "",
        account_id: str = "",
    ) -> None:
        self._api = api
        self._keeper = keeper
        self._pack = pack
        self._signature = signature
        self._reachable = reachable
        self._pace = Pace(per_second, CHAT_EVERY)
        self._patience = Patience()
        self._verification = verification
        self.link = f"https://zalo.me/{account_id}" if account_id else ""

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        """Messages, each with the time until which it may be sent if it answers something."""
        until = {"until": ((to.sent_at or datetime.now(UTC)) + FREE_FOR).isoformat()} if to else {}
        return [{**draft, **until} for draft in drafts_of(reply, to, self._pack)]

    async def deliver(self, address: str, draft: Draft, leaving: Callable[[], None]) -> str:
        """Send one message in its turn; refused buttons come again as text."""
        if "until" in draft and datetime.now(UTC) > datetime.fromisoformat(draft["until"]):
            raise Refused("the reply window is over")
        await self._pace.turn(address)
        try:
            platform_id = await self._api.send(address, draft["message"], leaving)
        except NotSent as problem:
            problem.retry_after = self._patience.next()
            self._pace.hold(address, problem.retry_after)
            raise
        except Refused as problem:
            raise Refused(str(problem), _without_attachment(draft)) from None
        self._patience.rest()
        return platform_id

    async def typing(self, to: Inbound) -> None:
        """An Official Account cannot show it."""

    async def preview(self, to: Inbound, text: str) -> None:
        """Nothing can be shown that would be replaced later."""

    async def listen(self, intake: Intake) -> None:
        """Keep the tokens fresh, also when nobody writes: a refresh token dies after three months."""
        if not self._reachable:
            log.error("zalo_oa_not_reachable", reason="an Official Account cannot be polled: set PUBLIC_URL")
        if not self._signature.ready:
            log.error("zalo_oa_not_ready", reason="set ZALO_OA_SECRET_KEY; until then the webhook answers 503")
        log.info("webhook_open", channel=self.name, path=PATH)
        while True:
            try:
                await self._keeper.token()
                self._patience.rest()
                pause = LOOK_EVERY
            except NotRenewed as error:
                intake.count(self.name, "token_refused" if error.refused else "token_not_renewed")
                advice = "authorise the app again and set ZALO_OA_REFRESH_TOKEN" if error.refused else "tried again soon"
                log.error("zalo_oa_token_not_renewed", reason=str(error), advice=advice)
                pause = LOOK_EVERY if error.refused else self._patience.next()
            await asyncio.sleep(pause)

    def routes(self, intake: Intake) -> APIRouter | None:
        """The webhook, always: its address is entered at Zalo by hand."""
        return webhook_routes(self._signature, intake, self._verification)

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()
        await self._keeper.close()


def _without_attachment(draft: Draft) -> Draft | None:
    """The same as text; None when it was text already."""
    if "plain" not in draft:
        return None
    return {**{name: value for name, value in draft.items() if name != "plain"}, "message": {"text": draft["plain"]}}
