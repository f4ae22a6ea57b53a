"""What an evaluation found, for people: shares, what changed since the last run, which cases went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.frame import heading, text
from assistant.admin.table import whole
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.evaluation.measure import Result, right, wrongly_answered, wrongly_refused
from assistant.evaluation.runner import Evaluation
from assistant.evaluation.session import FOLDER
from assistant.evaluation.shares import Share
from assistant.moments import number, share

_LISTED, _RUNS = 50, 20
_MEASURES = {"right": "overall", "wrongly_answered": "wrongly_answered", "wrongly_refused": "wrongly_refused"}


def draw_last(desk: Desk, last: Evaluation) -> None:
    """Tiles, the comparison, the cases that went wrong."""
    heading(f"{say('cases.last')}, {written(last.ended)}")
    measured: dict[str, Share] = {
        "right": right(last.results),
        "wrongly_answered": wrongly_answered(last.results),
        "wrongly_refused": wrongly_refused(last.results),
    }
    with ui.element("dl").classes("tiles"):
        for name, found in measured.items():
            with ui.element("div").classes("card tile"):
                text("dt", say(f"cases.{name}"))
                text("dd", share(found.right, found.count)).classes("figure")
                text("dd", say("cases.of", n=number(found.right), total=number(found.count))).classes("muted")
    _draw_comparison(last)
    _draw_wrong(desk, [result for result in last.results if not result.right and not result.case.held_out])


def _draw_comparison(last: Evaluation) -> None:
    compared = last.comparison
    if compared is None:
        return
    by_id = {result.case.case_id: result for result in last.results}
    with ui.element("section").classes("card editor"):
        heading(say("cases.compared", n=number(compared.now.count)))
        before, now = (share(one.right, one.count) for one in (compared.before, compared.now))
        ui.label(say("cases.before_now", before=before, now=now)).classes("text-weight-bold")
        if not compared.newly_wrong and not compared.newly_right:
            ui.label(say("cases.none_changed"))
        for name, changed in (("newly_wrong", compared.newly_wrong), ("newly_right", compared.newly_right)):
            if changed:
                heading(say(f"cases.{name}", n=number(len(changed))), 3)
                with ui.element("ul").classes("wordings"):
                    for case_id in changed[:_LISTED]:
                        text("li", _named(by_id[case_id]))


def _named(result: Result) -> str:
    return f"{result.case.case_id} {say('cases.held_out')}" if result.case.held_out else result.case.question[:300]


def _draw_wrong(desk: Desk, wrong: Sequence[Result]) -> None:
    if not wrong:
        return
    with ui.element("section").classes("card"):
        heading(f"{say('cases.wrong')} ({number(len(wrong))})")
        rows = [[result.case.question[:300], expected(desk, result), got(desk, result)] for result in wrong[:_LISTED]]
        whole([say("cases.question"), say("cases.expected"), say("cases.got")], rows, long=True)


def expected(desk: Desk, result: Result) -> str:
    """The statuses that are right, and the documents of which one must be cited."""
    wanted = " / ".join(_status(one) for one in result.case.status)
    return "; ".join(filter(None, (wanted, ", ".join(_names(desk, result.case.cites)), ", ".join(result.case.contains))))


def got(desk: Desk, result: Result) -> str:
    """How it ended, with which sources."""
    cited = dict.fromkeys(source.document_id for source in result.answer.sources)
    return "; ".join(filter(None, (_status(result.answer.status.value), ", ".join(_names(desk, cited)))))


def _status(name: str) -> str:
    told = said_of("questions.statuses", name)
    return told if name != "answered" else said_of("questions.families", name)


def _names(desk: Desk, document_ids: Iterable[str]) -> list[str]:
    known = [(one, desk.library.document(one) if desk.library else None) for one in document_ids]
    return [document.name if document else one for one, document in known]


async def draw_history(desk: Desk) -> None:
    """The newest runs, from the page and from the shell."""
    heading(say("cases.history"))
    rows = await run.io_bound(_runs, desk.settings.data_dir / FOLDER) or []
    titles = [say(f"cases.{name}") for name in ("at", "release", "cases", *_MEASURES)]
    whole(titles, rows, numbers=True)


def _runs(folder: Path) -> list[list[str]]:
    files = sorted(folder.glob("*/figures.json"), reverse=True)[:_RUNS]
    return [_row(file.parent.name, json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _row(name: str, figures: Mapping[str, Any]) -> list[str]:
    at = datetime.strptime(name, "%Y-%m-%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    shares = [share(figures[key]["right"], figures[key]["count"]) for key in _MEASURES.values()]
    return [written(at), str(figures["release"]), number(figures["overall"]["count"]), *shares]
