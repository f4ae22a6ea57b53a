"""What programs and pages may call beside asking: say whether an answer helped, fetch an event."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request, Response

from assistant.channels.base import AnswersQuestions
from assistant.channels.problems import BadFeedback, UnknownAnswer
from assistant.channels.schemas import FeedbackRequest, documented_body, documented_problems
from assistant.channels.web_body import read_json


def feedback_routes(assistant: AnswersQuestions) -> APIRouter:
    """`POST /api/feedback`."""
    router = APIRouter(prefix="/api", tags=["feedback"])
    problems = documented_problems(404, 413, 422)

    @router.post("/feedback", status_code=204, response_class=Response, responses=problems, openapi_extra=documented_body(FeedbackRequest))
    async def feedback(request: Request) -> Response:
        """Say whether an answer helped; a later call for the same answer replaces an earlier one."""
        given = await read_json(request, FeedbackRequest, refused=BadFeedback)
        if not await to_thread.run_sync(assistant.record_feedback, given.answer_id, given.value, given.comment):
            raise UnknownAnswer
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def event_routes(assistant: AnswersQuestions) -> APIRouter:
    """`GET /su-kien/{document_id}.ics`."""
    router = APIRouter(tags=["events"])

    @router.get("/su-kien/{document_id}.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}, 404: {}})
    def event(document_id: str) -> Response:
        """The event that a document announces, for a calendar (RFC 5545)."""
        made = assistant.event_calendar(document_id)
        if made is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(
            made, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": "attachment; filename=su-kien.ics"}
        )

    return router
