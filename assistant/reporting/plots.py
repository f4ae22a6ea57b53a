"""The report's two pictures, as PNG files for a paper: black on white, told apart by shade and hatching in a photocopy too."""

from __future__ import annotations

from pathlib import Path

from assistant.drawing import COLOURS, axes_on
from assistant.moments import number
from assistant.reporting.figures import FAMILIES, Figures
from assistant.reporting.words import word, word_of

_INCHES = (6.3, 2.9)
_BAR = 0.38


def draw_days(figures: Figures, file: Path) -> None:
    """Questions of every day, and those of them that were not answered."""
    days = figures.month.days
    numbers = [day.day for day in days]
    with axes_on(_INCHES, file) as axes:
        axes.bar(numbers, [figures.now.days[day] for day in days], color=COLOURS[0], label=word("series_all"))
        unanswered = [figures.now.unanswered_days[day] for day in days]
        axes.bar(numbers, unanswered, color=COLOURS[1], hatch="////", edgecolor="white", linewidth=0, label=word("series_unanswered"))
        axes.set_xticks([n for n in numbers if n == 1 or n % 5 == 0])
        axes.set_xlabel(word("axis_day"))
        axes.set_ylabel(word("axis_questions"))
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))


def draw_results(figures: Figures, file: Path) -> None:
    """The share of each family of outcomes, this month beside the last one, with the percentages at the bars."""
    with axes_on(_INCHES, file) as axes:
        for n, (asked, label) in enumerate(((figures.now, "this_month"), (figures.before, "last_month"))):
            shares = [100 * (asked.share(family) or 0) for family in FAMILIES]
            places = [i + (n - 0.5) * _BAR for i in range(len(FAMILIES))]
            hatch = {"hatch": "////", "edgecolor": "white", "linewidth": 0} if n else {}
            bars = axes.barh(places, shares, _BAR, color=(COLOURS[0], COLOURS[2])[n], label=word(label), **hatch)
            axes.bar_label(bars, [number(share, 1) for share in shares], padding=3, fontsize=8)
        axes.set_yticks(range(len(FAMILIES)), [word_of("families", family) for family in FAMILIES])
        axes.invert_yaxis()
        axes.set_xlim(0, 108)
        axes.set_xlabel(word("axis_share"))
        axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
