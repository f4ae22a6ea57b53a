"""Zipped office files (DOCX, XLSX, PPTX) and plain ZIPs, opened with limits: sizes, ratios, entries, XML without entities."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.models import Refused

MOST_ENTRIES = 10_000
MOST_BYTES = 500 << 20
MOST_XML = 200 << 20
MOST_RATIO = 200
_SMALL = 10 << 20
_BOMB = "Tệp nén phình ra quá lớn khi mở ({size} MB), có thể là tệp gây hại; không mở."


class Package:
    """A zip whose sizes were checked before anything is unpacked.

    Raises:
        Refused: it is damaged, encrypted, or would grow beyond all measure.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("Tệp bị hỏng hoặc bị cắt cụt, không mở được. Hãy gửi lại tệp đầy đủ.") from error
        entries = self.zip.infolist()
        size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        if len(entries) > MOST_ENTRIES:
            raise Refused(f"Tệp nén chứa {len(entries)} mục, nhiều hơn mức cho phép ({MOST_ENTRIES}).")
        if size > MOST_BYTES or (size > _SMALL and size > MOST_RATIO * max(packed, 1)):
            raise Refused(_BOMB.format(size=size >> 20))

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.zip.close()

    def names(self) -> list[str]:
        """The entries' names, folders left out."""
        return [entry.filename for entry in self.zip.infolist() if entry.filename and not entry.filename.endswith("/")]

    def bytes(self, name: str) -> bytes:
        """An entry, unpacked no further than the size it promised."""
        try:
            entry = self.zip.getinfo(name)
            if entry.flag_bits & 1:
                raise Refused("Tệp nén đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.")
            with self.zip.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused("Tệp bị hỏng hoặc bị cắt cụt, không mở được. Hãy gửi lại tệp đầy đủ.") from error
        if len(data) > entry.file_size:
            raise Refused(_BOMB.format(size=len(data) >> 20))
        return data

    def xml(self, name: str, *, needed: bool = False) -> Any:
        """The root element of an XML entry; None when there is none and it is not `needed`."""
        if name not in self.zip.namelist():
            if needed:
                raise Refused("Tệp thiếu phần nội dung chính; có thể tệp hỏng hoặc sai loại.")
            return None
        if self.zip.getinfo(name).file_size > MOST_XML:
            raise Refused(_BOMB.format(size=self.zip.getinfo(name).file_size >> 20))
        return parse_xml(self.bytes(name))


def parse_xml(data: bytes) -> Any:
    """XML without document type declarations, so without entities that grow or reach for other files."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536] or _declares_in_utf16(data):
        raise Refused("Tệp chứa khai báo XML không an toàn (DOCTYPE); không mở.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("Tệp có phần XML bị hỏng, không đọc được.") from error


def _declares_in_utf16(data: bytes) -> bool:
    head = data[:8192].replace(b"\0", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
