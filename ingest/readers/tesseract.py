"""Tesseract's program, where it is installed with Vietnamese (`apt install tesseract-ocr tesseract-ocr-vie`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.readers.lines import Rect
from ingest.readers.second_reading import Said
from knowledge.language.normalise import clean

_SECONDS = 20
_SECONDS_A_LINE = 2
_MARGIN = 8
_COLUMNS = 12
_WORD = "5"


@lru_cache(maxsize=1)
def installed() -> bool:
    """Whether `tesseract` runs here and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in listed.stdout.split()


def read(gray: Any, boxes: Sequence[Rect]) -> list[list[Said]]:
    """The words of each line, all lines in one run of the program; empty lists where it fails."""
    found: list[list[Said]] = [[] for _ in boxes]
    if not boxes:
        return found
    for row in _run(gray, boxes).splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) == _COLUMNS and columns[0] == _WORD and (text := clean(columns[-1]).replace(" ", "")):
            page = int(columns[1]) - 1
            if 0 <= page < len(found):
                found[page].append((text, max(0.0, float(columns[10]) / 100)))
    return found


def _run(gray: Any, boxes: Sequence[Rect]) -> str:
    """What the program prints of a file of many pictures, one for each line, as tab-separated values; "" when it fails."""
    with tempfile.TemporaryDirectory(prefix="dong-") as folder:
        path = Path(folder) / "lines.tif"
        first, *others = [_picture(gray, box) for box in boxes]
        first.save(path, save_all=True, append_images=others)
        command = [shutil.which("tesseract") or "tesseract", str(path), "stdout", "-l", "vie", "--psm", "7", "tsv"]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                capture_output=True,
                timeout=_SECONDS + _SECONDS_A_LINE * len(boxes),
                check=False,
                # Pages are read in parallel already.
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _picture(gray: Any, box: Rect) -> Any:
    """The line with some of the page around it, and a white margin."""
    from PIL import Image, ImageOps

    left, top, right, bottom = map(int, box)
    above, beside = (bottom - top) // 4, (bottom - top) // 2
    cut = gray[max(0, top - above) : bottom + above, max(0, left - beside) : right + beside]
    return ImageOps.expand(Image.fromarray(cut), _MARGIN, 255)
