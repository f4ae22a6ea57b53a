"""What stands at /admin where there are several workers: which process has the pages.

NiceGUI keeps an open page in the process that drew it, and a worker takes whichever connection comes next.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.admin.templating import templates
from assistant.admin.visit import PATH


def admin_elsewhere() -> APIRouter:
    """One page for all addresses below /admin."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    @routes.get(PATH + "/{page:path}")
    def elsewhere(request: Request) -> Response:
        return templates.TemplateResponse(request, "elsewhere.html", {"problem": ""}, status_code=404)

    return routes
