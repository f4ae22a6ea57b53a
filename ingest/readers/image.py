"""A picture of a page (PNG, JPEG, TIFF of several pages), read by OCR."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.clean import without_running
from ingest.models import RawDocument, Refused
from ingest.readers import ocr, progress
from ingest.readers.lines import Line
from ingest.readers.paragraphs import blocks
from ingest.readers.scans import read_pictures

_MOST_PIXELS = 120_000_000
_LONGEST_SIDE = 4000
_MOST_PAGES = 500


def read(path: Path) -> Iterator[RawDocument]:
    """One document; each picture in the file is a page."""
    if not ocr.installed():
        raise Refused("Chưa cài bộ nhận dạng chữ trên ảnh (trueocr), nên chưa đọc được tệp ảnh.")
    pages = list(_read(path))
    for number, lines in enumerate(pages, start=1):
        for line in lines:
            line.page = number
    kept = without_running(pages)
    flow: list[Line] = [lines[i] for lines, indexes in zip(pages, kept, strict=True) for i in indexes]
    found = tuple(blocks(flow))
    if not found:
        raise Refused("Không nhận dạng được chữ nào trong ảnh. Hãy quét lại rõ hơn.")
    details = {"pages": len(pages), "scanned_pages": list(range(1, len(pages) + 1)), "ocr_confidence": ocr.mean_confidence(flow)}
    yield RawDocument("", found, {"file_name": path.stem, **details})


def _read(path: Path) -> Iterator[list[Line]]:
    """The lines of each picture, told page by page to who waits for them; boxes are in pixels of the file."""
    counter = progress.Pages(_count(path))
    for number, found in enumerate(read_pictures(_images(path)), start=1):
        counter.done(number)
        yield found


def _count(path: Path) -> int:
    """How many pictures the file holds; 1 for a file that cannot be read, which is told when it is."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning), Image.open(path) as image:
            return int(getattr(image, "n_frames", 1))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return 1


def _images(path: Path) -> Iterator[tuple[Any, float]]:
    """Each picture of the file the right way up, not larger than is read, and how many of its pixels one of these stands for."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                for number, frame in enumerate(ImageSequence.Iterator(image)):
                    if number >= _MOST_PAGES:
                        raise Refused(f"Tệp ảnh có hơn {_MOST_PAGES} trang.")
                    upright = ImageOps.exif_transpose(frame.convert("RGB"))
                    width = upright.width
                    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                    yield upright, width / upright.width
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("Ảnh quá lớn để đọc. Hãy quét lại ở độ phân giải 200–300 dpi.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("Tệp ảnh bị hỏng hoặc bị cắt cụt.") from error
