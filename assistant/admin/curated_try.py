"""Whom an answer would reach: a question typed to try it, and the cards of the review queue that wait for it."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.frame import heading, text
from assistant.admin.words import say
from assistant.moments import number
from assistant.records.curated_words import Words
from assistant.records.review import groups

_CARDS, _SHOWN = 300, 10


def draw_trial(desk: Desk, words: Callable[[], Words | None]) -> None:
    """`words`: what stands in the form now."""
    with ui.element("section").classes("card editor"):
        heading(say("curated.try_title"))
        with ui.element("div").classes("form"):
            typed = ui.input(say("curated.try_question")).props("outlined dense").classes("filter")
            go = ui.button(say("curated.try_do")).props("no-caps outline")
        said = ui.label("").props("role=status")
        cards = ui.button(say("curated.cards"), icon="inbox").props("no-caps flat")
        found = ui.element("div").props("role=status")

        async def attempt() -> None:
            now = words()
            if now and str(typed.value or "").strip():
                (fits,) = await run.io_bound(_matches, desk, now, [str(typed.value)]) or [False]
                said.text = say("curated.try_yes" if fits else "curated.try_no")

        async def look() -> None:
            now = words()
            waiting = await run.io_bound(_cards, desk, now) or [] if now else []
            found.clear()
            with found:
                ui.label(say("curated.cards_some", n=number(len(waiting))) if waiting else say("curated.cards_none"))
                with ui.element("ul").classes("wordings"):
                    for question in waiting[:_SHOWN]:
                        text("li", question)

        go.on_click(attempt)
        typed.on("keydown.enter", attempt)
        cards.on_click(look)


def _matches(desk: Desk, words: Words, questions: list[str]) -> list[bool]:
    if desk.assistant is None:
        return [False] * len(questions)
    return desk.assistant.shelf.matches(words, questions, desk.assistant.base.view())


def _cards(desk: Desk, words: Words) -> list[str]:
    waiting = [group.question for group in groups(desk.engine, limit=_CARDS) if group.question]
    return [question for question, fits in zip(waiting, _matches(desk, words, waiting), strict=True) if fits]
