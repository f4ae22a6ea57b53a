"""Back from a straightened page to the page as it lies in the file: a page is turned by quarters, then by a few degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.readers.lines import Rect, around


@dataclass(frozen=True, slots=True)
class Turn:
    """What was done to a page of `width` x `height` pixels: quarter turns to the right, then `degrees` to the left."""

    width: int
    height: int
    quarters: int = 0
    degrees: float = 0.0

    def back(self, box: Rect, scale: float = 1.0) -> Rect:
        """The box on the page as it was that holds this box of the straightened one, times `scale`."""
        x0, y0, x1, y1 = box
        corners = [self._point(x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
        held = around([(x, y, x, y) for x, y in corners])
        limits = (self.width, self.height, self.width, self.height)
        left, top, right, bottom = (scale * min(max(side, 0.0), limit) for side, limit in zip(held, limits, strict=True))
        return left, top, right, bottom

    def _point(self, x: float, y: float) -> tuple[float, float]:
        wide, high = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        angle = math.radians(self.degrees)
        dx, dy = x - wide / 2, y - high / 2
        x = wide / 2 + dx * math.cos(angle) - dy * math.sin(angle)
        y = high / 2 + dx * math.sin(angle) + dy * math.cos(angle)
        for _ in range(self.quarters % 4):
            x, y, wide, high = y, wide - x, high, wide
        return x, y
