"""Plots by ECharts from NiceGUI's wheel, as SVG, each with its numbers in a table beside it: nobody has to read them off a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from assistant.admin.table import whole
from assistant.admin.words import say

# Told apart by people who see colours differently too (Okabe and Ito), and readable on white and on dark blue.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")
_TEXT = "#7b8798"
# 2.500, as people here write it; a function of the browser.
_COUNTS = {"type": "value", "minInterval": 1, "splitLine": {"lineStyle": {"color": "#8884"}}}
_COUNT_LABEL = {"color": _TEXT, ":formatter": "n => n.toLocaleString('vi-VN')"}


def bars_over_time(labels: Sequence[str], series: Mapping[str, Sequence[int]], label: str) -> ui.echart:
    """Stacked bars, one for each label; `series` by the name in the legend."""
    return _plot(
        {
            "xAxis": {"type": "category", "data": list(labels), "axisLabel": {"color": _TEXT}},
            "yAxis": {**_COUNTS, "axisLabel": _COUNT_LABEL},
            "series": [{"name": name, "type": "bar", "stack": "all", "data": list(values)} for name, values in series.items()],
            "legend": {"bottom": 0, "textStyle": {"color": _TEXT}},
            "grid": {"left": 8, "right": 8, "top": 16, "bottom": 36, "containLabel": True},
        },
        label,
    )


def bars_by_name(names: Sequence[str], values: Sequence[int], label: str) -> ui.echart:
    """Bars lying on their side, the longest on top."""
    return _plot(
        {
            "xAxis": {**_COUNTS, "axisLabel": _COUNT_LABEL},
            "yAxis": {
                "type": "category",
                "inverse": True,
                "data": list(names),
                "axisLabel": {"color": _TEXT, "width": 150, "overflow": "break"},
            },
            "series": [{"type": "bar", "data": list(values), "label": {"show": True, "position": "right", "color": _TEXT}}],
            "grid": {"left": 28, "right": 56, "top": 8, "bottom": 8, "containLabel": True},
        },
        label,
    )


def _plot(options: dict[str, Any], label: str) -> ui.echart:
    shared = {"color": list(COLOURS), "tooltip": {"trigger": "axis"}, "textStyle": {"fontFamily": "system-ui, Roboto, sans-serif"}}
    return ui.echart({**shared, "animation": False, **options}, renderer="svg").classes("plot").props(f'role=img aria-label="{label}"')


def numbers(titles: Sequence[str], rows: Sequence[Sequence[str]], *, opened: bool = False) -> None:
    """The numbers of a plot, to be unfolded."""
    with ui.expansion(say("overview.numbers"), value=opened).classes("numbers"):
        whole(titles, rows, numbers=True)
