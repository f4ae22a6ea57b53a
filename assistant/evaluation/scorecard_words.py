"""How the scorecard says its numbers and names: in both languages, with intervals."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.evaluation.shares import Share
from assistant.evaluation.side_by_side import Ahead


def share_text(share: Share | None) -> str:
    """ "20/494 = 4 % (3–6)"; percentages with one decimal below ten."""
    if share is None or not share.count:
        return "–"
    low, high = share.interval
    return f"{share.right}/{share.count} = {_percent(share.value)} % ({_percent(low)}–{_percent(high)})"


def _percent(value: float) -> str:
    return f"{100 * value:.0f}" if value >= 0.095 or value == 0 else f"{100 * value:.1f}"


def lead_text(found: Ahead | None) -> str:
    """Percentage points with their interval."""
    return "" if found is None else f"{100 * found.value:+.0f} ({100 * found.low:+.0f} … {100 * found.high:+.0f})"


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("scorecard.toml").read_text(encoding="utf-8"))


def label(group: str, name: str) -> str:
    """ "hiệu lực / validity"; a name that the table does not have stands for itself."""
    return " / ".join(_labels()[group].get(name, [name]))


def names_in_order(group: str, found: Mapping[str, object]) -> list[str]:
    """The names found, in the order of the table; those it does not have come last."""
    known = [name for name in _labels()[group] if name in found]
    return [*known, *(name for name in found if name not in known)]


def plain(text: str, between: str = "\n") -> str:
    """Without Markdown's stars, the two languages on lines of their own."""
    return text.replace("**", "").replace(" / ", between)
