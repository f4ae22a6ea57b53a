"""The letters of a PDF page as segments: stretches of one row without a wide gap, in the file's own order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import byref, c_int, c_void_p, cast, create_string_buffer
from typing import Any

from ingest.readers.lines import Segment
from ingest.readers.pdf_frame import Frame

_GAP = 1.1
_SPACE = 0.35
_SPACE_UNWRITTEN = 0.11
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BREAKS = frozenset((10, 13))
_BLANKS = frozenset((9, 10, 13, 32, 160))

# The x of a table's vertical lines, and the heights where it starts and ends.
Ruled = tuple[tuple[float, ...], float, float]


def segments(raw: Any, text_page: Any, frame: Frame, ruled: Sequence[Ruled] = ()) -> list[Segment]:
    """The page's text in segments; none crosses a line of the `ruled` tables.

    `raw` is the module pypdfium2.raw, `text_page` its handle. The loop runs for every letter of every page: most
    letters follow the one before in the same word, and leave by the first branch.
    """
    found: list[Segment] = []
    current = Segment(0.0, -1e9, 0.0, 1.0)
    box, names = raw.FS_RECTF(), dict[int | None, str]()
    held: list[str] = []
    space, spaced, end = _space(raw, text_page), True, -1e9
    unicode_at, box_at, pointer = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, byref(box)
    left, high, turned = frame.left, frame.high, frame.turn != 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = unicode_at(text_page, index)
        if code in _BLANKS:
            spaced = spaced or code in _BREAKS or not raw.FPDFText_IsGenerated(text_page, index)
            continue
        if not box_at(text_page, index, pointer):
            continue
        x0, top, x1, bottom = box.left - left, high - box.top, box.right - left, high - box.bottom
        if turned:
            x0, top, x1, bottom = frame.shown(box.left, box.bottom, box.right, box.top)
        gap, size = x0 - end, bottom - top
        character = "\ufffe" if code == 2 else chr(code)
        if not spaced and -size < gap < 0.1 * size and abs(bottom - current.bottom) < 0.1 * size:
            held.append(character)
            end = max(end, x1)
            continue
        _write(current, held, end)
        size = max(size, 1.0)
        font = _font_at(raw, text_page, index, names)
        apart = min(bottom, current.bottom) - max(top, current.top) < 0.5 * min(size, current.height)
        if apart or gap > _GAP * size or gap < -2 * size or (gap > 2 and _crosses(ruled, end, x0, top)):
            current = Segment(x0, x1, top, bottom, [[font, ""]])
            found.append(current)
            end = x1
        elif gap > space * size or (spaced and gap > 0.04 * size):
            held.append(" ")
        if current.runs[-1][0] != font:
            _write(current, held, end)
            current.runs.append([font, ""])
        held.append(character)
        end, spaced = max(end, x1), False
        if size > current.height:
            current.top, current.bottom = top, bottom
    _write(current, held, end)
    return found


def _write(segment: Segment, held: list[str], end: float) -> None:
    """Put the letters held back into the segment's last run."""
    if held:
        segment.runs[-1][1] += "".join(held)
        held.clear()
    segment.x1 = max(segment.x1, end)


def _space(raw: Any, text_page: Any) -> float:
    """The gap, in heights of a line, that parts words: narrow where the file writes no space characters itself."""
    count = min(raw.FPDFText_CountChars(text_page), 600)
    written = sum(raw.FPDFText_GetUnicode(text_page, i) == 32 and not raw.FPDFText_IsGenerated(text_page, i) for i in range(count))
    return _SPACE if written * 20 > count else _SPACE_UNWRITTEN


def _crosses(ruled: Sequence[Ruled], x0: float, x1: float, top: float) -> bool:
    return any(start - 1 <= top <= end and any(x0 - 0.5 <= x <= x1 + 0.5 for x in xs) for xs, start, end in ruled)


def _font_at(raw: Any, text_page: Any, index: int, names: dict[int | None, str]) -> str:
    """The name of a letter's font; `names` keeps it by the address of the text object the letter belongs to."""
    key = cast(raw.FPDFText_GetTextObject(text_page, index), c_void_p).value
    if key not in names:
        names[key] = _font(raw, text_page, index)
    return names[key]


def _font(raw: Any, text_page: Any, index: int) -> str:
    name, flags = create_string_buffer(128), c_int()
    size = raw.FPDFText_GetFontInfo(text_page, index, name, 128, byref(flags))
    return _SUBSET.sub("", name.raw[: max(0, min(size, 128) - 1)].decode("latin-1"))
