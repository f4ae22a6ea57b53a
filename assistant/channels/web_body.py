"""Reading what a client sends, without trusting it: a cap while the bytes arrive, then strict types.

`Content-Length` is the client's word and may be missing or a lie, so the bytes themselves are counted.
"""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from assistant.addresses import network_of
from assistant.channels.problems import Problem, TooLarge, Unreadable

MAX_BODY_BYTES = 1024 * 1024
Model = TypeVar("Model", bound=BaseModel)


def _counting(receive: Receive, limit: int) -> Receive:
    """The same messages, until more than `limit` bytes of body have come."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLarge
        return message

    return counted


def caller(request: Request) -> str:
    """Who sent this, as far as the server knows. `X-Forwarded-For` counts only when a proxy that is trusted wrote it."""
    return network_of(request.client.host) if request.client else ""


async def read_bytes(request: Request) -> bytes:
    """The body as it came; TooLarge when it is longer than the cap."""
    return await Request(request.scope, _counting(request.receive, MAX_BODY_BYTES)).body()


async def read_json(request: Request, model: type[Model], refused: type[Problem] = Unreadable) -> Model:
    """The body as `model`; `refused` is raised when it is not JSON in UTF-8 of that shape."""
    body = await read_bytes(request)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise refused from error


async def read_form(request: Request, *names: str) -> tuple[str, ...]:
    """The texts of these form fields, "" for a missing one. A file where a text belongs is Unreadable."""
    try:
        form = await Request(request.scope, _counting(request.receive, MAX_BODY_BYTES)).form()
    except HTTPException as error:
        raise Unreadable from error
    values = [form.get(name, "") for name in names]
    if not all(isinstance(value, str) for value in values):
        raise Unreadable
    return tuple(str(value) for value in values)
