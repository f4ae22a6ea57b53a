"""Telegram's rules for requests, one table: which fields a method has, and what each must look like."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.loopback import Request
from tests.support.telegram_html import BadMarkup, units, visible

Form = dict[str, Any]
LONGEST_TEXT, LONGEST_CAPTION, LONGEST_TOAST = 4096, 1024, 200
_JSON = ("reply_markup", "link_preview_options", "reply_parameters", "allowed_updates", "commands", "chat_id", "message_id", "offset")
_JSON_TOO = ("timeout", "limit", "max_connections", "message_thread_id", "draft_id", "show_alert", "disable_notification")


class Broken(ValueError):
    """A rule is broken; the text is Telegram's description."""


def read_form(request: Request) -> Form:
    """The fields of a request, JSON values read."""
    kind = request.headers.get("content-type", "")
    if "multipart/form-data" in kind:
        fields = dict(_parts(request, kind))
    elif "application/json" in kind:
        return dict(json.loads(request.body or b"{}"))
    else:
        fields = dict(parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=bool(request.body)))
    fields |= dict(parse_qsl(request.path.partition("?")[2]))
    return {name: json.loads(value) if name in (*_JSON, *_JSON_TOO) else value for name, value in fields.items()}


def _parts(request: Request, kind: str) -> Any:
    message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body, policy=email.policy.HTTP)
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        yield name, (part.get_filename(), payload) if part.get_filename() else payload.decode()


def _need(true: object, description: str) -> None:
    if not true:
        raise Broken(description)


def _text(form: Form) -> None:
    text = form["text"]
    try:
        form["visible"] = visible(text) if form.get("parse_mode") == "HTML" else text
    except BadMarkup as bad:
        raise Broken(f"can't parse entities: {bad}") from bad
    _need(form["visible"].strip(), "message text is empty")
    _need(units(form["visible"]) <= LONGEST_TEXT, "message is too long")
    _need(form.get("parse_mode") in (None, "HTML"), "unsupported parse_mode")
    _keyboard(form)


def _keyboard(form: Form) -> None:
    rows = (form.get("reply_markup") or {"inline_keyboard": []}).get("inline_keyboard")
    _need(isinstance(rows, list) and all(isinstance(row, list) and row for row in rows), "object expected as reply markup")
    for key in (key for row in rows for key in row):
        _need(isinstance(key.get("text"), str) and key["text"].strip(), "text buttons are unallowed in the inline keyboard")
        _need(len({"url", "callback_data"} & set(key)) == 1 and len(key) == 2, "BUTTON_TYPE_INVALID")
        _need(1 <= len(key.get("callback_data", "x").encode()) <= 64, "BUTTON_DATA_INVALID")
        parts = urlsplit(key.get("url", "http://a.vn"))
        _need(parts.scheme in ("http", "https", "tg") and "." in (parts.hostname or ""), "BUTTON_URL_INVALID")
    _need(sum(map(len, rows)) <= 100, "REPLY_MARKUP_TOO_LONG")


def _document(form: Form) -> None:
    _need(isinstance(form["document"], tuple) and form["document"][1], "file must be non-empty")
    _need(units(form.get("caption", "")) <= LONGEST_CAPTION, "message caption is too long")


def _commands(form: Form) -> None:
    _need(len(form["commands"]) <= 100, "BOT_COMMANDS_TOO_MUCH")
    for command in form["commands"]:
        _need(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]), "BOT_COMMAND_INVALID")
        _need(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
    _need(form.get("language_code", "vi") in ("vi", "en"), "LANG_CODE_INVALID")


def _webhook(form: Form) -> None:
    parts = urlsplit(form["url"])
    _need(parts.scheme == "https" or parts.hostname == "127.0.0.1", "bad webhook: an HTTPS URL must be provided for webhook")
    _need(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", form.get("secret_token", "x")), "secret token contains unallowed characters")
    _need(1 <= form.get("max_connections", 40) <= 100, "bad max_connections")


def _updates(form: Form) -> None:
    _need(1 <= form.get("limit", 100) <= 100, "bad limit")
    _need(form.get("allowed_updates") == ["message", "callback_query", "my_chat_member"], "allowed_updates would bring unwanted kinds")


def _at_most(name: str, most: int) -> Callable[[Form], None]:
    return lambda form: _need(units(form.get(name, "")) <= most, f"{name} is too long")


_PLACE = {"chat_id", "message_thread_id", "reply_parameters", "reply_markup", "disable_notification"}
_TEXT = {"text", "parse_mode", "link_preview_options"}
# method -> (fields it must have, fields it may have, further rules)
RULES: dict[str, tuple[set[str], set[str], Callable[[Form], None]]] = {
    "getMe": (set(), set(), lambda _: None),
    "getUpdates": (set(), {"offset", "limit", "timeout", "allowed_updates"}, _updates),
    "sendMessage": ({"chat_id", "text"}, _PLACE | _TEXT, _text),
    "editMessageText": ({"chat_id", "message_id", "text"}, {"reply_markup"} | _TEXT, _text),
    "sendDocument": ({"chat_id", "document"}, _PLACE | {"caption", "parse_mode"}, _document),
    "sendMessageDraft": ({"chat_id", "draft_id"}, {"text", "message_thread_id"}, _at_most("text", LONGEST_TEXT)),
    "sendChatAction": (
        {"chat_id", "action"},
        {"message_thread_id"},
        lambda form: _need(form["action"] == "typing", "wrong parameter action"),
    ),
    "answerCallbackQuery": ({"callback_query_id"}, {"text", "show_alert"}, _at_most("text", LONGEST_TOAST)),
    "setWebhook": ({"url"}, {"secret_token", "allowed_updates", "max_connections"}, _webhook),
    "deleteWebhook": (set(), {"drop_pending_updates"}, lambda _: None),
    "setMyCommands": ({"commands"}, {"language_code", "scope"}, _commands),
    "getMyCommands": (set(), {"language_code", "scope"}, lambda _: None),
    "setMyName": (set(), {"name", "language_code"}, _at_most("name", 64)),
    "getMyName": (set(), {"language_code"}, lambda _: None),
    "setMyDescription": (set(), {"description", "language_code"}, _at_most("description", 512)),
    "getMyDescription": (set(), {"language_code"}, lambda _: None),
    "setMyShortDescription": (set(), {"short_description", "language_code"}, _at_most("short_description", 120)),
    "getMyShortDescription": (set(), {"language_code"}, lambda _: None),
}


def check_form(method: str, form: Form) -> None:
    """Raise Broken when Telegram would refuse the request, or would silently ignore a field of it."""
    must, may, further = RULES[method]
    _need(must <= set(form), f"missing: {sorted(must - set(form))}")
    _need(set(form) <= must | may, f"unknown fields: {sorted(set(form) - must - may)}")
    if "chat_id" in form:
        _need(isinstance(form["chat_id"], int), "chat not found")
    further(form)
