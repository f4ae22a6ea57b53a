"""Who issued a document, and the body above it: the names in the letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.official.names import leads, proper_name
from ingest.official.rows import FORMS, Found, Row, kind_of
from knowledge.language.normalise import fold

_LONGEST_NAME = 150
_STAMPS = re.compile(r"^(?:hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|du thao.*|ban sao|sao y.*|cong bao.*)\W*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is left of a line of the letterhead once the national header, number and date are taken out."""

    text: str
    row: Row


def read_issuers(pieces: Sequence[Piece], found: Found) -> None:
    """The innermost body of the letterhead is the issuer, the one before it its parent."""
    issuers = list(_issuers(pieces))
    if not issuers:
        return
    name, row, sure = issuers[-1]
    found.put("issuer", name, sure if "number" in found or "national" in found else 0.7, row)
    if len(issuers) > 1:
        found.put("parent", issuers[-2][0], sure, issuers[-2][1])


def _issuers(pieces: Sequence[Piece]) -> Iterator[tuple[str, Row, float]]:
    """The bodies of the letterhead from the outermost: lines that go on are joined."""
    held = ""
    first: Row | None = None
    for piece in _letterhead(pieces):
        text = piece.text
        anew = (
            leads(text) and not re.search(r"(?:VÀ|CỦA|,|-)$", held) and fold(held) not in ("uy ban nhan dan", "hoi dong nhan dan", "ubnd")
        )
        if held and first and anew:
            yield proper_name(held), first, 0.95
            held, first = "", None
        held, first = f"{held} {text}".strip(), first or piece.row
    if held and first:
        yield proper_name(held), first, 0.95 if leads(held) else 0.6


def _letterhead(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces that can be an issuer's name: capitals, or the name of an organ, before the kind or the "V/v"."""
    any_yet = False
    for read in pieces:
        # The capitals of an old font (.VnTimeH) may have come out as small letters.
        piece = Piece(read.text.upper(), read.row) if read.text.islower() and (any_yet or leads(read.text)) else read
        whole = read.text == read.row.text
        if len(piece.text) > _LONGEST_NAME:
            return
        if (whole and kind_of(piece.row)) or piece.row.folded.startswith(("v/v", "ve viec")) or _starts_with_kind(piece.text):
            return
        if _STAMPS.match(piece.row.folded):
            continue
        if (piece.text.isupper() and (any_yet or leads(piece.text))) or (
            leads(piece.text) and len(piece.text) < 60 and _is_name(piece.text)
        ):
            any_yet = True
            yield piece


def _starts_with_kind(text: str) -> bool:
    return text.isupper() and any(
        text.startswith(f"{kind.upper()} ") for kind in (*FORMS["kinds"].values(), "Luật", "Bộ luật", "Pháp lệnh")
    )


def _is_name(text: str) -> bool:
    return not re.search(r"[;:()]|[.,]$", text) and text[:1].isupper() and text.count(" ") < 12
