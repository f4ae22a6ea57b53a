"""Zalo's rules for requests of both doors: which fields there are, and what each must look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Form = dict[str, Any]
LONGEST_TEXT = 2000


class Broken(ValueError):
    """A rule is broken."""


def need(true: object, description: str) -> None:
    if not true:
        raise Broken(description)


def check_text(text: Any) -> None:
    need(isinstance(text, str) and text.strip(), "text is empty")
    need(len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT, "text is too long")


# --- the Bot Platform


def _send(form: Form) -> None:
    check_text(form["text"])
    need(form.get("parse_mode") in (None, "markdown", "html"), "unknown parse_mode")
    need(form.get("parse_mode") != "markdown" or form["text"].count("**") % 2 == 0, "can't parse markdown")
    need("**" not in form["text"] or form.get("parse_mode"), "markup in plain text")


def _webhook(form: Form) -> None:
    parts = urlsplit(form["url"])
    need(parts.scheme == "https" or parts.hostname == "127.0.0.1", "webhook must be HTTPS")
    need(re.fullmatch(r".{8,256}", form["secret_token"]), "bad secret_token")


def _any(_form: Form) -> None:
    pass


# method -> (fields it must have, fields it may have, further rules)
BOT: dict[str, tuple[set[str], set[str], Callable[[Form], None]]] = {
    "getMe": (set(), set(), _any),
    "getUpdates": (set(), {"timeout"}, lambda form: need(re.fullmatch(r"\d+", str(form.get("timeout", "30"))), "bad timeout")),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode"}, _send),
    "sendChatAction": ({"chat_id", "action"}, set(), lambda form: need(form["action"] == "typing", "bad action")),
    "setWebhook": ({"url", "secret_token"}, set(), _webhook),
    "deleteWebhook": (set(), set(), _any),
}


def check_bot(method: str, form: Form) -> None:
    must, may, further = BOT[method]
    need(must <= set(form) <= must | may, f"fields: {sorted(form)}")
    need(isinstance(form.get("chat_id", ""), str), "chat_id is no text")
    further(form)


# --- the Official Account


def check_oa(body: Any) -> None:
    need(set(body) == {"recipient", "message"} and set(body["recipient"]) == {"user_id"}, "fields")
    need(isinstance(body["recipient"]["user_id"], str), "user_id is no text")
    message = body["message"]
    need({"text"} <= set(message) or "attachment" in message, "nothing to send")
    need(set(message) <= {"text", "attachment"}, f"message: {sorted(message)}")
    if "text" in message:
        check_text(message["text"])
    if "attachment" in message:
        need(set(message["attachment"]) == {"type", "payload"} and message["attachment"]["type"] == "template", "attachment")
        _payload(message["attachment"]["payload"], "text" in message)


def _payload(payload: Form, with_text: bool) -> None:
    if payload.get("template_type") == "list":
        need(not with_text and set(payload) == {"template_type", "elements"}, "list")
        need(1 <= len(payload["elements"]) <= 5, "elements")
        for element in payload["elements"]:
            need(1 <= len(element["title"]) <= 100 and 1 <= len(element["subtitle"]) <= 500, "element")
            _action(element["default_action"]["type"], {"url": element["default_action"].get("url")})
    else:
        need(with_text and set(payload) == {"buttons"} and 1 <= len(payload["buttons"]) <= 5, "buttons")
        for button in payload["buttons"]:
            need(set(button) == {"title", "type", "payload"} and 1 <= len(button["title"]) <= 100, "button")
            _action(button["type"], button["payload"])


def _action(kind: str, payload: Any) -> None:
    if kind == "oa.open.url":
        need(urlsplit(payload["url"]).scheme in ("http", "https"), "url")
    else:
        need(kind in ("oa.query.show", "oa.query.hide") and isinstance(payload, str) and 1 <= len(payload) <= 1000, "payload")
