"""Four ways to read a picture of a page: each reader alone as its makers ship it, and what ships here, without and with Tesseract."""

from __future__ import annotations

import io
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from PIL import Image

from ingest.models import RawDocument
from ingest.readers import ocr, tesseract
from ingest.readers.paragraphs import blocks
from ingest.slips import without_slips
from knowledge.language.tones import ToneModel
from tests.conftest import STARTER_DOCUMENTS

Reading = Callable[[Image.Image], str]


@cache
def learned() -> ToneModel:
    """The syllables of the starter documents: a catalogue as it is on the first day. The report's pages are not in it."""
    return ToneModel.learn(line for path in sorted(STARTER_DOCUMENTS.glob("*.md")) for line in path.read_text(encoding="utf-8").split("\n"))


@cache
def _trueocr() -> Any:
    import trueocr

    return trueocr.load_model(threads=1)


def trueocr_alone(image: Image.Image) -> str:
    """trueocr's own `predict`."""
    return str(_trueocr().predict(image).text)


def tesseract_alone(image: Image.Image) -> str:
    """The program with Vietnamese, finding the lines itself."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--dpi", "200"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=stream.getvalue(), capture_output=True, check=True, env=environment).stdout.decode()


def ships(image: Image.Image) -> str:
    """What an ingest makes of the page, with Tesseract where it is installed."""
    found = ocr.page_lines(image)
    for line in found:
        line.page = 1
    raw = RawDocument("", tuple(blocks(found)), {"scanned_pages": [1]})
    return "\n".join(block.text for block in without_slips(raw, learned()).blocks)


def ships_without_tesseract(image: Image.Image) -> str:
    """The same on a machine that lacks Tesseract."""
    with _absent():
        return ships(image)


@contextmanager
def _absent() -> Iterator[None]:
    kept = tesseract.installed
    tesseract.installed = lambda: False  # type: ignore[assignment]
    try:
        yield
    finally:
        tesseract.installed = kept


def core_seconds() -> float:
    """Seconds that a core has worked for this process and the programs it ran."""
    return time.process_time() + sum(os.times()[2:4])


READINGS: dict[str, Reading] = {"trueocr alone": trueocr_alone, "ships without Tesseract": ships_without_tesseract}
if tesseract.installed():
    READINGS = {
        "trueocr alone": trueocr_alone,
        "Tesseract alone": tesseract_alone,
        "ships without Tesseract": ships_without_tesseract,
        "ships with Tesseract": ships,
    }
