"""QR codes that open a chat on another channel, drawn here: no other site learns who looks at our page."""

from __future__ import annotations

import io

from fastapi import APIRouter, HTTPException, Response

from assistant.channels.web_site import Site

KEPT = {"Cache-Control": "public, max-age=3600"}


def qr_code(link: str) -> bytes:
    """An SVG: dark on white with the quiet zone that readers need, also on a dark page (ISO/IEC 18004)."""
    import segno

    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", scale=4, border=4, dark="#0b1b33", light="#ffffff", omitsize=True)
    return drawn.getvalue()


def qr_routes(site: Site) -> APIRouter:
    """`GET /qr/{channel}.svg`, for channels that are on."""
    router = APIRouter(include_in_schema=False)

    @router.get("/qr/{channel}.svg")
    def show(channel: str) -> Response:
        """The code of this channel's link."""
        link = next((door.link for door in site.doors() if door.channel == channel), None)
        if link is None:
            raise HTTPException(404)
        return Response(qr_code(link), media_type="image/svg+xml", headers=KEPT)

    return router
