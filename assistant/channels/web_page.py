"""The chat page. Without a script it is a form: one question, one page with its answer and sources.

With a script (`static/chat.js`) the same page becomes a conversation; it draws from `<template>` elements made by
the same partials that draw the answer here.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.answer_view import HO_CHI_MINH, answer_slots
from assistant.channels.base import AnswersQuestions
from assistant.channels.templating import templates
from assistant.channels.web_body import read_form
from assistant.models import Answer, Question

CHANNEL = "web"
MAX_CONVERSATION_ID = 80


def _page(request: Request, quick: tuple[str, ...], question: Question, answer: Answer | None) -> Response:
    """The whole page, with at most one question and its answer; the form keeps the conversation going."""
    context = {
        "quick_questions": quick,
        "conversation_id": question.conversation_id or str(uuid4()),
        "question": question.text,
        "answer": answer_slots(answer) if answer else None,
        "time": f"{datetime.now(HO_CHI_MINH):%H:%M}",
    }
    headers = {"Cache-Control": "no-store" if answer else "no-cache"}
    return templates.TemplateResponse(request, "chat.html", context, headers=headers)


async def _form_question(request: Request) -> Question:
    text, conversation_id = await read_form(request, "question", "conversation_id")
    known = conversation_id if 0 < len(conversation_id) <= MAX_CONVERSATION_ID else str(uuid4())
    return Question(text, known, CHANNEL)


def page_routes(assistant: AnswersQuestions, desk: AnswerDesk) -> APIRouter:
    """`GET /` and `POST /`."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=["GET", "HEAD"])
    def show(request: Request) -> Response:
        """The empty page, with questions to tap."""
        return _page(request, assistant.quick_questions(), Question(""), None)

    @router.post("/")
    async def ask(request: Request) -> Response:
        """One question, answered on a new page."""
        question = await _form_question(request)
        answer = await desk.answer(question)
        quick = await to_thread.run_sync(assistant.quick_questions)
        return _page(request, quick, question, answer)

    return router
