"""What came of a piece of work, in words: a table of documents, and what the gate said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from nicegui import ui

from assistant.admin.documents.shelf import is_refused
from assistant.admin.frame import text
from assistant.admin.table import whole
from assistant.admin.words import said_of, say
from assistant.moments import number
from assistant.records.jobs import Job

_MOST_SHOWN = 200
_QUIET = ("unchanged", "good")


def show_outcome(job: Job) -> None:
    """The report of a job that is over, or why there is none."""
    if job.report is None:
        ui.label(say("jobs.lost") if job.lost else job.problem or say("jobs.problem")).classes("bad").props("role=alert")
        return
    checked = job.kind == "check"
    lines = job.report["documents"]
    _counts([line["verdict" if checked else "status"] for line in lines], "jobs.verdicts" if checked else "jobs.outcomes")
    if is_refused(job.report):
        _refused(job.report["gate"])
    told = [line for line in lines if line["verdict" if checked else "status"] not in _QUIET or line["findings"]]
    if told:
        _table(told, checked)
    if not checked and job.report["release"]:
        ui.label(say("jobs.release", n=job.report["release"])).classes("muted")


def findings_of(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the doctor found, with the pages."""
    begins = say("jobs.page_begins")
    return [
        say("jobs.page", page=one["page"], text=one["text"]) if one.get("page") and not one["text"].startswith(begins) else str(one["text"])
        for one in findings
    ]


def _counts(names: list[str], table: str) -> None:
    counted = Counter(names)
    with ui.element("ul").classes("counts"):
        for name, n in counted.most_common():
            text("li", say("jobs.counts", label=said_of(table, name), n=number(n))).classes(f"is-{name}")
        if not counted:
            text("li", say("jobs.nothing"))


def _table(lines: list[Mapping[str, Any]], checked: bool) -> None:
    table = "jobs.verdicts" if checked else "jobs.outcomes"
    key = "verdict" if checked else "status"
    rows = [
        [_name(line), said_of(table, line[key]), "\n".join([line["reason"], *findings_of(line["findings"])]).strip()]
        for line in lines[:_MOST_SHOWN]
    ]
    titles = (say("jobs.document"), say("jobs.verdict" if checked else "jobs.outcome"), say("jobs.findings" if checked else "jobs.reason"))
    whole(titles, rows, long=True)
    if left := len(lines) - len(rows):
        ui.label(say("jobs.left_out", n=number(left))).classes("muted")


def _name(line: Mapping[str, Any]) -> str:
    file = PurePath(line["path"]).name if "://" not in line["path"] else line["path"]
    named = str(line.get("number") or line.get("title") or line["document_id"] or "")
    return file if named in file else f"{file}\n{named}"


def _refused(gate: Mapping[str, Any]) -> None:
    ui.label(say("jobs.refused")).classes("bad").props("role=alert")
    if gate["fell"]:
        ui.label(say("jobs.fell"))
        with ui.element("ul").classes("fell"):
            for one in gate["fell"][:_MOST_SHOWN]:
                text("li", say("jobs.fell_one", question=one["question"], reason=one["reason"]))
