"""The chat page, and the same page in the frame of a widget. Without a script it is a form: one question, one page with its answer.

With a script (`static/chat.js`) the same page becomes a conversation; it draws from `<template>` elements made by
the same partials that draw the answer here. Agreeing, seeing what is stored and erasing it are forms as well: the word
by which a person is known goes from page to page in a hidden field, never in a cookie or an address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.answer_view import answer_slots
from assistant.channels.base import AnswersQuestions
from assistant.channels.security import framed_by
from assistant.channels.templating import templates
from assistant.channels.web_body import caller, read_form
from assistant.channels.web_site import Site
from assistant.clock import HERE
from assistant.models import Answer, Question
from assistant.replies import said

CHANNEL = "web"
MAX_CONVERSATION_ID = 80
LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form held. `act`: agree, decline, data, erase, or nothing: a question."""

    question: str = ""
    conversation_id: str = field(default_factory=lambda: str(uuid4()))
    visitor: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows beside the empty conversation."""

    asked: Asked = field(default_factory=Asked)
    answer: Answer | None = None
    told: str = ""
    file: str = ""


async def _read(request: Request) -> Asked:
    question, conversation_id, visitor, act = await read_form(request, "question", "conversation_id", "visitor", "act")
    usable = 0 < len(conversation_id) <= MAX_CONVERSATION_ID and ":" not in conversation_id
    known = conversation_id if usable else str(uuid4())
    return Asked(question, known, visitor[:LONGEST_WORD], act)


class ChatPage:
    """Draws the page and does what its forms ask for."""

    def __init__(self, assistant: AnswersQuestions, desk: AnswerDesk, site: Site, home: str) -> None:
        self._assistant = assistant
        self._desk = desk
        self._site = site
        self._home = home
        self._policy = {"Content-Security-Policy": framed_by(site.origins)} if home != "/" else {}

    async def show(self, request: Request) -> Response:
        """The empty page, with questions to tap."""
        return await self._page(request, Shown())

    async def submit(self, request: Request) -> Response:
        """One question, answered on a new page; or one of the rights."""
        asked = await _read(request)
        visitors = self._site.visitors
        if not asked.act or visitors is None:
            return await self._page(request, Shown(asked, await self._answer(asked, caller(request))))
        if asked.act == "agree":
            word, handed = await to_thread.run_sync(visitors.agree)
            return await self._page(request, Shown(replace(asked, visitor=word), told=handed.text))
        if asked.act == "data":
            handed = await to_thread.run_sync(visitors.data, asked.visitor)
            return await self._page(request, Shown(asked, told=handed.text, file=handed.file))
        if asked.act == "erase":
            handed = await to_thread.run_sync(visitors.erase, asked.visitor)
            return await self._page(request, Shown(replace(asked, visitor=""), told=handed.text))
        return await self._page(request, Shown(replace(asked, visitor=""), told=said("declined")))

    async def _answer(self, asked: Asked, who: str) -> Answer:
        question = Question(asked.question, asked.conversation_id, CHANNEL, keep=False)
        if asked.visitor and self._site.visitors:
            question = await to_thread.run_sync(self._site.visitors.question, question, asked.visitor)
        return await self._desk.answer(question, who)

    async def _page(self, request: Request, shown: Shown) -> Response:
        quick = await to_thread.run_sync(self._assistant.quick_questions)
        headers = {"Cache-Control": "no-cache" if shown == Shown(shown.asked) else "no-store", **self._policy}
        return templates.TemplateResponse(request, "chat.html", self._slots(shown, quick), headers=headers)

    def _slots(self, shown: Shown, quick: tuple[str, ...]) -> dict[str, Any]:
        return {
            "quick_questions": quick,
            "conversation_id": shown.asked.conversation_id,
            "visitor": shown.asked.visitor,
            "question": shown.asked.question if shown.answer else "",
            "answer": answer_slots(shown.answer) if shown.answer else None,
            "told": shown.told,
            "file": shown.file,
            "time": f"{datetime.now(HERE):%H:%M}",
            "notice": self._site.visitors.house if self._site.visitors else None,
            "doors": self._site.doors(),
            "home": self._home,
            "embedded": self._home != "/",
        }


def page_routes(assistant: AnswersQuestions, desk: AnswerDesk, site: Site) -> APIRouter:
    """`GET /` and `POST /`, and the same at `/widget` for frames on the sites that may show it."""
    router = APIRouter(include_in_schema=False)
    for path in ("/", "/widget"):
        page = ChatPage(assistant, desk, site, path)
        router.add_api_route(path, page.show, methods=["GET", "HEAD"])
        router.add_api_route(path, page.submit, methods=["POST"])
    return router
