"""A picture of a page (PNG, JPEG, TIFF of several pages), read by OCR."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.clean import without_running
from ingest.models import RawDocument, Refused
from ingest.readers import ocr
from ingest.readers.paragraphs import blocks
from ingest.readers.pdf_page import Line

_MOST_PIXELS = 120_000_000
_LONGEST_SIDE = 4000
_MOST_PAGES = 500


def read(path: Path) -> Iterator[RawDocument]:
    """One document; each picture in the file is a page."""
    if not ocr.installed():
        raise Refused("Chưa cài bộ nhận dạng chữ trên ảnh (trueocr), nên chưa đọc được tệp ảnh.")
    pages = [ocr.page_lines(image) for image in _images(path)]
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


def _images(path: Path) -> Iterator[Any]:
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
                    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                    yield upright
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("Ảnh quá lớn để đọc. Hãy quét lại ở độ phân giải 200–300 dpi.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("Tệp ảnh bị hỏng hoặc bị cắt cụt.") from error
