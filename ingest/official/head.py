"""The letterhead: number and symbol, the issuer and its parent, place and date; two columns on one line are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.official.dates import DAY, first_date, made
from ingest.official.names import leads, proper_name
from ingest.official.rows import FORMS, Found, Row, kind_of
from knowledge.language.normalise import fold

MOST_HEAD_ROWS = 45
_LONGEST_NAME = 150
_NATION = re.compile(r"c.?ng\s+h.?a\s+x.?\s+h.?i\s+ch.?\s+ngh.?a\s+vi.?t\s+n.?m|d.?ng c.?ng s.?n vi.?t nam")
_MOTTO = re.compile(r"d.?c l.?p\W{1,5}t.?\s?do\W{1,5}h.?nh ph.?c")
_DATE = re.compile(rf",?\s*{DAY}")
DATE_LINE = re.compile(rf"[^\d,:;]{{2,40}},?\s*{DAY}\W*")
OF_ISSUER = re.compile(r"(?:[a-z ]{4,20} )?cua\s+(.{4,60}?)(?=\s+s[o0]\s*[:.]?\s*\d|$)")
_SIGN = r"[A-ZĐ][\wĐ&.]*"
_NUMBER = re.compile(
    r"(?:^|(?<=\s))(?:(?:Luật|LUẬT|Bộ luật|Pháp lệnh|PHÁP LỆNH|Nghị quyết|NGHỊ QUYẾT|Lệnh)\s+)?"
    # A scanner makes any letter of the ố, or leaves it out.
    r"[Ss](?:[^\W\dA-NP-Za-np-z]|(?=\s?:))\s*([:;.]?)\s*"
    rf"([\dOolI]{{1,5}}[a-zđ]?)\s*(?:/\s*(\d{{4}})\s*)?([/-]\s*{_SIGN}(?:\s?[-–—/]\s?{_SIGN})*)"
)
_BLANK_NUMBER = re.compile(r"(?:^|(?<=\s))(?:luat\s+)?s[o0]\s*:[\s./_…]*[a-z\d/-]*\s*(?=$|\W)")
_BODY = re.compile(r"can cu\b|kinh gui|(?:dieu|chuong|phan)\s+(?:\d|[ivx]+\b)|theo de nghi|\W*xet\b")
_STAMPS = re.compile(r"^(?:hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|du thao.*|ban sao|sao y.*|cong bao.*)\W*$")
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_MENDED = {"QD": "QĐ", "ND": "NĐ", "CD": "CĐ", "QyD": "QyĐ", "QÐ": "QĐ", "HDND": "HĐND", "BGDDT": "BGDĐT", "TTG": "TTg", "TTR": "TTr"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What is left of a line of the letterhead once the national header, number and date are taken out."""

    text: str
    row: Row


def head_rows(rows: Sequence[Row]) -> list[Row]:
    """The lines before the body: up to the first căn cứ, addressee or article.

    A PDF may give the right column of the letterhead after them: the nation's name, the motto and the date line count still.
    """
    stop = next((i for i, row in enumerate(rows[:MOST_HEAD_ROWS]) if _BODY.match(row.folded)), min(len(rows), MOST_HEAD_ROWS))
    late = [row for row in rows[stop:MOST_HEAD_ROWS] if has_national_header(row) or DATE_LINE.fullmatch(row.folded)]
    return [*rows[:stop], *late]


def read_head(head: Sequence[Row], found: Found) -> None:
    """Number, place, date, issuer and parent of the letterhead's lines."""
    pieces = [piece for row in head for piece in _without_marks(row, found)]
    issuers = list(_issuers(pieces))
    if not issuers:
        return
    name, row, sure = issuers[-1]
    found.put("issuer", name, sure if "number" in found or "national" in found else 0.7, row)
    if len(issuers) > 1:
        found.put("parent", issuers[-2][0], sure, issuers[-2][1])


def has_national_header(row: Row) -> bool:
    """Whether the line bears the nation's name or motto."""
    return bool(_NATION.search(row.folded) or _MOTTO.search(row.folded))


