"""A Zalo Bot Platform on 127.0.0.1 that checks every request, keeps what was sent, and misbehaves on demand.

    with ZaloBotServer() as zalo:
        zalo.say("an", "Xin chào")
        zalo.sent                         # what the bot sent, as people see it

Updates that getUpdates has given out are gone, as with the real one. Some come in an envelope, some in a list.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.loopback import Answer, Fault, LoopbackServer, Request, json_answer
from tests.support.zalo_rules import Broken, Form, check_bot

TOKEN = "1459232241454765289:bi-mat-cua-bot-zalo"
HOLD_SECONDS = 2.0


@dataclass
class Said:
    """A message of ours. `text` is what people see."""

    chat: str
    text: str
    form: Form

    def number(self, label: str) -> str:
        """The number in front of this choice."""
        lines = (line.split(". ", 1) for line in self.text.split("\n") if ". " in line)
        return next(line[0] for line in lines if line[0].isdigit() and line[1].startswith(label))


class ZaloBotServer(LoopbackServer):
    """One bot, any number of chats."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.sent: list[Said] = []
        self.calls: list[tuple[str, Form]] = []
        self.broken_rules: list[str] = []
        self.webhook: dict[str, Any] = {}
        self.webhook_answers: list[int] = []
        self.updates: list[Any] = []
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(8)
        self._news = asyncio.Event()

    def event(self, chat: str, what: str = "text", *, group: bool = False, **content: Any) -> dict[str, Any]:
        """An event of a person."""
        message = {
            "from": {"id": chat, "display_name": "Ted", "is_bot": False},
            "chat": {"id": f"nhom-{chat}" if group else chat, "chat_type": "GROUP" if group else "PRIVATE"},
            "message_id": f"{self._run}{next(self._numbers):04x}",
            "date": int(time.time() * 1000),
            **content,
        }
        return {"event_name": f"message.{what}.received", "message": message}

    def say(self, chat: str, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes."""
        event = self.event(chat, text=text, **more)
        self.push(event)
        return event

    def push(self, event: Any) -> None:
        """Anything that getUpdates is to give out, or the webhook to be told."""

        def add() -> None:
            self.updates.append(event)
            self._news.set()

        self.soon(add)

    def texts(self, chat: str) -> list[str]:
        return [said.text for said in self.sent if said.chat == chat]

    async def handle(self, request: Request) -> Answer:
        prefix, _, method = request.path.rpartition("/")
        if prefix != f"/bot{self.token}":
            return _error(401, "Unauthorized")
        action = getattr(self, f"_{method}", None)
        if action is None or not method[0].islower():
            return _error(404, "Not found")
        try:
            form = dict(json.loads(request.body or b"{}"))
            self.calls.append((method, form))
            check_bot(method, form)
        except (Broken, KeyError, ValueError) as broken:
            self.broken_rules.append(f"{method}: {broken!r}")
            return _error(400, str(broken))
        return await action(form)

    async def _getMe(self, _form: Form) -> Answer:
        return _ok({"id": "1459232241454765289", "account_name": "bot.VDKyGxQvc", "account_type": "BASIC", "can_join_groups": False})

    async def _getUpdates(self, form: Form) -> Answer:
        if self.webhook.get("url"):
            return _error(400, "a webhook is set")
        self._news.clear()
        if not self.updates:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), min(float(form.get("timeout", "30")), HOLD_SECONDS))
        if not self.updates:
            return _error(408, "Request timeout", status=200)
        update = self.updates.pop(0)
        return _ok([update] if next(self._numbers) % 3 == 0 else update)

    async def _sendMessage(self, form: Form) -> Answer:
        text = form["text"].replace("**", "") if form.get("parse_mode") else form["text"]
        self.sent.append(Said(form["chat_id"], text, form))
        return _ok({"message_id": f"82599fa32f56d00e{len(self.sent):04x}", "date": int(time.time() * 1000)})

    async def _sendChatAction(self, _form: Form) -> Answer:
        return json_answer(200, {"ok": True})

    async def _setWebhook(self, form: Form) -> Answer:
        self.webhook = dict(form)
        asyncio.get_running_loop().create_task(self._post())
        return _ok({"url": form["url"], "updated_at": 1749538250568, "verification": {"ok": True, "outcome": "webhook.ok"}})

    async def _deleteWebhook(self, _form: Form) -> Answer:
        if not self.webhook:
            return _error(404, "Webhook not found")
        self.webhook = {}
        return _ok({"url": "", "updated_at": 1749538250568})

    async def _post(self) -> None:
        """One event after another; what is not acknowledged comes again."""
        headers = {"X-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            while url := self.webhook.get("url"):
                if self.updates:
                    wrapped = {"ok": True, "result": self.updates[0]} if next(self._numbers) % 2 else self.updates[0]
                    with suppress(httpx.HTTPError):
                        self.webhook_answers.append((await client.post(url, json=wrapped, headers=headers)).status_code)
                        if self.webhook_answers[-1] == 200:
                            self.updates.pop(0)
                await asyncio.sleep(0.01)


def _ok(result: Any) -> Answer:
    return json_answer(200, {"ok": True, "result": result})


def _error(code: int, description: str, status: int | None = None) -> Answer:
    return json_answer(status or code, {"ok": False, "error_code": code, "description": description})


def bot_error(code: int, description: str = "Error", path: str = "/sendMessage", status: int | None = None) -> Fault:
    """A fault that answers with Zalo's own error; `status`: the HTTP status, if it is another."""
    _, headers, body = _error(code, description)
    return Fault("answer", path, status or code, body, headers)
