"""Which ink of a page is text: seals are red and signatures blue, and both are put over the words.

The brightest of a pixel's three colours lets coloured ink fade, while black stays black under it; what is left of the
colour is painted over with paper. That is done only where most of the ink is black, so that a page printed in colour
keeps its words.
"""

from __future__ import annotations

from typing import Any

_DARK = 140
_COLOURED = 60
_FADED = 20
_LIGHT = 110
_FEW = 0.0002
_MOST = 0.35
_EMPTY = 0.00004


def gray_of(image: Any) -> Any:
    """The page as shades of gray, uint8 of shape (height, width)."""
    import numpy as np

    return np.asarray(image.convert("L"))


def black_of(image: Any) -> Any | None:
    """The same without coloured ink; None where there is none, or too much to be seals and signatures."""
    import numpy as np
    from PIL import ImageChops

    if image.mode in ("1", "L", "I;16"):
        return None
    red, green, blue = image.convert("RGB").split()
    high = np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    low = np.asarray(ImageChops.darker(ImageChops.darker(red, green), blue))
    inked = low < _DARK
    coloured = inked & (high - low > _COLOURED)  # never below zero: high is the brighter
    if not _FEW < float(coloured.mean()) <= _MOST * float(inked.mean()):
        return None
    faded = (high.astype(np.int16) - low > _FADED) & (high > _LIGHT)
    return np.where(faded, np.uint8(255), high)


def is_blank(gray: Any) -> bool:
    """Whether hardly anything is printed: the back of a sheet, with dust on it."""
    small = gray[::2, ::2]
    return float((small < max(60, int(small.mean()) - 60)).mean()) < _EMPTY
