"""Lists that can be taken home: `/admin/xuat/<name>.csv` and `.xlsx`, with the filters of the page in the query.

@listing("cau-hoi", "questions.title")
def all_questions(desk: Desk, filters: Mapping[str, str]) -> Listing: ...
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, PlainTextResponse, StreamingResponse

from assistant.admin.acting import NotAllowed, act
from assistant.admin.desk import Desk
from assistant.admin.export import Row, as_csv, write_xlsx
from assistant.admin.visit import visit_of
from assistant.admin.words import say
from assistant.records.accounts import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Listing:
    """Titles of columns, and rows; the rows may be streamed."""

    titles: Sequence[str]
    rows: Iterable[Row]


Making = Callable[[Desk, Mapping[str, str]], Listing]
_LISTS: dict[str, tuple[Role, Making]] = {}


def listing(name: str, *, role: Role = Role.VIEW) -> Callable[[Making], Making]:
    """Make a function the list of this name; it is called in a thread and may block."""

    def decorate(make: Making) -> Making:
        _LISTS[name] = (role, make)
        return make

    return decorate


def export_path(name: str, kind: Literal["csv", "xlsx"], filters: Mapping[str, str]) -> str:
    """Where a list is, below /admin."""
    return f"/xuat/{name}.{kind}?{urlencode({key: value for key, value in filters.items() if value})}"


def export_routes() -> APIRouter:
    """`GET /xuat/{name}.{kind}`; who took what is noted."""
    router = APIRouter(include_in_schema=False)

    @router.get("/xuat/{name}.{kind}")
    async def take(request: Request, name: str, kind: str) -> Response:
        if name not in _LISTS or kind not in ("csv", "xlsx"):
            raise HTTPException(404)
        role, make = _LISTS[name]
        visit, filters = visit_of(request), dict(request.query_params)
        try:
            await act(visit, "list.export", f"{name}.{kind}", role=role, detail={"filters": sorted(filters)})
        except NotAllowed:
            return PlainTextResponse(say("frame.not_allowed"), 403)
        found = await to_thread.run_sync(make, visit.desk, filters)
        stem = f"{name}-{datetime.now():%Y%m%d-%H%M}"  # noqa: DTZ005  (the name of a file for people here)
        if kind == "csv":
            headers = {"Content-Disposition": f'attachment; filename="{stem}.csv"'}
            return StreamingResponse(as_csv(found.titles, found.rows), media_type="text/csv; charset=utf-8", headers=headers)
        with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
            path = Path(file.name)
        await to_thread.run_sync(write_xlsx, found.titles, found.rows, path)
        return FileResponse(path, media_type=XLSX, filename=f"{stem}.xlsx", background=BackgroundTask(path.unlink))

    return router
