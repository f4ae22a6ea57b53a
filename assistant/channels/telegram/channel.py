"""Telegram as a Channel: https://core.telegram.org/bots/api"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

import structlog
from fastapi import APIRouter
from telegram import InputFile
from telegram.error import InvalidToken, TelegramError

from assistant.channels.base import Intake, NotSent, Refused
from assistant.channels.telegram import polling
from assistant.channels.telegram.api import BotApi, reason_of
from assistant.channels.telegram.markup import cut
from assistant.channels.telegram.profile import show_profile
from assistant.channels.telegram.render import Pack, drafts_of
from assistant.channels.telegram.updates import ALLOWED, CHANNEL, Me, Translator
from assistant.channels.telegram.webhook import PATH, webhook_routes
from assistant.delivery.pace import Pace
from assistant.messages import Draft, Inbound, Reply

# Telegram's limits: 30 messages a second in all, one a second to a person, twenty a minute to a group.
PRIVATE_EVERY, GROUP_EVERY = 1.0, 3.0
log = structlog.get_logger(__name__)


class TelegramChannel:
    """Polled, or by webhook when `public_url` is set."""

    name = CHANNEL
    reply_window = None

    def __init__(
        self,
        api: BotApi,
        pack: Pack,
        commands: Collection[str],
        *,
        operator: str,
        secret: str,
        public_url: str = "",
        per_second: float = 30,
    ) -> None:
        self._api = api
        self._pack = pack
        self._commands = commands
        self._operator = operator
        self._secret = secret
        self._public_url = public_url
        self._pace = Pace(per_second, PRIVATE_EVERY)
        self._translator: Translator | None = None
        self.link = ""

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        """Requests to the Bot API."""
        return drafts_of(reply, to, self._pack)

    async def deliver(self, address: str, draft: Draft, leaving: Callable[[], None]) -> str:
        """Send one request in its turn."""
        method, parameters = draft["method"], dict(draft["parameters"])
        if method != "answerCallbackQuery":
            parameters["chat_id"] = address
            await self._pace.turn(address, GROUP_EVERY if address.startswith("-") else PRIVATE_EVERY)
        if file := draft.get("file"):
            parameters["document"] = InputFile(file["text"].encode("utf-8", "replace"), filename=file["name"])
        try:
            result = await self._api.deliver(method, parameters, leaving)
        except NotSent as problem:
            self._pace.hold(address, problem.retry_after or 0)
            raise
        except Refused as problem:
            return _after_refusal(draft, problem)
        return str(result.get("message_id", "")) if isinstance(result, dict) else ""

    async def typing(self, to: Inbound) -> None:
        """For five seconds at most, and only when that costs no message its turn."""
        if not self._pace.spare():
            return
        try:
            await self._api.call("sendChatAction", chat_id=to.reply_to, action="typing", message_thread_id=to.reference.get("thread_id"))
        except TelegramError as error:
            log.debug("typing_failed", reason=reason_of(error))

    async def preview(self, to: Inbound, text: str) -> None:
        """A draft that Telegram shows for half a minute; only people alone with the bot see drafts."""
        if to.group or not text.strip() or not self._pace.spare():
            return
        try:
            await self._api.call("sendMessageDraft", chat_id=to.reply_to, draft_id=_draft_id(to), text=cut(text))
        except TelegramError as error:
            log.debug("preview_failed", reason=reason_of(error))

    async def listen(self, intake: Intake) -> None:
        """Learn who we are, show the profile, then poll, or register the webhook."""
        me = await self._who_am_i(intake)
        self._translator = translator = Translator(me, self._commands)
        self.link = f"https://t.me/{me.username}?start=web" if me.username else ""
        await show_profile(self._api, self._operator)
        if self._public_url:
            await self._api.call(
                "setWebhook", url=f"{self._public_url}{PATH}", secret_token=self._secret, allowed_updates=ALLOWED, max_connections=40
            )
            log.info("webhook_registered", channel=self.name)
            return
        await self._api.call("deleteWebhook")
        await intake.alone(self.name, lambda: polling.poll(self._api, translator, intake))

    async def _who_am_i(self, intake: Intake) -> Me:
        """Ask until Telegram tells."""
        pause = polling.FIRST_PAUSE
        while True:
            try:
                me: dict[str, Any] = await self._api.call("getMe")
                return Me(int(me["id"]), str(me.get("username", "")))
            except TelegramError as error:
                intake.count(self.name, f"start_{type(error).__name__}")
                reason = "the token is refused" if isinstance(error, InvalidToken) else reason_of(error)
                log.error("telegram_does_not_know_us", problem=type(error).__name__, reason=reason)
                await asyncio.sleep(polling.pause_after(error, pause))
                pause = min(pause * 2, polling.LONGEST_PAUSE)

    def routes(self, intake: Intake) -> APIRouter | None:
        """The webhook, when there is one."""
        return webhook_routes(self._secret, lambda: self._translator, intake) if self._public_url else None

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()


def _draft_id(to: Inbound) -> int:
    """The same for all drafts of one answer, and not 0."""
    return int(to.event_id) % 2_000_000_000 + 1


def _after_refusal(draft: Draft, problem: Refused) -> str:
    """A refused request in other words, if there are any; what was done already counts as done.

    Raises:
        Refused: with a fallback or without.
    """
    reason = str(problem).lower()
    parameters = draft["parameters"]
    if "message is not modified" in reason or "query is too old" in reason:
        return ""
    if "parse entities" in reason and "parse_mode" in parameters:
        plain = {name: value for name, value in parameters.items() if name != "parse_mode"}
        raise Refused(str(problem), {**draft, "parameters": {**plain, "text": draft["plain"]}})
    if draft["method"] == "editMessageText":
        rest = {name: value for name, value in parameters.items() if name != "message_id"}
        raise Refused(str(problem), {**draft, "method": "sendMessage", "parameters": rest})
    if "button" in reason and "reply_markup" in parameters:
        rest = {name: value for name, value in parameters.items() if name != "reply_markup"}
        raise Refused(str(problem), {**draft, "parameters": rest})
    raise problem
