"""What a printed page is read into: segments of text with their boxes, and the lines they make."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.models import Doubt

Rect = tuple[float, float, float, float]


@dataclass(slots=True)
class Segment:
    """Runs of (font, text) and their box, y growing downwards from the top of the page.

    A scan is straightened before it is read: `paper` is then the box on the page as it lies in the file.
    """

    x0: float
    x1: float
    top: float
    bottom: float
    runs: list[list[str]] = field(default_factory=list)
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()
    paper: Rect | None = None

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.runs)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def box(self) -> Rect:
        """Left, top, right and bottom on the page of the file."""
        return self.paper or (self.x0, self.top, self.x1, self.bottom)


@dataclass(slots=True)
class Line:
    """A line to read, with the edges of the column it stands in; `alone` lines are never joined with the next."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    left: float
    right: float
    bold: bool = False
    alone: bool = False
    page: int = 0
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()
    paper: Rect | None = None

    @property
    def box(self) -> Rect:
        """Left, top, right and bottom on the page of the file."""
        return self.paper or (self.x0, self.top, self.x1, self.bottom)


def around(boxes: list[Rect]) -> Rect:
    """The smallest box that holds all of these."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
