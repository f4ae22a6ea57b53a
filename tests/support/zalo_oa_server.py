"""The OpenAPI and the OAuth server of a Zalo Official Account on 127.0.0.1: they check every request, and misbehave on demand.

A refresh token works once, as with the real one: `renewals` counts, and using one twice stands in `broken_rules`.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.support.loopback import Answer, Fault, LoopbackServer, Request, json_answer
from tests.support.zalo_rules import Broken, Form, check_oa

APP_ID, OA_ID = "1234567890123456789", "388613280878808645"
SECRET_KEY, APP_SECRET, FIRST_REFRESH = "oa-secret-key", "app-secret", "refresh-0"


@dataclass
class Said:
    """A message of ours. `text` is what people see, titles of a list included."""

    user: str
    text: str
    message: Form

    @property
    def buttons(self) -> list[Form]:
        return list(self.message.get("attachment", {}).get("payload", {}).get("buttons", ()))

    def payload(self, label: str) -> Any:
        """What a button with this in its title does."""
        return next(button["payload"] for button in self.buttons if label in button["title"])


class ZaloOaServer(LoopbackServer):
    """One app, one account, any number of people."""

    def __init__(self) -> None:
        super().__init__()
        self.refresh = FIRST_REFRESH
        self.access = "access-0"
        self.used: list[str] = []
        self.renewals = 0
        self.renewal_seconds = 0.0
        self.expires_in = "90000"
        self.sent: list[Said] = []
        self.broken_rules: list[str] = []
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(8)

    def texts(self, user: str) -> list[str]:
        return [said.text for said in self.sent if said.user == user]

    def event(self, user: str, text: str = "", what: str = "user_send_text", **more: Any) -> Form:
        """A message of a person."""
        number = next(self._numbers)
        return {
            "app_id": APP_ID,
            "event_name": what,
            "timestamp": str(int(time.time() * 1000)),
            "sender": {"id": user},
            "recipient": {"id": OA_ID},
            "message": {"msg_id": f"{self._run}{number:04x}", "text": text},
            **more,
        }

    async def handle(self, request: Request) -> Answer:
        if request.path == "/v4/oa/access_token":
            return await self._renew(request)
        if request.path != "/v3.0/oa/message/cs":
            return json_answer(404, {"error": 404, "message": "not found"})
        if request.headers.get("access_token") != self.access:
            return json_answer(200, {"error": -216, "message": "Access token is invalid"})
        body = json.loads(request.body)
        try:
            check_oa(body)
        except (Broken, KeyError, TypeError) as broken:
            self.broken_rules.append(repr(broken))
            return json_answer(200, {"error": -201, "message": f"invalid param: {broken}"})
        message = body["message"]
        elements = message.get("attachment", {}).get("payload", {}).get("elements", ())
        text = message.get("text") or "\n".join(f"{element['title']} <{element['default_action']['url']}>" for element in elements)
        self.sent.append(Said(body["recipient"]["user_id"], text, message))
        return json_answer(200, {"error": 0, "message": "Success", "data": {"message_id": f"m{len(self.sent)}", "user_id": "u"}})

    async def _renew(self, request: Request) -> Answer:
        form = dict(parse_qsl(request.body.decode()))
        asked = form.get("refresh_token", "")
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID or form.get("grant_type") != "refresh_token":
            self.broken_rules.append(f"renewal: {sorted(form)}")
            return json_answer(200, {"error": -14002, "error_name": "Invalid app"})
        if asked in self.used:
            self.broken_rules.append("a refresh token was used twice")
        if asked != self.refresh:
            return json_answer(200, {"error": -14014, "error_name": "Invalid refresh token", "error_description": asked})
        self.used.append(asked)
        await asyncio.sleep(self.renewal_seconds)
        self.renewals += 1
        self.refresh, self.access = f"refresh-{self.renewals}", f"access-{self.renewals}"
        return json_answer(200, {"access_token": self.access, "refresh_token": self.refresh, "expires_in": self.expires_in})


def signed(event: Any, key: str = SECRET_KEY, app_id: str = APP_ID, stamp: str | None = None) -> tuple[bytes, dict[str, str]]:
    """Body and headers as Zalo would send them: sha256(app id + body + timestamp + key), not an HMAC."""
    body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
    told = stamp if stamp is not None else str(event.get("timestamp", "")) if isinstance(event, dict) else ""
    mac = hashlib.sha256(app_id.encode() + body + told.encode() + key.encode()).hexdigest()
    return body, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}


def oa_error(code: int, message: str = "Error", status: int = 200) -> Fault:
    """A fault that answers a message with an error of the OpenAPI."""
    return Fault(
        "answer", "/message/cs", status, json.dumps({"error": code, "message": message}).encode(), {"Content-Type": "application/json"}
    )
