"""A list on a page: one screen of rows at a time, each fetched from where the last one ended, and taken home as a file.

    table = Table([Column("at", say("…")), Column("question", say("…"), link=True)], fetch)
    await table.show()                    # again after a filter changed

`fetch(after, limit)` runs in a thread; it gives at most `limit` rows as dicts with a text for each column (`href` for the
column with a link), and the key that the next screen begins after (None: there is no next one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from nicegui import run, ui

from assistant.admin.lists import export_path
from assistant.admin.words import say

ROWS = 50
_ALL_ROWS = 'flat hide-pagination :rows-per-page-options="[0]"'
_LINK = '<q-td :props="props"><a :href="props.row.href" class="cell-link">{{ props.value }}</a></q-td>'


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the key in a row, `title` what stands above; `link`: the row's `href` opens from here; `long`: may wrap."""

    name: str
    title: str
    link: bool = False
    long: bool = False
    number: bool = False

    def for_quasar(self) -> dict[str, Any]:
        """How QTable wants it."""
        classes = "cell-long" if self.long else "cell-short"
        return {
            "name": self.name,
            "label": self.title,
            "field": self.name,
            "align": "right" if self.number else "left",
            "classes": classes,
        }


@dataclass(frozen=True, slots=True)
class Screen:
    """Some rows, and the key after which the next ones begin."""

    rows: list[dict[str, Any]]
    next: Any = None


Fetch = Callable[[Any, int], Screen]


@dataclass
class Table:
    """Draw it where it belongs, then `await show()`."""

    columns: Sequence[Column]
    fetch: Fetch
    label: str = ""
    export: str = ""
    filters: Callable[[], Mapping[str, str]] = dict
    keys: list[Any] = field(default_factory=lambda: [None])

    def __post_init__(self) -> None:
        self._table = ui.table(columns=[column.for_quasar() for column in self.columns], rows=[], row_key="key").classes("list")
        self._table.props(f'bordered {_ALL_ROWS} no-data-label="{say("table.empty")}"')
        if self.label:
            self._table.props(f'table-aria-label="{self.label}"')
        for column in self.columns:
            if column.link:
                self._table.add_slot(f"body-cell-{column.name}", _LINK)
        with ui.element("div").classes("row items-center pager"):
            self._back = ui.button(say("table.back"), icon="chevron_left", on_click=self._turn_back).props("flat no-caps")
            self._on = ui.button(say("table.on"), on_click=self._turn_on).props("flat no-caps icon-right=chevron_right")
            ui.space()
            if self.export:
                export_buttons(self.export, self.filters)

    async def show(self) -> None:
        """From the beginning: the filters may have changed."""
        self.keys = [None]
        await self._load()

    async def _load(self) -> None:
        screen = await run.io_bound(self.fetch, self.keys[-1], ROWS)
        if screen is None:
            return
        self._next = screen.next
        self._table.rows = screen.rows
        self._back.set_enabled(len(self.keys) > 1)
        self._on.set_enabled(screen.next is not None)

    async def _turn_on(self) -> None:
        if self._next is not None:
            self.keys.append(self._next)
            await self._load()

    async def _turn_back(self) -> None:
        if len(self.keys) > 1:
            self.keys.pop()
            await self._load()


def export_buttons(name: str, filters: Callable[[], Mapping[str, str]] = dict) -> None:
    """Take the list of this name home, with the filters as they stand when the button is pressed."""

    def take(kind: Literal["csv", "xlsx"]) -> None:
        ui.navigate.to(export_path(name, kind, filters()))

    with ui.element("div").classes("row items-center"):
        for kind in ("csv", "xlsx"):
            ui.button(say(f"table.{kind}"), icon="download", on_click=partial(take, kind)).props("flat no-caps")


def whole(titles: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool = False, long: bool = False) -> None:
    """A small table with all its rows. `numbers`: all columns but the first are numbers; `long`: cells may wrap."""
    more = {"classes": "cell-long"} if long else {}
    columns = [
        {"name": str(n), "label": title, "field": str(n), "align": "right" if numbers and n else "left", **more}
        for n, title in enumerate(titles)
    ]
    cells = [{"key": key, **{str(n): cell for n, cell in enumerate(row)}} for key, row in enumerate(rows)]
    ui.table(columns=columns, rows=cells, row_key="key").classes("list").props(f"dense {_ALL_ROWS}" if numbers else _ALL_ROWS)
