"""A Bot API on 127.0.0.1 that checks every request against Telegram's rules, keeps what was sent, and misbehaves on demand.

    with TelegramServer() as telegram:
        telegram.say(42, "Xin chào")                      # a person writes
        telegram.sent                                     # what the bot sent, as people see it
        telegram.faults.append(Fault("lost", "/sendMessage"))

A request that breaks a rule gets Telegram's error, and stands in `broken_rules`: a test looks that nothing does.
https://core.telegram.org/bots/api
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.loopback import Answer, LoopbackServer, Request, json_answer
from tests.support.telegram_rules import Broken, Form, check_form, read_form

TOKEN = "4711:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp"
ME = {"id": 4711, "is_bot": True, "first_name": "Trợ lý", "username": "tro_ly_bot", "can_join_groups": True}


@dataclass
class Sent:
    """A message of the bot. `text` is what people see."""

    chat: int
    message_id: int
    text: str
    form: Form
    at: float = field(default_factory=time.monotonic)
    edits: int = 0

    @property
    def buttons(self) -> list[dict[str, str]]:
        markup = self.form.get("reply_markup") or {}
        return [key for row in markup.get("inline_keyboard", []) for key in row]

    def button(self, label: str) -> str:
        """The callback data of the button with this beginning."""
        return next(key["callback_data"] for key in self.buttons if key["text"].startswith(label) and "callback_data" in key)


class TelegramServer(LoopbackServer):
    """One bot, any number of chats. Positive chat ids are people, negative ones groups."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.me = dict(ME)
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Form]] = []
        self.broken_rules: list[str] = []
        self.toasts: list[str] = []
        self.profile: dict[str, Any] = {}
        self.webhook: dict[str, Any] = {}
        self.webhook_answers: list[int] = []
        self.migrated: dict[int, int] = {}
        self.blocked: set[int] = set()
        self._updates: list[dict[str, Any]] = []
        self._update_ids = itertools.count(int(time.time() * 100) % 1_000_000_000)
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(1)
        self._news = asyncio.Event()
        self._poller = 0
        self._queries: set[str] = set()

    # --- what people do

    def push(self, update: dict[str, Any]) -> int:
        """Any update; it gets the next id."""
        number = next(self._update_ids)
        self.soon(lambda: self._add({"update_id": number, **update}))
        return number

    def say(self, chat: int, text: str, *, sender: int | None = None, **more: Any) -> int:
        """Somebody writes in a chat; returns the id of the update."""
        return self.push({"message": self.message(chat, sender, text=text, **more)})

    def message(self, chat: int, sender: int | None = None, **content: Any) -> dict[str, Any]:
        """A Message of a person."""
        number = next(self._message_ids)
        person = {"id": sender or abs(chat), "is_bot": False, "first_name": "An", "language_code": "vi"}
        entities = _commands(content["text"]) if "text" in content and "entities" not in content else []
        found = {"entities": entities} if entities else {}
        return {"message_id": number, "date": int(time.time()), "chat": self.chat(chat), "from": person, **found, **content}

    def tap(self, sent: Sent, label: str) -> int:
        """Somebody taps a button."""
        query = f"query-{next(self._query_ids)}"
        self._queries.add(query)
        message = {
            "message_id": sent.message_id,
            "date": int(time.time()),
            "chat": self.chat(sent.chat),
            "from": self.me,
            "text": sent.text,
        }
        person = {"id": abs(sent.chat), "is_bot": False, "first_name": "An"}
        data = sent.button(label)
        return self.push({"callback_query": {"id": query, "from": person, "chat_instance": "1", "data": data, "message": message}})

    @staticmethod
    def chat(number: int) -> dict[str, Any]:
        """A Chat."""
        return (
            {"id": number, "type": "private", "first_name": "An"} if number > 0 else {"id": number, "type": "supergroup", "title": "Nhóm"}
        )

    @property
    def unconfirmed(self) -> int:
        """Updates that nobody has confirmed."""
        return len(self._updates)

    def texts(self, chat: int) -> list[str]:
        """What a chat sees of the bot, in order."""
        return [sent.text for sent in self.sent if sent.chat == chat]

    # --- what the bot asks

    async def handle(self, request: Request) -> Answer:
        prefix, _, method = request.path.partition("?")[0].rpartition("/")
        if prefix != f"/bot{self.token}":
            return _error(401 if prefix.startswith("/bot") and ":" in prefix else 404, "Unauthorized")
        action = getattr(self, f"_{method}", None)
        if action is None or not method[0].islower():
            return _error(404, "Not Found")
        try:
            form = read_form(request)
            self.calls.append((method, form))
            check_form(method, form)
            return json_answer(200, {"ok": True, "result": await action(form)})
        except Broken as broken:
            self.broken_rules.append(f"{method}: {broken}")
            return _error(400, f"Bad Request: {broken}")
        except Expected as expected:
            return _error(expected.code, expected.description, **expected.parameters)

    async def _getMe(self, _form: Form) -> Any:
        return self.me

    async def _getUpdates(self, form: Form) -> Any:
        if self.webhook.get("url"):
            raise Expected(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poller = poller = self._poller + 1
        self._news.set()  # the one who asked before is sent away
        if (offset := form.get("offset")) is not None:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
        until = time.monotonic() + min(form.get("timeout", 0), 2)
        while not self._updates and (left := until - time.monotonic()) > 0:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
            if self._poller != poller:
                raise Expected(409, "Conflict: terminated by other getUpdates request")
        return self._updates[: form.get("limit", 100)]

    async def _sendMessage(self, form: Form) -> Any:
        return self._keep(form, form["visible"])

    async def _sendDocument(self, form: Form) -> Any:
        return self._keep(form, form.get("caption", ""))

    async def _editMessageText(self, form: Form) -> Any:
        sent = next((one for one in self.sent if (one.chat, one.message_id) == (form["chat_id"], form["message_id"])), None)
        if sent is None:
            raise Expected(400, "Bad Request: message to edit not found")
        if (sent.text, sent.form.get("reply_markup")) == (form["visible"], form.get("reply_markup")):
            raise Expected(400, "Bad Request: message is not modified: specified new message content is the same")
        sent.text, sent.form, sent.edits = form["visible"], form, sent.edits + 1
        return self._as_message(sent)

    async def _answerCallbackQuery(self, form: Form) -> Any:
        if form["callback_query_id"] not in self._queries:
            raise Expected(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries.discard(form["callback_query_id"])
        self.toasts.append(form.get("text", ""))
        return True

    async def _sendChatAction(self, _form: Form) -> Any:
        return True

    async def _setWebhook(self, form: Form) -> Any:
        self.webhook = dict(form)
        asyncio.get_running_loop().create_task(self._push_to_webhook())
        return True

    async def _deleteWebhook(self, _form: Form) -> Any:
        self.webhook = {}
        return True

    async def _profile(self, form: Form, key: str) -> Any:
        name = f"{key}:{form.get('language_code', '')}"
        if len(form) > ("language_code" in form):
            self.profile[name] = next(value for field_name, value in form.items() if field_name != "language_code")
            return True
        return self.profile.get(name)

    async def _setMyCommands(self, form: Form) -> Any:
        return await self._profile(form, "commands")

    async def _getMyCommands(self, form: Form) -> Any:
        return await self._profile(form, "commands") or []

    async def _setMyName(self, form: Form) -> Any:
        return await self._profile(form, "name")

    async def _getMyName(self, form: Form) -> Any:
        return {"name": await self._profile(form, "name") or self.me["first_name"]}

    async def _setMyDescription(self, form: Form) -> Any:
        return await self._profile(form, "description")

    async def _getMyDescription(self, form: Form) -> Any:
        return {"description": await self._profile(form, "description") or ""}

    async def _setMyShortDescription(self, form: Form) -> Any:
        return await self._profile(form, "short_description")

    async def _getMyShortDescription(self, form: Form) -> Any:
        return {"short_description": await self._profile(form, "short_description") or ""}

    async def _sendMessageDraft(self, _form: Form) -> Any:
        return True

    # --- inside

    def _keep(self, form: Form, text: str) -> Any:
        chat = form["chat_id"]
        if chat in self.migrated:
            raise Expected(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated[chat])
        if chat in self.blocked:
            raise Expected(403, "Forbidden: bot was blocked by the user")
        number = next(self._message_ids)
        sent = Sent(chat, number, text, form)
        self.sent.append(sent)
        return self._as_message(sent)

    def _as_message(self, sent: Sent) -> dict[str, Any]:
        return {"message_id": sent.message_id, "date": int(time.time()), "chat": self.chat(sent.chat), "from": self.me, "text": sent.text}

    def _add(self, update: dict[str, Any]) -> None:
        self._updates.append(update)
        self._news.set()

    async def _push_to_webhook(self) -> None:
        """Updates of one chat one after another, several chats at a time; what is not acknowledged comes again."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            while url := self.webhook.get("url"):
                by_chat: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
                for update in self._updates:
                    by_chat[_chat_of(update)].append(update)
                await asyncio.gather(*(self._push(client, url, headers, queue[0]) for queue in by_chat.values()))
                await asyncio.sleep(0.01)

    async def _push(self, client: httpx.AsyncClient, url: str, headers: dict[str, str], update: dict[str, Any]) -> None:
        try:
            status = (await client.post(url, json=update, headers=headers)).status_code
        except httpx.HTTPError:
            status = 0
        self.webhook_answers.append(status)
        if 200 <= status < 300:
            self._updates.remove(update)
        else:
            await asyncio.sleep(0.1)


class Expected(Exception):
    """An error that a correct bot may meet."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def _error(code: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return json_answer(code, {**body, "parameters": parameters} if parameters else body)


def telegram_error(code: int, description: str = "", **parameters: Any) -> Any:
    """A fault that answers with Telegram's own error."""
    from tests.support.loopback import Fault

    _, headers, body = _error(code, description or "Error", **parameters)
    return Fault("answer", "/sendMessage", code, body, headers)


def _chat_of(update: dict[str, Any]) -> Any:
    event = next((value for name, value in update.items() if name != "update_id"), {})
    return (event.get("message") or event).get("chat", {}).get("id") if isinstance(event, dict) else None


def _commands(text: str) -> list[dict[str, Any]]:
    word = text.split()[0] if text.startswith("/") and text.split() else ""
    return [{"type": "bot_command", "offset": 0, "length": len(word)}] if word else []
