"""The webhook: POST /webhooks/zalo-bot. 200 means that the inbox holds the event."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from assistant.channels.base import Intake
from assistant.channels.zalo.door import Unwanted, body_of, forged, json_of, refusal
from assistant.channels.zalo_bot.updates import CHANNEL, translate

PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)


def webhook_routes(secret: str, my_name: Callable[[], str], intake: Intake) -> APIRouter:
    """The route. Zalo sends the secret, which it was given with setWebhook, along with every event."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def receive(request: Request) -> Response:
        """Check, read, store, acknowledge."""
        try:
            given = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                raise forged()
            event = translate(json_of(await body_of(request)), my_name())
        except Unwanted as unwanted:
            return refusal(CHANNEL, intake, unwanted)
        if event:
            await intake.take([event])
        return Response(status_code=200)

    return router
