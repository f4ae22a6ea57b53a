"""`make ocr-report`: how well pages of our own text are read back, written to docs/ocr.md (about 15 minutes)."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from tests.ocr_report.readings import READINGS, core_seconds
from tests.ocr_report.sheets import CONDITIONS, PAGES, fonts, sheets
from tests.ocr_report.text import text_of
from tests.support.accuracy import diacritic_accuracy

TARGET = Path(__file__).resolve().parents[2] / "docs" / "ocr.md"
Measured = dict[tuple[str, str, str], list[tuple[float, float]]]


def measure() -> Measured:
    """(condition, font, reading) to (accuracy, core seconds) of each page."""
    found: Measured = defaultdict(list)
    for reading in READINGS.values():
        reading(next(sheets()).image)  # warm: networks and syllables are loaded
    for number, sheet in enumerate(sheets(), start=1):
        for name, reading in READINGS.items():
            started = core_seconds()
            got = reading(sheet.image)
            took = core_seconds() - started
            found[sheet.condition, sheet.font, name].append((diacritic_accuracy(sheet.truth, got), took))
        print(f"\r{number}/{len(PAGES) * len(fonts()) * len(CONDITIONS)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def main() -> int:
    """Measure, write the page, and say whether what ships beats the better reader alone."""
    if len(fonts()) < 2 or "Tesseract alone" not in READINGS:
        print("needs: apt install fonts-dejavu-core fonts-liberation2 tesseract-ocr tesseract-ocr-vie", file=sys.stderr)
        return 2
    found = measure()
    means = {name: fmean(a for key, rows in found.items() if key[2] == name for a, _ in rows) for name in READINGS}
    TARGET.write_text(text_of(found, list(READINGS)), encoding="utf-8")
    print("\n".join(f"{name}: {mean:.4f}" for name, mean in means.items()))
    better = means["ships without Tesseract"] > means["trueocr alone"]
    best = means["ships with Tesseract"] > max(means["trueocr alone"], means["Tesseract alone"])
    print(f"{'PASS' if better and best else 'MISS'}  what ships beats the better reader alone; see {TARGET.name}")
    return 0 if better and best else 1


if __name__ == "__main__":
    sys.exit(main())
