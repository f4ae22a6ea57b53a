"""What a file really is, by its first bytes: offices rename files, and a ".doc" is often RTF or a web page."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.models import Refused

_MARKS = ((b"{\\rtf", ".rtf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"II*\0", ".tif"), (b"MM\0*", ".tif"))
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_OFFICE = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"))
_OPEN_DOCUMENT = tuple(
    (b"application/vnd.oasis.opendocument." + kind, suffix)
    for kind, suffix in ((b"text", ".odt"), (b"spreadsheet", ".ods"), (b"presentation", ".odp"))
)
_TEXT = frozenset({".md", ".markdown", ".txt", ".jsonl", ".eml", ".html", ".htm", ".csv"})
_UNREAD = "Chưa đọc được loại tệp {kind}. Hãy lưu thành {instead} rồi nạp lại."


def true_suffix(path: Path) -> str:
    """The ending that suits the file's content; its own ending when the content does not tell.

    Raises:
        Refused: the file is encrypted, or of a kind that is known and not read.
    """
    own = path.suffix.lower()
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_suffix(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_suffix(path)
    if b"%PDF-" in head[:1024] and own not in _TEXT - {".html", ".htm"}:
        return ".pdf"
    for mark, suffix in _MARKS:
        if head.startswith(mark):
            return suffix
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        raise Refused(_UNREAD.format(kind="nén RAR/7z", instead="ZIP"))
    return ".html" if own not in _TEXT and _HTML.match(head) else own


def _zip_suffix(path: Path) -> str:
    from ingest.readers.package import Package

    with Package(path) as package:
        names = set(package.names())
        mime = package.bytes("mimetype").strip() if "mimetype" in names else b""
    for kind, suffix in _OPEN_DOCUMENT:
        if mime.startswith(kind):
            return suffix
    return next((suffix for name, suffix in _OFFICE if name in names), ".zip")


def _ole_suffix(path: Path) -> str:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            streams = {entry[0] for entry in ole.listdir()}
    except Exception as error:  # olefile meets broken sectors with whatever its parser raises
        raise Refused("Tệp Office đời cũ bị hỏng hoặc bị cắt cụt. Hãy gửi lại tệp đầy đủ.") from error
    if "EncryptedPackage" in streams:
        raise Refused("Tệp Office đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.")
    if "WordDocument" in streams:
        return ".doc"
    if streams & {"Workbook", "Book"}:
        return ".xls"
    if "PowerPoint Document" in streams:
        return ".ppt"
    if "__properties_version1.0" in streams:
        raise Refused(_UNREAD.format(kind="thư Outlook (.msg)", instead=".eml"))
    return path.suffix.lower()
