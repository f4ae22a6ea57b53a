"""Asking: one request and its answer, or an event stream that can be taken up again where it broke off.

Nothing is decided here: a readable question goes to the assistant, and its Answer goes back as `Answer.as_json()`.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from anyio import to_thread
from fastapi import APIRouter, Header, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.problems import UnknownAnswer
from assistant.channels.schemas import AskRequest, documented_body, documented_problems
from assistant.channels.streams import Making, Streams
from assistant.channels.web_body import caller, read_json
from assistant.channels.web_site import Site
from assistant.models import Answer, Question

CHANNEL = "web"
NO_STORE = {"Cache-Control": "no-store"}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "`working`, `draft` with {text} as a language model's checked sentences come, then `answer` with the Answer",
    }
}
_EVENT_ID = re.compile(r"([A-Za-z0-9_-]{16,64})\.([0-9]{1,9})")


async def _question(asked: AskRequest, site: Site) -> Question:
    """The question, kept under the pseudonym of who agreed to that."""
    question = Question(asked.question, asked.conversation_id, CHANNEL, asked.as_of, keep=asked.keep)
    if asked.visitor is None:
        return question
    if site.visitors is None:
        return replace(question, keep=False)
    return await to_thread.run_sync(site.visitors.question, question, asked.visitor)


async def _events(name: str, making: Making, after: int = 0) -> AsyncIterator[ServerSentEvent]:
    async for told in making.after(after):
        yield ServerSentEvent(json.dumps(told.data, ensure_ascii=False), event=told.name, id=f"{name}.{told.number}")


def _stream(name: str, making: Making, after: int = 0) -> Response:
    return EventSourceResponse(_events(name, making, after), headers=NO_STORE)


def ask_routes(desk: AnswerDesk, site: Site) -> APIRouter:
    """`POST /api/ask`, `POST /api/ask/stream`, and `GET /api/ask/stream` to go on after a lost connection."""
    router = APIRouter(prefix="/api", tags=["ask"])
    body = documented_body(AskRequest)
    streams = Streams(desk)

    @router.post("/ask", response_model=Answer, responses=documented_problems(400, 413, 429, 500), openapi_extra=body)
    async def ask(request: Request) -> Response:
        """Ask a question, get the answer with its sources."""
        asked = await read_json(request, AskRequest)
        answer = await desk.answer(await _question(asked, site), caller(request))
        return JSONResponse(replace(answer, conversation_id=asked.conversation_id).as_json(), headers=NO_STORE)

    @router.post(
        "/ask/stream", response_class=EventSourceResponse, responses=STREAM | documented_problems(400, 413, 429), openapi_extra=body
    )
    async def ask_stream(request: Request) -> Response:
        """The same as an event stream. A `request_id` that was seen before leads to the answer begun then."""
        asked = await read_json(request, AskRequest)
        name = asked.request_id or str(uuid4())
        making = streams.find(name) or streams.begin(name, await _question(asked, site), asked.conversation_id, caller(request))
        return _stream(name, making)

    @router.get("/ask/stream", response_class=EventSourceResponse, responses=STREAM | documented_problems(404))
    async def resume(last_event_id: str = Header("", description="the id of the last event that arrived")) -> Response:
        """What came after that event, up to two minutes after the answer. 404: nothing is kept, so the question may be asked again."""
        match = _EVENT_ID.fullmatch(last_event_id)
        making = streams.find(match[1]) if match else None
        if match is None or making is None:
            raise UnknownAnswer
        return _stream(match[1], making, int(match[2]))

    return router
