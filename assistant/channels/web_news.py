"""Being told on the web page: there is nobody to send anything to, so the page asks whether an answer has come."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from assistant.channels.problems import UnknownAnswer
from assistant.channels.schemas import NewsReply, VisitorReply, VisitorRequest, WantRequest, documented_body, documented_problems
from assistant.channels.web_ask import NO_STORE
from assistant.channels.web_body import read_json
from assistant.dialogue.visitors import Visitors


def news_routes(visitors: Visitors) -> APIRouter:
    """`POST /api/visitor/want`, `/news` and `/seen`."""
    router = APIRouter(prefix="/api/visitor", tags=["visitor"])
    about_one = documented_body(WantRequest)

    @router.post("/want", response_model=VisitorReply, responses=documented_problems(400, 404, 413), openapi_extra=about_one)
    async def want(request: Request) -> Response:
        """A person wants to know when the answer to their question has come."""
        asked = await read_json(request, WantRequest)
        handed = await to_thread.run_sync(visitors.want, asked.visitor, asked.answer_id)
        if handed is None:
            raise UnknownAnswer
        return JSONResponse(VisitorReply(text=handed.text).model_dump(exclude_none=True), headers=NO_STORE)

    @router.post("/news", response_model=NewsReply, responses=documented_problems(400, 413), openapi_extra=documented_body(VisitorRequest))
    async def news(request: Request) -> Response:
        """What has come, as often as it is asked, until the page says that it was seen."""
        asked = await read_json(request, VisitorRequest)
        found = await to_thread.run_sync(visitors.news, asked.visitor)
        came = [{"answer_id": one.answer_id, "question": one.question, "answer": one.answer.as_json()} for one in found.came]
        return JSONResponse({"known": found.known, "waiting": found.waiting, "came": came}, headers=NO_STORE)

    @router.post("/seen", status_code=204, response_class=Response, responses=documented_problems(400, 404, 413), openapi_extra=about_one)
    async def seen(request: Request) -> Response:
        """The person has seen it: it is never told again, and its words are deleted from where they waited."""
        asked = await read_json(request, WantRequest)
        if not await to_thread.run_sync(visitors.seen, asked.visitor, asked.answer_id):
            raise UnknownAnswer
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router
