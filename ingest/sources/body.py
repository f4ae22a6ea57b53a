"""Reading an answer's body within a limit, counted both as sent and as unpacked, so that no bomb unfolds.

The client's own decoders unpack a whole piece at once and as many layers as the site names; here one layer of
gzip or deflate is unpacked, a bounded piece at a time.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import BinaryIO

from ingest.models import Refused

_GZIP_OR_ZLIB = 47
_BROKEN = "Trang web gửi dữ liệu nén bị hỏng hoặc bị cắt cụt. Hãy thử lại sau."


class TooLarge(Refused):
    """The body goes past the limit."""


class Body:
    """Writes at most `most` bytes to `sink`, unpacked, and keeps their SHA-256."""

    def __init__(self, sink: BinaryIO, most: int, headers: Mapping[str, str]) -> None:
        self._sink, self._most, self._left, self._sent = sink, most, most, 0
        self._hash = hashlib.sha256()
        self._packed = _is_packed(headers.get("content-encoding", ""))
        self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            raise self._too_large()

    async def take(self, pieces: AsyncIterator[bytes]) -> str:
        """Write the body; its digest.

        Raises:
            TooLarge: it goes past the limit, packed or unpacked.
            Refused: what was packed cannot be unpacked.
        """
        async for piece in pieces:
            self._sent += len(piece)
            if self._sent > self._most:
                raise self._too_large()
            if self._packed:
                self._unpack(piece)
            else:
                self._write(piece)
        if self._packed and self._sent and not self._unpacker.eof:
            raise Refused(_BROKEN)
        return self._hash.hexdigest()

    def _unpack(self, piece: bytes) -> None:
        try:
            while piece:
                if self._unpacker.eof:
                    self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
                # One byte more than may be written tells a body that fits from one that does not.
                self._write(self._unpacker.decompress(piece, self._left + 1))
                piece = self._unpacker.unused_data
        except zlib.error as error:
            raise Refused(_BROKEN) from error

    def _write(self, data: bytes) -> None:
        kept = data[: self._left]
        self._sink.write(kept)
        self._hash.update(kept)
        self._left -= len(kept)
        if len(kept) < len(data):
            raise self._too_large()

    def _too_large(self) -> TooLarge:
        return TooLarge(f"Tệp ở liên kết lớn quá mức {self._most / (1 << 20):.0f} MB nên không được tải.")


def _is_packed(encoding: str) -> bool:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return False
    if name in ("gzip", "x-gzip", "deflate"):
        return True
    raise Refused(f"Trang web gửi dữ liệu nén theo kiểu chưa đọc được ({re.sub(r'[^a-z0-9, -]', '', name)[:40]}).")
