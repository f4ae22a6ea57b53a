"""The rights of people on the web page: agree, see what is stored, erase it. Without a database for that there are no such routes."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from assistant.channels.schemas import VisitorReply, VisitorRequest, documented_body, documented_problems
from assistant.channels.web_ask import NO_STORE
from assistant.channels.web_body import read_json
from assistant.dialogue.visitors import Handed, Visitors


def _told(handed: Handed, code: int = HTTPStatus.OK, visitor: str | None = None) -> Response:
    reply = VisitorReply(text=handed.text, visitor=visitor, file_name=handed.file_name or None, file=handed.file or None)
    return JSONResponse(reply.model_dump(), code, NO_STORE)


def rights_routes(visitors: Visitors) -> APIRouter:
    """`POST /api/visitor`, `/api/visitor/data` and `/api/visitor/erase`."""
    router = APIRouter(prefix="/api/visitor", tags=["visitor"])
    body, problems = documented_body(VisitorRequest), documented_problems(400, 413)

    @router.post("", status_code=HTTPStatus.CREATED, response_model=VisitorReply)
    async def agree() -> Response:
        """A person agreed to be remembered: a new secret word, to be sent along from now on."""
        word, handed = await to_thread.run_sync(visitors.agree)
        return _told(handed, HTTPStatus.CREATED, word)

    @router.post("/data", response_model=VisitorReply, responses=problems, openapi_extra=body)
    async def data(request: Request) -> Response:
        """Everything that is stored about a person."""
        asked = await read_json(request, VisitorRequest)
        return _told(await to_thread.run_sync(visitors.data, asked.visitor))

    @router.post("/erase", response_model=VisitorReply, responses=problems, openapi_extra=body)
    async def erase(request: Request) -> Response:
        """Erase it, at once and everywhere, and take the consent back."""
        asked = await read_json(request, VisitorRequest)
        return _told(await to_thread.run_sync(visitors.erase, asked.visitor))

    return router
