"""The scorecard: a page with pictures that an agency could publish, made from the cases and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.clock import HERE
from assistant.evaluation.charts import draw_curves, draw_shares
from assistant.evaluation.measure import Result, right, shares, shown, wrongly_answered, wrongly_refused
from assistant.evaluation.scorecard_words import label, lead_text, names_in_order, plain, share_text
from assistant.evaluation.shares import Share
from assistant.evaluation.side_by_side import MEASURES, Ahead, Setup, ahead, part_of
from assistant.evaluation.tradeoff import Point, curve_by_score
from knowledge.models import Release

_HERE = Path(__file__).parent
_SEARCHES = ("tutorial", "bm25")
_SHOWN = ("ours", "tutorial_threshold", "bm25_threshold")
"""The set-ups of the picture and of the tables by kind: each at its best."""
_SEARCHING = ("ours", "tutorial_always", "bm25_always")


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything the page is made from. The first set-up is ours."""

    setups: Sequence[Setup]
    curves: Mapping[str, Sequence[Point]]
    threshold: float
    release: Release

    def setup(self, name: str) -> Setup:
        """The set-up of that name."""
        return next(s for s in self.setups if s.name == name)


def write_scorecard(measured: Measured, file: Path) -> None:
    """Write the page, and its two pictures into `images/` beside it."""
    images = file.parent / "images"
    names = {name: f"{file.stem}-{name}.svg" for name in ("kinds", "tradeoff")}
    best = [measured.setup(name) for name in _SHOWN]
    draw_shares(_rows(best), [plain(label("setups", s.name)) for s in best], label("charts", "right"), images / names["kinds"])
    others = {plain(label("setups", name), " / "): curve_by_score(measured.setup(f"{name}_always").results) for name in _SEARCHES}
    draw_curves(measured.curves, others, measured.threshold, lambda part: label("charts", part), images / names["tradeoff"])
    # Markdown, made of our own figures: there is no HTML to escape.
    environment = Environment(loader=FileSystemLoader(_HERE), undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701  # nosec B701
    page = environment.get_template("scorecard_page.md").render(_slots(measured, best), images=names)
    file.write_text(page + "\n", encoding="utf-8")


def _slots(measured: Measured, best: Sequence[Setup]) -> dict[str, Any]:
    ours = measured.setups[0]
    parts = {name: part_of(ours, name == "held_out").results for name in ("development", "held_out")}
    variants = shares(ours.results, lambda case: case.variant)
    return {
        "day": datetime.now(HERE).strftime("%d/%m/%Y"),
        "version": version("tro-ly-ai"),
        "release": measured.release,
        "measured_threshold": measured.threshold,
        "parts": parts,
        "results": ours.results,
        "totals": {"right": right, "wrongly_answered": wrongly_answered, "wrongly_refused": wrongly_refused},
        "kinds": _rows(best)[1:],
        "variants": [(label("variants", name), variants[name]) for name in names_in_order("variants", variants)],
        "setups": [(label("setups", s.name), _measures(s), _lead(ours, s)) for s in measured.setups],
        "searches": [(label("searches", s.name), _measures(s), shown(s.results)) for s in measured.setups if s.name in _SEARCHING],
        "held_out_leads": [(label("setups", s.name), _lead(part_of(ours, True), part_of(s, True))) for s in measured.setups[2:]],
        "shown": [label("setups", s.name) for s in best],
        "points": _points(measured),
        "share": share_text,
        "lead": lead_text,
    }


def _measures(setup: Setup) -> dict[str, Share]:
    return {name: measure(setup.results) for name, measure in MEASURES.items()}


def _rows(best: Sequence[Setup]) -> list[tuple[str, list[Share | None]]]:
    """Shares of all cases, then by kind; a search cannot greet, so small talk is ours alone."""
    by_kind = [shares(setup.results, lambda case: case.kind) for setup in best]
    talk = {kind for kind in by_kind[0] if not _is_searched(r for r in best[0].results if r.case.kind == kind)}
    rows = [
        (kind, [s[kind] if n == 0 or kind not in talk else None for n, s in enumerate(by_kind)])
        for kind in names_in_order("kinds", by_kind[0])
    ]
    return [(label("charts", "all"), [right(s.results) for s in best]), *((label("kinds", kind), found) for kind, found in rows)]


def _is_searched(results: Iterable[Result]) -> bool:
    """Whether most of these are answered by a document, or must be refused."""
    searched = [_searchable(r) for r in results]
    return 2 * sum(searched) >= len(searched)


def _searchable(result: Result) -> bool:
    return result.case.asks_documents or result.case.must_not_be_answered


def _lead(ours: Setup, other: Setup) -> Ahead | None:
    return None if other.name == ours.name else ahead(ours, other)


def _points(measured: Measured) -> list[tuple[float, list[Point]]]:
    """A row for every tenth and for the chosen threshold."""
    rows = zip(*measured.curves.values(), strict=True)
    return [(r[0].threshold, list(r)) for r in rows if round(r[0].threshold * 100) % 10 == 0 or r[0].threshold == measured.threshold]
