"""The Zalo Bot Platform as a Channel. It has no buttons, no editing and no files: choices are numbers, files are text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import structlog
from fastapi import APIRouter

from assistant.channels.base import Intake, NotSent, Refused
from assistant.channels.zalo.fields import name, record
from assistant.channels.zalo.patience import Patience
from assistant.channels.zalo.render import add_choices, add_links, add_words, body_of, messages_of, numbered, pieces_of_file
from assistant.channels.zalo.text import Piece
from assistant.channels.zalo_bot.api import ApiError, BotApi
from assistant.channels.zalo_bot.polling import pause_after, poll, token_is_good
from assistant.channels.zalo_bot.updates import CHANNEL
from assistant.channels.zalo_bot.webhook import PATH, webhook_routes
from assistant.delivery.pace import Pace
from assistant.messages import Draft, Inbound, Reply

CHAT_EVERY = 1.0
log = structlog.get_logger(__name__)


class ZaloBotChannel:
    """Polled, or by webhook when `public_url` is set."""

    name = CHANNEL
    reply_window = None  # none is documented

    def __init__(self, api: BotApi, *, secret: str, public_url: str = "", per_second: float = 10, link: str = "") -> None:
        self._api = api
        self._secret = secret
        self._public_url = public_url
        self._pace = Pace(per_second, CHAT_EVERY)
        self._patience = Patience()
        self._my_name = ""
        self.link = link

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        """A draft is {"text", "parse_mode"?, "plain"?}."""
        pieces: list[Piece] = []
        for message, choices in numbered(messages_of(reply), to):
            text = body_of(message)
            add_links(text, message)
            add_choices(text, choices)
            if to is None or not to.group:
                add_words(text, message)
            pieces += text.pieces() + (pieces_of_file(message.file) if message.file else [])
        return [_draft(piece) for piece in pieces]

    async def deliver(self, address: str, draft: Draft, leaving: Callable[[], None]) -> str:
        """Send one message in its turn; refused markup comes again without."""
        await self._pace.turn(address)
        try:
            result = await self._api.deliver("sendMessage", {"chat_id": address, **_fields(draft)}, leaving)
        except NotSent as problem:
            problem.retry_after = self._patience.next()
            self._pace.hold(address, problem.retry_after)
            raise
        except Refused as problem:
            raise Refused(str(problem), {"text": draft["plain"]} if "plain" in draft else None) from None
        self._patience.rest()
        return name(record(result).get("message_id"))

    async def typing(self, to: Inbound) -> None:
        """Only when that costs no message its turn."""
        if to.group or not self._pace.spare():
            return
        try:
            await self._api.call("sendChatAction", chat_id=to.reply_to, action="typing")
        except (ApiError, httpx.HTTPError) as error:
            log.debug("typing_failed", problem=type(error).__name__)

    async def preview(self, to: Inbound, text: str) -> None:
        """Nothing can be shown that would be replaced later."""

    async def listen(self, intake: Intake) -> None:
        """Learn who we are, then poll, or register the webhook. A refused token ends it; the rest of the service goes on."""
        if (me := await self._insist(intake, lambda: self._api.call("getMe"))) is None:
            return
        self._my_name = name(record(me).get("display_name")) or name(record(me).get("account_name"))
        register = self._register if self._public_url else self._unregister
        if await self._insist(intake, register) is None:
            return
        if not self._public_url:
            await intake.alone(self.name, lambda: poll(self._api, self._my_name, intake))

    async def _insist(self, intake: Intake, call: Callable[[], Awaitable[Any]]) -> Any:
        """Call until it works; None when the token is refused."""
        while True:
            try:
                return await call() or {}
            except (ApiError, httpx.HTTPError) as error:
                if not token_is_good(error, intake):
                    return None
                await pause_after(error, self._patience, intake)

    async def _register(self) -> None:
        url = f"{self._public_url}{PATH}"
        done = record(await self._api.call("setWebhook", url=url, secret_token=self._secret))
        if (checked := record(done.get("verification"))) and checked.get("ok") is False:
            log.warning("webhook_not_reachable", channel=self.name, outcome=str(checked.get("outcome"))[:80])
        log.info("webhook_registered", channel=self.name)

    async def _unregister(self) -> None:
        """Polling does not work while a webhook is set."""
        try:
            await self._api.call("deleteWebhook")
        except ApiError as error:
            if error.code not in (400, 404):  # there was none
                raise

    def routes(self, intake: Intake) -> APIRouter | None:
        """The webhook, when there is one."""
        return webhook_routes(self._secret, lambda: self._my_name, intake) if self._public_url else None

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()


def _draft(piece: Piece) -> Draft:
    return {"text": piece.markdown, "parse_mode": "markdown", "plain": piece.plain} if piece.markdown else {"text": piece.plain}


def _fields(draft: Draft) -> dict[str, Any]:
    return {field: value for field, value in draft.items() if field != "plain"}
