"""The webhook: POST /webhooks/zalo-oa. Zalo wants 200 within two seconds, else it comes again, up to five times in two hours,
and then switches the webhook off. So an event is stored, and answered later.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.channels.base import Intake
from assistant.channels.zalo.door import Unwanted, body_of, forged, json_of, refusal
from assistant.channels.zalo_oa.events import CHANNEL, translate
from assistant.channels.zalo_oa.signature import Signature

PATH = "/webhooks/zalo-oa"


def webhook_routes(signature: Signature, intake: Intake, verification: str = "") -> APIRouter:
    """The routes. `verification`: the code in the page with which Zalo verifies the domain."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def receive(request: Request) -> Response:
        """Check, read, store, acknowledge. `{}` without a signature is how Zalo tries an address that is being entered."""
        try:
            body = await body_of(request)
            told = json_of(body)
            if told == {}:
                return Response(status_code=200)
            if not signature.ready:
                raise Unwanted("not_configured", 503)
            if not signature.fits(body, told, request.headers):
                raise forged()
        except Unwanted as unwanted:
            return refusal(CHANNEL, intake, unwanted)
        if event := translate(told):
            await intake.take([event])
        return Response(status_code=200)

    if verification:

        @router.get(f"/zalo_verifier{verification}.html")
        async def verify() -> HTMLResponse:
            """The page that shows Zalo whose domain this is."""
            return HTMLResponse(f'<html><head><meta name="zalo-platform-site-verification" content="{verification}" /></head></html>')

    return router
