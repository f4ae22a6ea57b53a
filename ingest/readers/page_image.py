"""A page of a file as people see it, with boxes drawn on it: where a chunk stands, for those who check it.

Called through `guard`, since it opens the file anew.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.models import Refused
from ingest.readers.sniff import true_suffix
from knowledge.models import Box

_WIDTH = 1100
_MOST_HIGH = 4000
_COLOUR = (37, 99, 235)
_FILL = (37, 99, 235, 38)
_MARGIN = 3
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def page_png(path: Path, page: int, boxes: Sequence[Box] = ()) -> bytes:
    """The page (from 1) about 1100 pixels wide; boxes of other pages are left out.

    Raises:
        Refused: the file is neither a PDF nor a picture, or has no such page.
    """
    suffix = true_suffix(path)
    if suffix == ".pdf":
        image, scale = _pdf_page(path, page)
    elif suffix in PICTURES:
        image, scale = _picture(path, page)
    else:
        raise Refused("Chỉ xem được ảnh trang của tệp PDF và tệp ảnh.")
    stream = io.BytesIO()
    _marked(image, [box for box in boxes if box.page == page], scale).save(stream, "PNG")
    return stream.getvalue()


def _pdf_page(path: Path, number: int) -> tuple[Any, float]:
    """The drawn page and how many pixels a point takes."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if not 0 < number <= len(pdf):
                raise Refused(_no_page(number))
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(_WIDTH / max(width, 1), _MOST_HIGH / max(height, 1))
            return page.render(scale=scale).to_pil(), scale
    except pypdfium2.PdfiumError as error:
        raise Refused("Tệp PDF không mở được nên không vẽ được trang.") from error


def _picture(path: Path, number: int) -> tuple[Any, float]:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning), Image.open(path) as image:
            image.seek(number - 1)
            upright = ImageOps.exif_transpose(image.convert("RGB"))
    except (EOFError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Refused(_no_page(number)) from error
    width = upright.width
    upright.thumbnail((_WIDTH, _MOST_HIGH))
    return upright, upright.width / width


def _no_page(number: int) -> str:
    return f"Tệp không có trang {number}, hoặc trang đó không mở được."


def _marked(image: Any, boxes: Sequence[Box], scale: float) -> Any:
    from PIL import Image, ImageDraw

    page = image.convert("RGBA")
    over = Image.new("RGBA", page.size)
    draw = ImageDraw.Draw(over)
    for box in boxes:
        x0, y0, x1, y1 = (scale * side for side in box[1:])
        draw.rectangle((x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN), fill=_FILL, outline=_COLOUR, width=2)
    return Image.alpha_composite(page, over).convert("RGB")
