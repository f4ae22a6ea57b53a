"""What an evaluation found, as figures for the record and as tables for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.evaluation.cases import Case
from assistant.evaluation.measure import Result, right, shares, wrongly_answered, wrongly_refused
from assistant.evaluation.runs import Comparison
from assistant.evaluation.shares import Share
from assistant.evaluation.side_by_side import MEASURES, Setup, ahead, figure
from assistant.evaluation.tradeoff import Point

GROUPS: Mapping[str, Callable[[Case], str]] = {"kinds": lambda case: case.kind, "variants": lambda case: case.variant}
_LISTED = 40


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """All shares: of everything, by kind and variant, and of development and held-out cases apart."""
    parts = {"development": [r for r in results if not r.case.held_out], "held_out": [r for r in results if r.case.held_out]}
    return {
        **_totals(results),
        **{name: {k: figure(s) for k, s in shares(results, key).items()} for name, key in GROUPS.items()},
        **{name: _totals(part) for name, part in parts.items()},
    }


def _totals(results: Sequence[Result]) -> dict[str, Any]:
    measures = {"overall": right, "wrongly_answered": wrongly_answered, "wrongly_refused": wrongly_refused}
    return {name: figure(measure(results)) for name, measure in measures.items()}


def show(results: Sequence[Result], release: int, console: Console) -> None:
    """The share of right answers by kind and by variant, with intervals, and how the held-out cases went."""
    table = _table(f"{len(results)} cases, release {release}", "", "right", "of", "share", "95 % interval", "held out")
    held_out = [r for r in results if r.case.held_out]
    for name, key in GROUPS.items():
        apart = shares(held_out, key)
        for value, share in shares(results, key).items():
            table.add_row(f"{name[:-1]}: {value}", *_cells(share), _short(apart.get(value)))
        table.add_section()
    totals = {"all": right, "answered, but must not be": wrongly_answered, "refused, but must not be": wrongly_refused}
    for name, measure in totals.items():
        table.add_row(name, *_cells(measure(results)), _short(measure(held_out)))
    console.print(table)


def show_comparison(comparison: Comparison, results: Sequence[Result], console: Console) -> None:
    """Which cases changed since the last run; what is wrong with a held-out case is not shown, lest it be tuned on."""
    before, now = comparison.before, comparison.now
    console.print(f"Since the last run, on {now.count} cases that both have: {before.value:.4f} -> {now.value:.4f}")
    by_id = {r.case.case_id: r for r in results}
    for title, changed in {"newly right": comparison.newly_right, "newly wrong": comparison.newly_wrong}.items():
        console.print(f"{title}: {len(changed)}")
        for case_id in changed[:_LISTED]:
            console.print(f"  {case_id}{_why(by_id[case_id])}", soft_wrap=True, markup=False, highlight=False)
        if len(changed) > _LISTED:
            console.print(f"  … and {len(changed) - _LISTED} more, in results.jsonl")


def _why(result: Result) -> str:
    if result.case.held_out:
        return " (held out)"
    return f" {result.case.question[:70]!r} {'; '.join(result.problems)}"


def show_setups(setups: Sequence[Setup], console: Console) -> None:
    """Every set-up with its measures, ours first, and how far ours is ahead of it."""
    table = _table("The same cases, other set-ups", "", "right", "of", "share", "95 % interval")
    for setup in setups:
        for name, measure in MEASURES.items():
            table.add_row(f"{setup.name}: {name}", *_cells(measure(setup.results)))
        if setup is not setups[0]:
            lead = ahead(setups[0], setup)
            table.add_row("ours ahead by", "", "", f"{lead.value:+.3f}", f"{lead.low:+.3f} – {lead.high:+.3f}")
        table.add_section()
    console.print(table)


def show_curve(points: Mapping[str, Sequence[Point]], chosen: float, console: Console) -> None:
    """What each threshold would do, every tenth and the chosen one."""
    table = _table(
        "ANSWER_THRESHOLD",
        "",
        *(f"{part.replace('_', ' ')}: {what}" for part in points for what in ("wrongly answered", "wrongly refused")),
    )
    for row in zip(*points.values(), strict=True):
        threshold = row[0].threshold
        if threshold == chosen or round(threshold * 100) % 10 == 0:
            cells = [f"{share.value:.3f}" for point in row for share in (point.wrongly_answered, point.wrongly_refused)]
            table.add_row(f"{threshold:.2f}{' (chosen)' if threshold == chosen else ''}", *cells)
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, justify="right" if name else "left")
    return table


def _cells(share: Share) -> tuple[str, str, str, str]:
    low, high = share.interval
    return str(share.right), str(share.count), f"{share.value:.3f}", f"{low:.3f} – {high:.3f}"


def _short(share: Share | None) -> str:
    return f"{share.right} of {share.count}" if share and share.count else ""
