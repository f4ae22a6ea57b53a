"""The fields of a curated answer, and its sources: found by searching, quoted word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from nicegui import run, ui

from assistant.admin.curated_work import citation_of, passages_for, requoted, standing_of
from assistant.admin.frame import heading
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.curated.standing import SOUND
from assistant.records.curated_words import Citation, Refused, Words, checked
from knowledge.language.places import provinces
from knowledge.models import Passage

_TEXTS = ("question", "variants", "text", "basis")
_DAYS = ("valid_from", "valid_to")


class Form:
    """Draw it, read `words()` from it, `fill` it anew."""

    def __init__(self, visit: Visit, words: Words, *, writable: bool) -> None:
        self._visit = visit
        self._writable = writable
        self._citations = list(words.citations)
        self._quotes: list[ui.textarea] = []
        self._fields: dict[str, Any] = {}
        self._begun = words

    async def draw(self) -> None:
        """All fields, and the search for sources."""
        for name in _TEXTS:
            self._fields[name] = self._text(name)
            if name == "text":
                ui.label(say("curated.text_hint")).classes("muted")
        with ui.element("div").classes("dates"):
            for name in _DAYS:
                self._fields[name] = ui.input(say(f"curated.{name}")).props("outlined dense type=date stack-label")
            places = {"": say("curated.no_province"), **{name: name for name in provinces()}}
            self._fields["province"] = ui.select(places, label=say("curated.province"), value="", with_input=True).props("outlined dense")
        heading(say("curated.sources"))
        self._list = ui.element("div").classes("editor")
        if self._writable:
            self._draw_search()
        for one in self._fields.values():
            one.set_enabled(self._writable)
        await self.fill(self._begun)

    async def fill(self, words: Words) -> None:
        """Put these words in the place of all that stands there."""
        last = words.valid_to - timedelta(days=1) if words.valid_to else None
        values = {"question": words.question, "variants": "\n".join(words.variants), "text": words.text, "basis": words.basis}
        values |= {"valid_from": str(words.valid_from or ""), "valid_to": str(last or ""), "province": words.province or ""}
        if values["province"] not in self._fields["province"].options:
            self._fields["province"].set_options({**self._fields["province"].options, values["province"]: values["province"]})
        for name, value in values.items():
            self._fields[name].value = value
        self._citations = list(words.citations)
        self._draw_citations()
        await self.show_standing()

    def words(self) -> Words | None:
        """What stands in the form; None when it cannot be saved, and the person was told why."""
        try:
            return checked(self.as_typed())
        except Refused as error:
            ui.notify(say(f"curated.refused.{error.reason}"), type="warning", timeout=8000)
            return None

    def as_typed(self) -> Words:
        """The same, whatever it is worth.

        Raises:
            Refused: a day that is none.
        """
        values = {name: str(one.value or "") for name, one in self._fields.items()}
        last = _day(values["valid_to"])
        return Words(
            values["question"],
            values["text"],
            tuple(values["variants"].splitlines()),
            tuple(map(requoted, self._citations, (str(quote.value or "") for quote in self._quotes))),
            values["basis"],
            values["province"] or None,
            _day(values["valid_from"]),
            last + timedelta(days=1) if last else None,
        )

    async def show_standing(self) -> None:
        """How each source stands today, beside it."""
        now = replace(self._begun, citations=tuple(self._citations))
        found = await run.io_bound(standing_of, self._visit.desk, now) or []
        for badge, standing in zip(self._badges, found, strict=False):
            badge.text = say(f"curated.standing.{standing}")
            badge.classes(replace=f"badge {'good' if standing == SOUND else 'bad'}")

    def _text(self, name: str) -> Any:
        long = name in ("variants", "text")
        made = ui.textarea(say(f"curated.{name}")) if long else ui.input(say(f"curated.{name}"))
        return made.props("outlined autogrow" if long else "outlined").classes("wide-field")

    def _draw_search(self) -> None:
        if self._visit.desk.assistant is None:
            ui.label(say("curated.no_base")).classes("muted")
            return
        with ui.element("div").classes("form"):
            wanted = ui.input(say("curated.find")).props("outlined dense").classes("filter")
            search = ui.button(say("curated.find_do"), icon="search").props("no-caps outline")
        found = ui.element("div").classes("editor")

        async def look() -> None:
            passages = await run.io_bound(passages_for, self._visit.desk, str(wanted.value or "")) or []
            found.clear()
            with found:
                if not passages:
                    ui.label(say("curated.found_nothing")).classes("muted")
                for passage in passages:
                    self._draw_found(passage)

        search.on_click(look)
        wanted.on("keydown.enter", look)

    def _draw_found(self, passage: Passage) -> None:
        with ui.element("div").classes("citation"):
            ui.label(f"{passage.document.name} › {passage.chunk.locator}").classes("text-weight-bold")
            ui.label(passage.chunk.text).classes("as-typed answer-so").props("tabindex=0")
            ui.button(say("curated.use"), icon="add", on_click=partial(self._use, citation_of(passage))).props("no-caps flat")

    async def _use(self, citation: Citation) -> None:
        if all(one.chunk_id != citation.chunk_id for one in self._citations):
            self._keep_quotes()
            self._citations.append(citation)
            self._draw_citations()
            await self.show_standing()

    async def _drop(self, at: int) -> None:
        self._keep_quotes()
        del self._citations[at]
        self._draw_citations()
        await self.show_standing()

    def _keep_quotes(self) -> None:
        self._citations = [requoted(one, str(quote.value or "")) for one, quote in zip(self._citations, self._quotes, strict=True)]

    def _draw_citations(self) -> None:
        self._list.clear()
        self._quotes, self._badges = [], list[ui.label]()
        documents = self._visit.desk.library
        with self._list:
            if not self._citations:
                ui.label(say("curated.no_sources")).classes("muted")
            for at, one in enumerate(self._citations):
                known = documents.document(one.document_id) if documents else None
                with ui.element("div").classes("citation"):
                    ui.label(f"[{at + 1}] {known.name if known else one.document_id} › {one.locator}").classes("text-weight-bold")
                    self._badges.append(ui.label("").classes("badge"))
                    quote = ui.textarea(say("curated.quote", n=at + 1), value=one.quote).props("outlined autogrow").classes("wide-field")
                    quote.set_enabled(self._writable)
                    self._quotes.append(quote)
                    if self._writable:
                        ui.button(say("curated.drop"), icon="delete", on_click=partial(self._drop, at)).props("no-caps flat")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Refused("bad_day") from error
