"""The letterhead: number and symbol, the issuer and its parent, place and date; two columns on one line are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.official.dates import DAY, first_date, made
from ingest.official.issuers import Piece, read_issuers
from ingest.official.rows import Found, Row
from ingest.official.symbol import number_in

MOST_HEAD_ROWS = 45
_NATION = re.compile(r"c.?ng\s+h.?a\s+x.?\s+h.?i\s+ch.?\s+ngh.?a\s+vi.?t\s+n.?m|d.?ng c.?ng s.?n vi.?t nam")
_MOTTO = re.compile(r"d.?c l.?p\W{1,5}t.?\s?do\W{1,5}h.?nh ph.?c")
_DATE = re.compile(rf",?\s*{DAY}")
# A place and a date. "Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;" is none.
_CITING = r"(?!.*\b(?:can cu|luat|nghi dinh|nghi quyet|quyet dinh|thong tu|chi thi|theo|truoc|vao)\b)"
DATE_LINE = re.compile(rf"{_CITING}[^\d,:;]{{2,40}},?\s*{DAY}\W*")
OF_ISSUER = re.compile(r"(?:[a-z ]{4,20} )?cua\s+(.{4,60}?)(?=\s+s[o0]\s*[:.]?\s*\d|$)")
_BLANK_NUMBER = re.compile(r"(?:^|(?<=\s))(?:luat\s+)?s[o0]\s*:[\s./_…]*[a-z\d/-]*\s*(?=$|\W)")
_BODY = re.compile(r"can cu\b|kinh gui|(?:dieu|chuong|phan)\s+(?:\d|[ivx]+\b)|theo de nghi|\W*xet\b")


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
    read_issuers(pieces, found)


def has_national_header(row: Row) -> bool:
    """Whether the line bears the nation's name or motto."""
    return bool(_NATION.search(row.folded) or _MOTTO.search(row.folded))


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
    if (day := _DATE.search(row.folded)) and _is_date_line(row, day):
        start = _place_start(row.text, day.start(), max((end for _, end in cuts if end <= day.start()), default=0))
        cuts.append((start, len(row.text)))
        found.put("place", row.text[start : day.start()].strip(" ,"), 0.95, row)
        found.put("issued_on", made(*day.groups()), 0.97 if start < day.start() else 0.6, row)
    yield from (Piece(text, row) for text in _between(row.text, sorted(cuts)) if len(text) > 1)


def _is_date_line(row: Row, day: re.Match[str]) -> bool:
    """Whether the day is the document's own: "ngày 04 tháng 6 năm 2003 của Chính phủ" goes on from a number cited on the line before."""
    own = day.start() == 0 and not row.folded[day.end() :].lstrip().startswith("cua ")
    return own or day[0].startswith(",") or bool(DATE_LINE.fullmatch(row.folded))


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
        yield text[position:start].strip(" \t-–_*:,|")
        position = max(position, end)
