"""Một lượt hỏi: all that is kept of one turn, so that somebody can see why it was answered as it was.

Other pages add what can be done with a turn: `ACTIONS.append(draw)`, called with the visit and the turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import run, ui

from assistant.admin.frame import heading, page, text
from assistant.admin.pages.questions import PATH
from assistant.admin.table import whole
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.moments import day, number
from assistant.records.asked import turn as read_turn

Turn = Mapping[str, Any]
ACTIONS: list[Callable[[Visit, Turn], None]] = []


@page(f"{PATH}/{{answer_id}}", "questions.turn_title")
async def turn(visit: Visit, answer_id: str) -> None:
    """One turn, by the id that stands below its answer."""
    ui.link(say("questions.back"), PATH)
    found = await run.io_bound(read_turn, visit.desk.engine, answer_id.strip())
    if found is None:
        ui.context.client.status_code = 404
        ui.label(say("questions.unknown"))
        return
    with ui.element("section").classes("card"):
        _facts(found)
    if ACTIONS:
        with ui.element("section").classes("card row items-center"):
            for draw in ACTIONS:
                draw(visit, found)
    _texts(found)
    _passages(found)
    with ui.element("section").classes("card"):
        heading(say("questions.turn.feedback"))
        _opinion(found["feedback"])
    with ui.element("section").classes("card"):
        heading(say("questions.turn.steps"))
        steps = sorted(found["timings_ms"].items(), key=lambda item: item[0] == "total")
        shown = [[said_of("questions.steps", name), number(ms, 1)] for name, ms in steps]
        whole([say("questions.turn.step"), say("questions.ms")], shown, long=True)


def _facts(found: Turn) -> None:
    trace = found["trace"] or {}
    facts = {
        "questions.answer_id": found["answer_id"],
        "questions.at": written(found["asked_at"]),
        "questions.channel": said_of("questions.channels", found["channel"]),
        "questions.status": said_of("questions.statuses", found["status"]),
        "questions.turn.release": found["release"],
        "questions.turn.as_of": day(found["as_of"]),
    }
    if found["evidence"] is not None and "threshold" in trace:
        measured, threshold = number(found["evidence"], 2), number(trace["threshold"], 2)
        facts["questions.turn.evidence"] = say("questions.turn.needed", measured=measured, threshold=threshold)
    if trace.get("hidden"):
        facts["questions.turn.hidden"] = ", ".join(trace["hidden"])
    heading(say("questions.turn.facts"))
    with ui.element("dl").classes("facts"):
        for key, value in facts.items():
            with ui.element("div"):
                text("dt", say(key))
                text("dd", str(value))


def _texts(found: Turn) -> None:
    trace = found["trace"] or {}
    texts = {"question": found["question"] or say("questions.no_words")}
    if trace.get("asked") and trace["asked"] != found["question"]:
        texts["asked"] = trace["asked"]
    if found["understood_as"] not in ("", found["question"], trace.get("asked")):
        texts["understood"] = found["understood_as"]
    texts["answer"] = found["text"] or say("questions.no_words")
    if found["error"]:
        texts["error"] = found["error"]
    for name, words in texts.items():
        with ui.element("section").classes("card"):
            heading(say(f"questions.turn.{name}"))
            ui.label(words).classes("as-typed")
    if found["sources"]:
        with ui.element("section").classes("card"):
            heading(say("questions.turn.sources"))
            with ui.element("ol").classes("sources"):
                for source in found["sources"]:
                    name = " ".join(str(source[key]) for key in ("kind", "number") if source.get(key)) or str(source.get("title", ""))
                    with ui.element("li"):
                        ui.label(f"{name} – {source.get('locator', '')}")
                        ui.label(str(source.get("quote", ""))).classes("as-typed muted")


def _passages(found: Turn) -> None:
    used = {source.get("chunk_id") for source in found["sources"]}
    with ui.element("section").classes("card"):
        heading(say("questions.turn.passages"))
        if not found["passages"]:
            ui.label(say("questions.turn.no_passages"))
            return
        rows = [
            [
                say("questions.turn.kept" if one["chunk_id"] in used else "questions.turn.rejected"),
                f"{one['document_id']} › {one['locator']}",
                one["text"],
                *(number(one[key], 2) for key in ("score", "meaning", "coverage")),
            ]
            for one in found["passages"]
        ]
        whole([say(f"questions.turn.{name}") for name in ("used", "place", "passage", "score", "meaning", "coverage")], rows, long=True)


def _opinion(said: Turn | None) -> None:
    if said is None:
        ui.label(say("questions.turn.no_feedback"))
        return
    ui.label(f"{said_of('questions.opinions', said['value'])} – {written(said['given_at'])}")
    if said["comment"]:
        ui.label(f"{say('questions.turn.comment')}: {said['comment']}").classes("as-typed")
