"""Tesseract's program, where it is installed with Vietnamese (`apt install tesseract-ocr-vie`)."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import lru_cache
from typing import Any

_SECONDS = 20


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


def line_text(image: Any) -> str:
    """One printed line; "" when Tesseract fails."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", "vie", "--psm", "7"]
    try:
        done = subprocess.run(command, input=stream.getvalue(), capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
