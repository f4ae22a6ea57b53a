"""The networks of `trueocr`, used one by one: straighten a page, find its lines, read each line letter by letter.

Why not its `predict`: that cuts each line out before it reads it, though the network was trained to see what stands
above and below; it runs each network on all cores, which wait for each other (two pages on one core each are read in
half the time of two pages on two cores each); and it keeps only the best letter. The network itself also gives the
next best ones (`topi`, `topv`), which is what repairs are chosen from.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.readers.letters import Letter, letters
from ingest.readers.lines import Rect

_OUTPUTS = ["ids", "lengths", "topv", "topi"]
_SIDE_ROOM = 0.6
_WIDEST = 1200
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Upright:
    """A page turned and straightened, and what was done to it: quarter turns to the right, then degrees to the left."""

    gray: Any
    quarters: int
    degrees: float


class Recogniser:
    """The three networks, one core each; many threads may use one at the same time."""

    def __init__(self) -> None:
        from trueocr.page import PageEngine
        from trueocr.recognizer import Recognizer

        folder = Path(_package_folder()) / "models"
        self._pages = PageEngine(folder, threads=1)
        self._letters = Recognizer(folder, threads=1)
        self._session = _session((folder / "rec.onnx").read_bytes())

    def upright(self, gray: Any, *, turn: bool = True) -> Upright:
        """The page with its text level and, where the network is sure, the right way up."""
        from trueocr.page import VERTICAL

        straight, quarters, degrees = self._pages.upright(gray, turn=turn)
        return Upright(straight, 3 if quarters == VERTICAL else quarters, degrees)

    def turned(self, gray: Any, quarters: int, degrees: float) -> Any:
        """Another picture of the page, turned as the first was."""
        import numpy as np
        from trueocr.page import rotate_page

        right = np.ascontiguousarray(np.rot90(gray, -quarters))
        return rotate_page(right, degrees) if degrees else right

    def boxes(self, gray: Any) -> list[Rect]:
        """The boxes of the page's lines, in no order."""
        height, width = gray.shape
        found: list[Rect] = []
        for left, top, right, bottom in self._pages.detect(gray)[:, :4].tolist():
            x0, y0, x1, y1 = max(0, math.floor(left)), max(0, math.floor(top)), min(width, math.ceil(right)), min(height, math.ceil(bottom))
            if x1 > x0 and y1 > y0:
                found.append((x0, y0, x1, y1))
        return found

    def read(self, gray: Any, boxes: Sequence[Rect]) -> list[list[Letter]]:
        """The letters of each line."""
        from trueocr.preprocess import WINDOW, crop_line, pad_batch, width_batches

        crops = [crop_line(gray, box, pad_x=_SIDE_ROOM, max_width=_WIDEST, window=WINDOW) for box in boxes]
        found: list[list[Letter]] = [[] for _ in crops]
        for batch in width_batches([crop.shape[1] for crop in crops], max_batch=_BATCH):
            ink, widths = pad_batch([crops[i] for i in batch])
            ids, lengths, values, others = self._session.run(_OUTPUTS, {"x": ink, "widths": widths})
            for row, i in enumerate(batch):
                size = int(lengths[row])
                found[i] = letters(ids[row, :size], others[row, :size], values[row, :size], self._letters.chars)
        return found


_loading = threading.Lock()


def recogniser() -> Recogniser:
    """The networks, loaded once in a process (0.2 s)."""
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Recogniser:
    return Recogniser()


def _package_folder() -> str:
    import trueocr

    return str(Path(trueocr.__file__).parent)


def _session(network: bytes) -> Any:
    """The reading network with its `topv` and `topi` as outputs.

    They are computed in the file but not declared. Bytes behind a Protocol Buffers message merge into it
    (https://protobuf.dev/programming-guides/encoding/#last-one-wins), so the declaration is appended: field 7 of the model
    is its graph, field 12 of a graph an output, field 1 of an output its name.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    outputs = b"".join(_field(12, _field(1, name)) for name in (b"topv", b"topi"))
    return onnxruntime.InferenceSession(network + _field(7, outputs), options, providers=["CPUExecutionProvider"])


def _field(number: int, data: bytes) -> bytes:
    return bytes(_varint(number << 3 | 2)) + bytes(_varint(len(data))) + data


def _varint(number: int) -> Iterator[int]:
    while number > 127:
        yield number & 127 | 128
        number >>= 7
    yield number
