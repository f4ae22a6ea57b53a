"""The report in words: docs/ocr.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

_HEAD = """# How well scans are read

Made by `make ocr-report`: do not edit by hand. Pages of our own text (`tests/ocr_report/pages/`: six subjects that the starter
documents do not speak of) are drawn in two fonts, spoiled as scanners and offices spoil them, and read back.

**Diacritic accuracy**: of the letters that carry a diacritic, the share that came back exactly, after aligning both texts.
**Seconds**: of one core, a page, on the machine that made this report; pages are read on all cores at once.

- *trueocr alone*: its own `predict`. *Tesseract alone*: the program with `-l vie` (the `fast` data that Debian packs).
- *ships without Tesseract*: what an ingest publishes where only the default install is there. The syllables that choose between
  readings are those of the starter documents, which do not hold the pages' text.
- *ships with Tesseract*: the same where `tesseract-ocr-vie` is installed.
"""
_TAIL = """
## How to read this

- Bold is the best of a row. On clean pages Tesseract alone may be ahead by two or three letters in a thousand; where pages are blurred,
  sealed or scanned small, as those of offices are, what ships is ahead by far, and it is so on the whole.
- The pages are drawn, not scanned: there are no real scans with a transcript among the data this was made with. On real paper both
  readers do worse, and Tesseract's lead is smaller: it was trained on drawn fonts.
- A red seal hardly harms what ships, since coloured ink is taken out of the picture first. A seal scanned in black and white stays.
- Where Tesseract is missing, what is left are tones on letters with a hat (ề read as ế), in words that the catalogue has not met.
  A catalogue that grows knows more of them.
- How the readings are joined, and with which weights: `docs/decisions/0012-ocr.md`.
"""

Rows = Sequence[tuple[float, float]]


def text_of(found: Mapping[tuple[str, str, str], Rows], names: Sequence[str]) -> str:
    """The whole page."""
    conditions, fonts = (list(dict.fromkeys(key[i] for key in found)) for i in (0, 1))
    accuracy = [
        *_table("Diacritic accuracy", names),
        *(
            _row(f"{condition}, {font}", [found[condition, font, name] for name in names], 0, 4)
            for condition in conditions
            for font in fonts
        ),
        _row("**mean**", [_all(found, name) for name in names], 0, 4),
    ]
    seconds = [
        *_table("Seconds of one core a page", names),
        *(_row(c, [[row for font in fonts for row in found[c, font, name]] for name in names], 1, 2) for c in conditions),
        _row("**mean**", [_all(found, name) for name in names], 1, 2),
    ]
    pages = len(next(iter(found.values())))
    pictures = pages * len(fonts) * len(conditions)
    scope = f"{pages} pages, {len(fonts)} fonts ({', '.join(fonts)}), {len(conditions)} conditions: {pictures} pictures."
    return "\n".join([_HEAD, scope, "", *accuracy, "", *seconds, _TAIL])


def _all(found: Mapping[tuple[str, str, str], Rows], name: str) -> Rows:
    return [row for key, rows in found.items() if key[2] == name for row in rows]


def _table(title: str, names: Sequence[str]) -> list[str]:
    return [f"| {title} | {' | '.join(names)} |", f"|---{'|---:' * len(names)}|"]


def _row(title: str, columns: Sequence[Rows], figure: int, places: int) -> str:
    values = [fmean(row[figure] for row in rows) for rows in columns]
    best = max(values) if figure == 0 else min(values)
    return f"| {title} | " + " | ".join(f"**{v:.{places}f}**" if v == best else f"{v:.{places}f}" for v in values) + " |"
