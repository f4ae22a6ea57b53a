"""What an official document says about itself, by the form that Nghị định 30/2020/NĐ-CP sets.

Metadata of front matter, a sidecar or corpus rows come first; what they leave out is read from the text: letterhead
(`head`), kind, trích yếu and addressees (`subject`), recipients and signer (`closing`), ties to other documents and
days in force (`relations`), and what a notice announces (`ingest.events`). `details["read_from"]` tells for each field
that was read how sure it is (0..1) and in which block and page it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ingest.events import read_event
from ingest.models import Block, RawDocument, Refused
from ingest.official.addressees import read_addressees
from ingest.official.annexes import read_annexes
from ingest.official.closing import read_closing
from ingest.official.head import head_rows, read_head
from ingest.official.inferred import infer, read_passing
from ingest.official.relations import read_bases, read_force, read_relations
from ingest.official.rows import Found, rows_of
from ingest.official.subject import read_subject
from knowledge.models import Document

__all__ = ["describe", "read_form"]

_DATE_FIELDS = ("issued_on", "effective_from", "effective_to")
_TEXT_FIELDS = ("kind", "number", "issuer", "signer", "replaced_by", "province", "url", "form")
_NOT_DETAILS = {*_TEXT_FIELDS, *_DATE_FIELDS, "title", "subject", "file_name"}
# Any one of these makes a text an official document; without them nothing is read from it.
_MARKS = ("national", "number", "issued_on", "addressees", "recipients", "authority")


def describe(raw: RawDocument, document_id: str, path: str, digest: str) -> Document:
    """The document's metadata: stated ones first, then those read from its form.

    Raises:
        Refused: a stated date is no date, or the document stops being in force before it starts.
    """
    stated = {k: v for k, v in raw.metadata.items() if v not in (None, "")}
    found = _read(raw.blocks)
    read = {**found.values, **stated}
    fields: dict[str, Any] = {name: str(read[name]) for name in _TEXT_FIELDS if name in read}
    fields |= {name: _date(name, read[name]) for name in _DATE_FIELDS if name in read}
    _check_force(fields, stated)
    title = raw.title or read.get("subject") or str(read.get("file_name", document_id))
    details = {key: _plain(value) for key, value in read.items() if key not in _NOT_DETAILS}
    if read_from := {name: where for name, where in found.read_from.items() if name not in stated}:
        details["read_from"] = read_from
    return Document(document_id=document_id, title=str(title), path=path, digest=digest, details=details, **fields)


def read_form(text: str) -> dict[str, Any]:
    """What the form of the text tells; keys are left out when it does not."""
    return _read([Block(line) for line in text.split("\n")]).values


def _read(blocks: Iterable[Block]) -> Found:
    rows = rows_of(blocks)
    found, head = Found(), head_rows(rows)
    read_head(head, found)
    read_passing(rows, found)
    read_addressees(rows, found)
    read_closing(rows, found)
    if not any(mark in found for mark in _MARKS):
        return Found()
    read_subject(rows, head, found)
    infer(rows, found)
    for read in (read_bases, read_force, read_relations, read_annexes):
        read(rows, found)
    if event := read_event([row.text for row in rows], found.values):
        found.put("event", event, 0.8)
    for name in ("national",):
        found.values.pop(name, None)
        found.read_from.pop(name, None)
    return found


def _check_force(fields: dict[str, Any], stated: Mapping[str, Any]) -> None:
    """A stated end before the start is refused; one that was only read is left out."""
    start, end = fields.get("effective_from"), fields.get("effective_to")
    if not (start and end and start >= end):
        return
    if "effective_from" in stated and "effective_to" in stated:
        raise Refused("Ngày hết hiệu lực (effective_to) phải sau ngày có hiệu lực (effective_from).")
    del fields["effective_from" if "effective_to" in stated else "effective_to"]


def _date(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"Mục {name} phải là ngày dạng năm-tháng-ngày, ví dụ 2026-08-28; trong tệp đang ghi “{value}”.") from error


def _plain(value: Any) -> Any:
    """Values that JSON can hold: dates become ISO text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
