"""The webhook: POST /webhooks/telegram. 200 means that the inbox holds the update."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response

from assistant.channels.base import Intake
from assistant.channels.problems import TooLarge
from assistant.channels.telegram.updates import CHANNEL, Translator
from assistant.channels.web_body import read_bytes

PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)
log = structlog.get_logger(__name__)


def webhook_routes(secret: str, translator: Callable[[], Translator | None], intake: Intake) -> APIRouter:
    """The route. `translator` gives None until Telegram has told who the bot is; then Telegram is asked to come again."""
    router = APIRouter(include_in_schema=False)

    def refused(what: str, code: int) -> Response:
        intake.count(CHANNEL, what)
        log.warning("webhook_refused", channel=CHANNEL, reason=what)
        return Response(status_code=code)

    @router.post(PATH)
    async def receive(request: Request) -> Response:
        """Check, read, store, acknowledge."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return refused("forged", 401)
        try:
            update = json.loads(await read_bytes(request))
        except TooLarge:
            return refused("too_large", 413)
        except (ValueError, RecursionError):
            return refused("malformed", 400)
        if (known := translator()) is None:
            return Response(status_code=503, headers={"Retry-After": "5"})
        if event := _translated(known, update):
            await intake.take([event])
        return Response(status_code=200)

    return router


def _translated(translator: Translator, update: Any) -> Any:
    return translator.translate(update) if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None
