"""The files of an index, looked at without opening it. An index is a cache: a broken one is thrown away and made anew."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path
from typing import BinaryIO

import structlog

_PIECE = 1 << 20
log = structlog.get_logger()


def crc_of(stream: BinaryIO, size: int) -> int:
    """CRC-32 of the next `size` bytes."""
    crc = 0
    while size > 0 and (piece := stream.read(min(_PIECE, size))):
        crc, size = zlib.crc32(piece, crc), size - len(piece)
    return crc


def throw_away(folder: Path) -> None:
    """Empty the folder. A process that has its files open reads on in what it holds."""
    log.warning("index_broken", index=folder.name, then="made anew from the catalogue")
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
