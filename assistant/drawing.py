"""Axes to draw on, by matplotlib; its only home. The same figures give the same bytes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COLOURS = ("#0072B2", "#D55E00", "#595959")
"""Colours that people who see red and green alike can tell apart (Okabe and Ito, 2008)."""
_GRID = "#DDDDDD"
_DOTS_PER_INCH = 200


@contextmanager
def axes_on(inches: tuple[float, float], file: Path) -> Iterator[Any]:
    """Axes on white paper; at the end the picture is written, as the file's ending says: .svg or .png."""
    library: Any = importlib.import_module("matplotlib")
    figures: Any = importlib.import_module("matplotlib.figure")
    with library.rc_context({"svg.hashsalt": "scorecard", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = figures.Figure(figsize=inches, facecolor="white", layout="constrained", dpi=_DOTS_PER_INCH)
        axes = figure.add_subplot()
        axes.grid(color=_GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        yield axes
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else {"Software": None})
