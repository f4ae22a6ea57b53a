"""What a client is told when there is no answer: a status, one Vietnamese sentence, never a traceback.

    Problem
    ├── Unreadable       400  the body is not what the route reads
    ├── TooLarge         413  the body is longer than the cap
    ├── BadFeedback      422  readable, but no such value
    ├── UnknownAnswer    404  feedback on an answer that is not in the log
    └── Busy             429  too many questions wait already

Programs get JSON; a person whose browser submitted a form, or who mistyped an address, gets a page.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from assistant.channels.templating import templates
from assistant.models import Status
from assistant.replies import reply


class Problem(Exception):
    """Raised by a route; becomes a response with `code` and the sentence of `status`."""

    code = HTTPStatus.BAD_REQUEST
    status = Status.BLOCKED_UNREADABLE


class Unreadable(Problem):
    """The body is not what the route reads."""


class TooLarge(Problem):
    """The body is longer than the cap."""

    code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class BadFeedback(Problem):
    """The body is JSON, but not a feedback."""

    code = HTTPStatus.UNPROCESSABLE_ENTITY


class UnknownAnswer(Problem):
    """Feedback on an answer that is not in the log."""

    code = HTTPStatus.NOT_FOUND


class Busy(Problem):
    """Too many questions wait already."""

    code = HTTPStatus.TOO_MANY_REQUESTS
    status = Status.ERROR_BUSY


def problem_json(status: Status) -> dict[str, str]:
    """The object that programs get."""
    return {"status": status.value, "text": reply(status.value)}


def problem_response(request: Request, code: int, status: Status) -> Response:
    """A page for a person's browser, JSON for everything else."""
    headers = {"Cache-Control": "no-store"}
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(problem_json(status), code, headers)
    context = {"code": code, "text": reply(status.value)}
    return templates.TemplateResponse(request, "error.html", context, status_code=code, headers=headers)


def _status_of(code: int) -> Status:
    if code in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return Status.ERROR_BUSY
    return Status.ERROR_INTERNAL if code >= HTTPStatus.INTERNAL_SERVER_ERROR else Status.BLOCKED_UNREADABLE


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a Problem; a client that hung up while sending is treated as one who sent nonsense."""
    problem = error if isinstance(error, Problem) else Unreadable()
    return problem_response(request, problem.code, problem.status)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses (no such page, no such method), keeping its headers."""
    if not isinstance(error, HTTPException):
        raise error
    response = problem_response(request, error.status_code, _status_of(error.status_code))
    response.headers.update(error.headers or {})
    return response


def answer_problems(app: FastAPI) -> None:
    """Let the app answer problems in this file's way."""
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(ClientDisconnect, on_problem)
    app.add_exception_handler(HTTPException, on_http_error)
