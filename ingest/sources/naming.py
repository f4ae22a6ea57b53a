"""The name of a fetched file: what the site calls it, else its place on the site; and the ending that suits its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ingest.models import Refused
from ingest.readers import READERS
from ingest.readers.sniff import true_suffix
from ingest.sources.link import Link
from knowledge.language.normalise import clean, fold

_LONGEST = 80
_TYPES = MimeTypes()
for _type, _suffix in (
    ("application/xhtml+xml", ".html"),
    ("text/rtf", ".rtf"),
    ("application/x-ndjson", ".jsonl"),
    ("image/tiff", ".tif"),
):
    _TYPES.add_type(_type, _suffix)
_WEB_PAGE = ("text/html", "application/xhtml+xml")
# Names that say nothing of what is in the file.
_EMPTY_NAMES = frozenset(
    {"index", "default", "home", "view", "viewer", "detail", "details", "download", "attachment", "file", "document", "get", "show", "page"}
)
_TELLING = re.compile(r"[a-z]{2}")
_KEPT_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def file_name(link: Link, headers: Mapping[str, str]) -> str:
    """A plain file name for what `link` gave, safe on any disk, ending as its type does."""
    place = unquote(link.url.raw_path.decode("ascii"))
    given = PurePosixPath(_stated(headers) or place.partition("?")[0])
    own = given.suffix.lower()
    stem = re.sub(r"[^\w.() -]+", " ", clean(given.stem)).strip(". ")[:_LONGEST].strip()
    slug = fold(stem)
    if not _TELLING.search(slug) or slug in _EMPTY_NAMES:
        stem = re.sub(r"[^a-z0-9]+", "-", fold(f"{link.host}{place}")).strip("-")[:_LONGEST]
    suffix = own if own in READERS else _suffix_of_type(headers) or own
    return f"{stem}{suffix if _KEPT_SUFFIX.fullmatch(suffix) else ''}"


def refuse_page_for_file(file: Path, headers: Mapping[str, str]) -> None:
    """A site that has lost a file, or wants a login, sends a page in its place; that page must not be published as the document.

    Word files that are web pages inside are common and pass, when the site does not call them a page itself.

    Raises:
        Refused: a web page came under the name of another kind of file.
    """
    own = file.suffix.lower()
    if own not in READERS or own in (".html", ".htm") or true_suffix(file) != ".html":
        return
    if own == ".pdf" or _content_type(headers) in _WEB_PAGE:
        kind = own.removeprefix(".").upper()
        raise Refused(f"Liên kết đưa về một trang web chứ không phải tệp {kind}; có thể tệp đã bị gỡ hoặc phải đăng nhập mới tải được.")


def _stated(headers: Mapping[str, str]) -> str:
    """The last part of the name in Content-Disposition (RFC 6266), whichever way its slashes lean."""
    message = Message()
    message["Content-Disposition"] = re.sub(r"[\r\n]", " ", headers.get("content-disposition", ""))
    return unquote(message.get_filename() or "").replace("\\", "/").rpartition("/")[2]


def _content_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").split(";")[0].strip().lower()


def _suffix_of_type(headers: Mapping[str, str]) -> str:
    suffix = _TYPES.guess_extension(_content_type(headers)) or ""
    return suffix if suffix in READERS else ""
