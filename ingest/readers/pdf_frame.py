"""Where a thing of a PDF page is seen: from the file's own coordinates to points from the top left corner as shown.

A page may be cut (its crop box does not start at 0, 0) and may be turned by a quarter (/Rotate), as wide annexes are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.readers.lines import Rect


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in its own coordinates (y upwards), and by how many quarters it is shown turned clockwise."""

    left: float
    low: float
    right: float
    high: float
    turn: int = 0

    @property
    def width(self) -> float:
        """How wide the page is shown."""
        return self.high - self.low if self.turn % 2 else self.right - self.left

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """Left, top, right, bottom as shown of the box from (x0, y0), its low left corner, to (x1, y1)."""
        match self.turn:
            case 1:
                return y0 - self.low, x0 - self.left, y1 - self.low, x1 - self.left
            case 2:
                return self.right - x1, y0 - self.low, self.right - x0, y1 - self.low
            case 3:
                return self.high - y1, self.right - x1, self.high - y0, self.right - x0
            case _:
                return x0 - self.left, self.high - y1, x1 - self.left, self.high - y0


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page."""
    left, low, right, high = page.get_bbox()
    return Frame(left, low, right, high, page.get_rotation() // 90 % 4)
