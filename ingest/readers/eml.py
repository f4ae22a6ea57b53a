"""A saved e-mail: its subject, sender and date, its text, and each attachment as a document of its own."""

from __future__ import annotations

import email
import email.policy
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused
from ingest.readers.decoding import decoded
from ingest.readers.html import page
from ingest.readers.text import text_blocks
from knowledge.language.normalise import clean


def read(path: Path) -> Iterator[RawDocument | Refused]:
    """The message, then its attachments.

    Raises:
        Refused: it is no message, or has no text. An attachment that cannot be read is refused alone.
    """
    with path.open("rb") as stream:
        message = email.message_from_binary_file(stream, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101
    if not message.keys():
        raise Refused("Tệp không phải là thư điện tử (.eml), hoặc đã hỏng phần đầu.")
    attachments = list(message.iter_attachments()) if message.is_multipart() else []
    body = _body(message, path.stem)
    if body is not None:
        yield RawDocument(clean(_header(message, "subject")), body.blocks, {"file_name": path.stem, **_details(message)})
    elif not attachments:
        raise Refused("Thư không có chữ nào đọc được.")
    yield from _attached(path, attachments)


def _body(message: EmailMessage, name: str) -> RawDocument | None:
    part = message.get_body(("plain", "html"))
    if part is None:
        return None
    text = _text(part)
    if part.get_content_type() == "text/html":
        try:
            return next(page(text, name))
        except Refused:
            return None
    text = clean(text)
    return RawDocument("", text_blocks(text)) if text else None


def _text(part: Any) -> str:
    data = part.get_payload(decode=True) or b""
    try:
        return str(data.decode(part.get_content_charset() or "utf-8"))
    except (LookupError, ValueError):  # no such charset, other letters than it has, or a name that is no name
        return decoded(data)


def _details(message: EmailMessage) -> dict[str, Any]:
    named = {"from": _header(message, "from"), "to": _header(message, "to"), "sent": _header(message, "date")}
    return {f"mail_{key}": clean(value) for key, value in named.items() if value}


def _header(message: EmailMessage, name: str) -> str:
    """A header's text; nothing when it is so broken that Python's own parser fails on it, each time with another error."""
    try:
        return str(message.get(name, ""))
    except Exception:
        return ""


def _attached(path: Path, attachments: list[Any]) -> Iterator[RawDocument | Refused]:
    from ingest.readers.bundle import named, read_member

    with tempfile.TemporaryDirectory(prefix="eml-") as folder:
        for index, part in enumerate(attachments):
            name = Path(part.get_filename() or f"dinh-kem-{index + 1}").name
            try:
                yield from named(read_member(Path(folder), name, part.get_payload(decode=True) or b""), path, name)
            except Refused as refused:
                yield Refused(f"{name}: {refused}")
