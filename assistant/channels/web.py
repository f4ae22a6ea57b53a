"""The web channel's programs' side: ask, ask and wait on a stream, say whether the answer helped.

Nothing is decided here: a readable question goes to the assistant, and its Answer goes back as `Answer.as_json()`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from traceback import format_exc
from typing import Any

import structlog
from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import AnswersQuestions
from assistant.channels.problems import BadFeedback, Busy, UnknownAnswer, problem_json
from assistant.channels.schemas import AskRequest, FeedbackRequest, documented_body, documented_problems
from assistant.channels.web_body import read_json
from assistant.models import Answer, Question, Status
from assistant.progress import listening

CHANNEL = "web"
NO_STORE = {"Cache-Control": "no-store"}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "`working`, `draft` with {text} as a language model's checked sentences come, then `answer` with the Answer",
    }
}
log = structlog.get_logger(__name__)


def _question(asked: AskRequest) -> Question:
    return Question(asked.question, asked.conversation_id, CHANNEL, asked.as_of)


async def _events(desk: AnswerDesk, question: Question) -> AsyncIterator[ServerSentEvent]:
    """`working` at once, drafts if there are any, then one `answer`: after the first byte a failure can only be said here."""
    yield ServerSentEvent("{}", event="working")
    drafts: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def heard(text: str) -> None:
        with suppress(RuntimeError):  # the server is stopping
            loop.call_soon_threadsafe(drafts.put_nowait, text)

    with listening(heard):
        answering = asyncio.create_task(_outcome(desk, question))
    answering.add_done_callback(lambda _: drafts.put_nowait(None))
    while (text := await drafts.get()) is not None:
        yield ServerSentEvent(json.dumps({"text": text}, ensure_ascii=False), event="draft")
    yield ServerSentEvent(json.dumps(answering.result(), ensure_ascii=False), event="answer")


async def _outcome(desk: AnswerDesk, question: Question) -> dict[str, Any]:
    """The answer, or what went wrong in its place."""
    try:
        return (await desk.answer(question)).as_json()
    except Busy as busy:
        return problem_json(busy.status)
    except Exception:
        log.error("request_failed", method="POST", path="/api/ask/stream", exception=format_exc())
        return problem_json(Status.ERROR_INTERNAL)


def ask_routes(desk: AnswerDesk) -> APIRouter:
    """`POST /api/ask` and `POST /api/ask/stream`."""
    router = APIRouter(prefix="/api", tags=["ask"])
    body = documented_body(AskRequest)

    @router.post("/ask", response_model=Answer, responses=documented_problems(400, 413, 429, 500), openapi_extra=body)
    async def ask(request: Request) -> Response:
        """Ask a question, get the answer with its sources."""
        question = _question(await read_json(request, AskRequest))
        return JSONResponse((await desk.answer(question)).as_json(), headers=NO_STORE)

    @router.post(
        "/ask/stream", response_class=EventSourceResponse, responses=STREAM | documented_problems(400, 413, 429), openapi_extra=body
    )
    async def ask_stream(request: Request) -> Response:
        """The same as an event stream, for clients that want to show that work has begun."""
        question = _question(await read_json(request, AskRequest))
        desk.refuse_when_full()
        return EventSourceResponse(_events(desk, question), headers=NO_STORE)

    return router


def feedback_routes(assistant: AnswersQuestions) -> APIRouter:
    """`POST /api/feedback`."""
    router = APIRouter(prefix="/api", tags=["feedback"])
    problems = documented_problems(404, 413, 422)

    @router.post("/feedback", status_code=204, response_class=Response, responses=problems, openapi_extra=documented_body(FeedbackRequest))
    async def feedback(request: Request) -> Response:
        """Say whether an answer helped; a later call for the same answer replaces an earlier one."""
        given = await read_json(request, FeedbackRequest, refused=BadFeedback)
        if not await to_thread.run_sync(assistant.record_feedback, given.answer_id, given.value, given.comment):
            raise UnknownAnswer
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def event_routes(assistant: AnswersQuestions) -> APIRouter:
    """`GET /su-kien/{document_id}.ics`."""
    router = APIRouter(tags=["events"])

    @router.get("/su-kien/{document_id}.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}, 404: {}})
    def event(document_id: str) -> Response:
        """The event that a document announces, for a calendar (RFC 5545)."""
        made = assistant.event_calendar(document_id)
        if made is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(
            made, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": "attachment; filename=su-kien.ics"}
        )

    return router
