"""Is the index of keywords whole? Tantivy ends each file of a segment with the CRC-32 of what stands before, and never looks at it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from knowledge.index_files import crc_of, throw_away

_MAGIC = 1337
"""Of a footer: JSON, its length, this number; both as little-endian 32 bits (tantivy, `directory/footer.rs`)."""
_END = struct.Struct("<II")
_OF_A_SEGMENT = {".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term"}
"""And one more when chunks were taken out."""
_LOOKS = 3


def mend_keywords(folder: Path) -> None:
    """Empty the folder when it is broken. The caller holds the lock of those who write indexes on this machine."""
    if folder.is_dir() and not keywords_are_whole(folder):
        throw_away(folder)


def keywords_are_whole(folder: Path) -> bool:
    """Whether every file of the newest commit is as it was written."""
    if not (folder / "meta.json").exists():
        return not any(folder.glob("*.term"))
    for _ in range(_LOOKS):  # another process may commit, and take old files away, while we look
        try:
            segments = json.loads((folder / "meta.json").read_bytes())["segments"]
            names = [segment["segment_id"].replace("-", "") for segment in segments]
            verdicts = {_is_as_written(file) for name in names for file in _files(folder, name)}
            return verdicts in ({True}, {None}, set())  # no footer anywhere: another version of tantivy, which we cannot judge
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError):
            return False
    return False


def _files(folder: Path, segment: str) -> list[Path]:
    files = sorted(folder.glob(f"{segment}.*"))
    if not {file.suffix for file in files} >= _OF_A_SEGMENT:
        raise FileNotFoundError(segment)
    return files


def _is_as_written(file: Path) -> bool | None:
    """None: it has no footer."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - _END.size))
        end = stream.read()
        length, magic = _END.unpack(end) if len(end) == _END.size else (0, 0)
        body = size - _END.size - length
        if magic != _MAGIC or body < 0:
            return None
        stream.seek(body)
        told = json.loads(stream.read(length))["crc"]
        stream.seek(0)
        return bool(crc_of(stream, body) == told)
