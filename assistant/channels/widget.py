"""`GET /widget.js`: the one line that another site pastes (docs/widget.md). Which sites may use it, the frame's policy says.

A plain script from our address needs no CORS, and the frame that it opens talks to its own origin.
"""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request, Response

from assistant.channels.templating import templates

HEADERS = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}


def widget_routes() -> APIRouter:
    """The script, under an address that never changes; browsers ask once an hour whether it did."""
    router = APIRouter(include_in_schema=False)
    script = templates.get_template("widget.js").render().encode()
    headers = {**HEADERS, "ETag": f'"{hashlib.sha256(script).hexdigest()[:16]}"'}

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    def show(request: Request) -> Response:
        """The script, or 304."""
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)

    return router
