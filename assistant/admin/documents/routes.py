"""Uploaded files come beside NiceGUI's socket. Each is the plain body of its own request, so that it is written to the disk
as it arrives, and a request that is cut off leaves nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import unquote

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

from assistant.admin.acting import NotAllowed, act
from assistant.admin.documents.names import plain_name
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.tray import NoRoom, Part, TooLarge
from assistant.admin.visit import visit_of
from assistant.admin.words import say
from assistant.records.accounts import Role

UPLOAD = "/van-ban/tep"
_PIECE = 1 << 20


def document_routes() -> APIRouter:
    """`POST /van-ban/tep` with the file's name in a header."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route(UPLOAD, take_file, methods=["POST"])
    return router


async def take_file(request: Request) -> Response:
    """One file into the tray. What is refused is said in a sentence."""
    visit = visit_of(request)
    shelf, name = visit.desk.shelf, plain_name(unquote(request.headers.get("x-ten-tep", "")))
    if shelf is None or not visit.may(Role.EDIT):
        return PlainTextResponse(say("frame.not_allowed"), 403)
    if not shelf.publishing.readable(name):
        return PlainTextResponse(say("uploads.refused.kind"), 415)
    if int(request.headers.get("content-length") or 0) > shelf.tray.largest:
        return PlainTextResponse(say("uploads.refused.large", megabytes=shelf.tray.largest >> 20), 413)
    try:
        await _keep(request, shelf, name)
        await act(visit, "documents.upload", name)
    except ClientDisconnect:
        return Response(status_code=400)
    except TooLarge:
        return PlainTextResponse(say("uploads.refused.large", megabytes=shelf.tray.largest >> 20), 413)
    except NoRoom:
        return PlainTextResponse(say("uploads.refused.room"), 507)
    except NotAllowed:
        return PlainTextResponse(say("frame.not_allowed"), 403)
    return Response(status_code=204)


async def _keep(request: Request, shelf: Shelf, name: str) -> None:
    part: Part = await to_thread.run_sync(shelf.tray.begin)
    try:
        async for piece in _pieces(request):
            await to_thread.run_sync(part.write, piece)
        await to_thread.run_sync(part.keep, name)
    finally:
        part.drop()


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces that are worth a write."""
    held = bytearray()
    async for some in request.stream():
        held += some
        if len(held) >= _PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)
