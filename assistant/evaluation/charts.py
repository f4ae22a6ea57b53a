"""The scorecard's pictures, as SVG files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.drawing import COLOURS, axes_on
from assistant.evaluation.shares import Share
from assistant.evaluation.tradeoff import Point

Label = Callable[[str], str]
_MARKS = ("o", "D", "s")
_AIM_REFUSED, _AIM_ANSWERED = 5, 2


def draw_shares(rows: Sequence[tuple[str, Sequence[Share | None]]], setups: Sequence[str], axis: str, file: Path) -> None:
    """A line for each row, with a point and its interval for each set-up that has a share there."""
    with axes_on((8.5, 0.42 * len(rows) + 1.6), file) as axes:
        for n, setup in enumerate(setups):
            points = [(len(rows) - 1 - i + 0.24 * (1 - n), shares[n]) for i, (_, shares) in enumerate(rows)]
            seen = [(y, share) for y, share in points if share is not None]
            values = [100 * share.value for _, share in seen]
            below, above = zip(*(_reach(share) for _, share in seen), strict=True)
            style = {"fmt": _MARKS[n], "color": COLOURS[n], "markersize": 5, "linewidth": 1.2, "alpha": 1 if n == 0 else 0.75}
            axes.errorbar(values, [y for y, _ in seen], xerr=[below, above], label=setup, **style)
        axes.set_yticks(range(len(rows)), [name for name, _ in reversed(rows)])
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_xlim(-2, 102)
        axes.set_xlabel(f"{axis} (%)")
        axes.legend(loc="lower center", bbox_to_anchor=(0.35, 1.0), ncols=len(setups), frameon=False)


def draw_curves(
    curves: Mapping[str, Sequence[Point]], others: Mapping[str, Sequence[Point]], chosen: float, label: Label, file: Path
) -> None:
    """Refused against answered for every threshold; the chosen one is marked with its intervals. `others` are only lines."""
    with axes_on((7.5, 5.4), file) as axes:
        for (name, points), dashes in zip(others.items(), ("--", ":"), strict=True):
            axes.plot(*_line(points), color=COLOURS[2], linestyle=dashes, linewidth=1.2, label=name)
        for n, (part, points) in enumerate(curves.items()):
            axes.plot(*_line(points), color=COLOURS[n], linewidth=1.6, label=label(part))
            here = next(p for p in points if p.threshold == chosen)
            axes.errorbar(*_cross(here), fmt=_MARKS[n], color=COLOURS[n], label=f"{label('chosen')} {chosen:g}", capsize=3, linewidth=1)
        axes.axvline(_AIM_REFUSED, color="#009E73", linestyle=":", label=f"{label('aim')} {_AIM_REFUSED} %, {_AIM_ANSWERED} %")
        axes.axhline(_AIM_ANSWERED, color="#009E73", linestyle=":")
        axes.set_xlim(-1, 100)
        axes.set_ylim(-1, 101)
        axes.set_xlabel(f"{label('refused')} (%)")
        axes.set_ylabel(f"{label('answered')} (%)")
        axes.legend(frameon=False)


def _line(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return [100 * p.wrongly_refused.value for p in points], [100 * p.wrongly_answered.value for p in points]


def _reach(share: Share) -> tuple[float, float]:
    """How far the interval reaches below and above the value, in percent."""
    low, high = share.interval
    return max(0.0, 100 * (share.value - low)), max(0.0, 100 * (high - share.value))


def _cross(point: Point) -> tuple[float, float, list[list[float]], list[list[float]]]:
    """x, y and the distances to the ends of their intervals, for `errorbar(x, y, yerr, xerr)`."""
    x, y = point.wrongly_refused, point.wrongly_answered
    (left, right), (down, up) = _reach(x), _reach(y)
    return 100 * x.value, 100 * y.value, [[down], [up]], [[left], [right]]