def number_in(text: str) -> tuple[str, bool, tuple[int, int]] | None:
    """A document's number after "Số", whether a colon stood there, and its span."""
    match = _NUMBER.search(text)
    if not match or not any(c.isdigit() for c in match[2]):
        return None
    lead = re.sub(r"^[OolI\d]+", lambda m: m[0].translate(_SLIPS), match[2])
    symbol = re.sub(r"\s+", "", match[4]).replace("–", "-").replace("—", "-").rstrip(".")
    symbol = "".join(_MENDED.get(part, part) for part in re.split(r"([/-])", symbol))
    return f"{lead}{'/' + match[3] if match[3] else ''}{symbol}", bool(match[1]), match.span()


def kind_of_number(number: str) -> str | None:
    """The kind that a number's symbol names; "Công văn" when it names only organs."""
    signs = re.split(r"[/-]", number)[1:]
    signs = signs[1:] if signs and signs[0].isdigit() else signs
    if not signs or re.fullmatch(r"(?:UBTV)?QH\d+", signs[0]):
        return None
    return FORMS["kinds"].get(signs[0]) or ("Công văn" if len(signs) > 1 and "-" in number else None)


def issuer_of_number(number: str) -> str | None:
    """The issuer that a number's symbol names, where it is one of the central organs."""
    for sign in reversed(re.split(r"[/-]", number)[1:]):
        if issuer := FORMS["issuers"].get(re.sub(r"\d+$", "", sign)):
            return str(issuer)
    return None


def _without_marks(row: Row, found: Found) -> Iterator[Piece]:
    """Note the marks of a line and yield what stands before, between and after them."""
    if _cited_head(row, found):
        return
    cuts: list[tuple[int, int]] = []
    if national := _NATION.search(row.folded):
        found.put("national", True, 1.0, row)
        cuts.append(national.span())
    if motto := _MOTTO.search(row.folded):
        found.put("national", True, 0.9, row)
        cuts.append(motto.span())
    if (number := number_in(row.text)) and (number[1] or (number[2][0] == 0 and "ngay" not in row.folded[number[2][1] : number[2][1] + 8])):
        found.put("number", number[0], 0.97 if number[1] else 0.85, row)
        cuts.append(number[2])
    elif blank := _BLANK_NUMBER.search(row.folded):
        cuts.append(blank.span())
    if (day := _DATE.search(row.folded)) and (day[0].startswith(",") or day.start() == 0 or DATE_LINE.fullmatch(row.folded)):
        start = _place_start(row.text, day.start(), max((end for _, end in cuts if end <= day.start()), default=0))
        cuts.append((start, len(row.text)))
        found.put("place", row.text[start : day.start()].strip(" ,"), 0.95, row)
        found.put("issued_on", made(*day.groups()), 0.97 if start < day.start() else 0.6, row)
    yield from (Piece(text, row) for text in _between(row.text, sorted(cuts)) if len(text) > 1)


def _cited_head(row: Row, found: Found) -> bool:
    """Whether a line says it all, as gazettes print it: "của Chính phủ số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998"."""
    cited = OF_ISSUER.match(row.folded)
    number = number_in(row.text[cited.end(1) :].strip()) if cited else None
    if not cited or not number:
        return False
    issuer = row.text[cited.start(1) : cited.end(1)]
    found.put("number", number[0], 0.98, row)
    found.put("issued_on", first_date(row.folded), 0.98, row)
    found.put("issuer", f"{issuer[:1].upper()}{issuer[1:]}", 0.96, row)
    return True


def _place_start(text: str, end: int, least: int) -> int:
    """Where the place before the date begins: words with one capital letter, back to the first in capitals."""
    start = end
    for word in reversed(list(re.finditer(r"\S+", text[least:end]))):
        if (word[0].strip(",.").isupper() and word[0].strip(",.") not in ("TP", "T.P", "Y")) or end - least - word.start() > 40:
            break
        start = least + word.start()
    return start


def _between(text: str, cuts: Sequence[tuple[int, int]]) -> Iterator[str]:
    position = 0
    for start, end in (*cuts, (len(text), len(text))):
        yield text[position:start].strip(" \t-–_*:,")
        position = max(position, end)


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
