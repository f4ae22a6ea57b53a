"""How the service is: `/health` for people and monitors, `/health/live` and `/health/ready` for whoever starts and routes.

Live asks nothing of any database: a process that answers it need not be killed because PostgreSQL is away.
Ready says whether questions should be sent here.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response
from starlette.responses import JSONResponse

from assistant.channels.base import AnswersQuestions
from assistant.channels.schemas import Health

NO_STORE = {"Cache-Control": "no-store"}
HEALTHY = ("ok", "degraded", "paused")  # a paused service still tells people so


def health_routes(assistant: AnswersQuestions) -> APIRouter:
    """`GET /health`, `/health/live`, `/health/ready`."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("", response_model=Health, responses={503: {"model": Health}})
    def health() -> Response:
        """200 while the service can answer (`ok` or `degraded`), else 503. Runs beside the answers' threads."""
        report = assistant.health()
        code = HTTPStatus.OK if report.get("status") in HEALTHY else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(report, code, NO_STORE)

    @router.get("/live", response_model=Health)
    async def live() -> Response:
        """200 as long as the event loop turns."""
        return JSONResponse({"status": "ok"}, headers=NO_STORE)

    @router.get("/ready", response_model=Health, responses={503: {"model": Health}})
    def ready() -> Response:
        """200 when questions may be sent to this process: its databases answer."""
        status = str(assistant.health().get("status"))
        code = HTTPStatus.OK if status in HEALTHY else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"status": status}, code, NO_STORE)

    return router
