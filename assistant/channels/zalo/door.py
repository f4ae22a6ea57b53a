"""What the webhooks of both doors do alike: read at most 1 MiB, count and log what is refused, without a word of it."""

from __future__ import annotations

import json
from typing import Any

import structlog
from fastapi import Request, Response

from assistant.channels.base import Intake
from assistant.channels.problems import TooLarge
from assistant.channels.web_body import read_bytes

log = structlog.get_logger(__name__)


class Unwanted(Exception):
    """A request that is answered with an error."""

    def __init__(self, what: str, code: int) -> None:
        super().__init__(what)
        self.what, self.code = what, code


def forged() -> Unwanted:
    """Nobody who knows the secret sent this."""
    return Unwanted("forged", 401)


async def body_of(request: Request) -> bytes:
    """The bytes as they came.

    Raises:
        Unwanted: more than 1 MiB.
    """
    try:
        return await read_bytes(request)
    except TooLarge:
        raise Unwanted("too_large", 413) from None


def json_of(body: bytes) -> Any:
    """What the bytes say.

    Raises:
        Unwanted: no JSON.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unwanted("malformed", 400) from None


def refusal(channel: str, intake: Intake, unwanted: Unwanted) -> Response:
    """The answer to it; it is counted."""
    intake.count(channel, unwanted.what)
    log.warning("webhook_refused", channel=channel, reason=unwanted.what)
    return Response(status_code=unwanted.code)
