"""What a document is and about: its kind on a line of its own, the trích yếu below or after "V/v"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.official.dates import dates_in
from ingest.official.head import MOST_HEAD_ROWS, OF_ISSUER, has_national_header
from ingest.official.names import leads, sentence
from ingest.official.rows import FORMS, KINDS, UPPER, Found, Row, kind_of
from ingest.official.symbol import kind_of_number, number_in
from knowledge.language.normalise import fold

_LONGEST_SUBJECT = 600
_CAPITAL_KINDS = sorted((kind.upper() for kind in KINDS.values()), key=len, reverse=True)
_ABOUT = re.compile(r"^\(?\s*(?:v\s?[/.]\s?v|ve viec)\s*[:.]?\s*")
_STOP = re.compile(
    r"can cu\b|kinh gui|dieu\s+\d|theo de nghi|phan\s+[ivx\d]|phan thu\b|chuong\s+[ivxl\d]|[ivx]+\.\s|\d+\.\s"
    r"|thuc hien |thi hanh |nham |ngay \d|\(|so\s*[:.]|noi nhan|"
    r"(?:thu tuong|bo truong|chu tich|chinh phu|quoc hoi|hoi dong nhan dan|uy ban nhan dan|giam doc|quyet dinh|quyet nghi)\b.{0,60}$"
)
_OPEN_END = re.compile(
    r"(?:\b(?:và|của|về|trên|tại|giai đoạn|đến|đến năm|cho|theo|các|những|một số|trong|thuộc|đối với|với|địa bàn|địa bàn tỉnh)|,|-)$",
    re.IGNORECASE,
)
# What it is that is amended or issued must follow.
_OPEN_VERB = re.compile(r"\b(?:sửa đổi|bổ sung|ban hành|phê duyệt)$", re.IGNORECASE)
# What a trích yếu begins with where it stands on the line of its kind: "Thông tư Hướng dẫn việc…".
_OPENS_SUBJECT = re.compile(
    r"(?:ve|v/v|huong dan|quy dinh|sua doi|bo sung|ban hanh|phe duyet|trien khai|tinh hinh|ket qua|to chuc|thuc hien|thanh lap|cong bo"
    r"|bai bo|giao|moi|tang cuong|tong ket|so ket|de nghi|kiem tra)\b"
)
_MARKS_OF_FORM = ("national", "number", "issued_on")


def read_subject(rows: Sequence[Row], head: Sequence[Row], found: Found) -> None:
    """Kind, subject and title."""
    kinds = list(_kind_rows(rows[:MOST_HEAD_ROWS], bool(head) and any(name in found for name in _MARKS_OF_FORM)))
    by_number = kind_of_number(str(found.values.get("number", "")))
    chosen = next((k for k in kinds if k[1] == by_number), kinds[0] if kinds and by_number in (None, "Công văn") else None)
    if chosen:
        index, kind, rest = chosen
        found.put("kind", kind, 0.97 if by_number == kind else 0.9, rows[index])
        _put_subject(found, _below(rows, index, rest), rows[index if rest else min(index + 1, len(rows) - 1)])
        return
    about = next((i for i, row in enumerate(head) if _ABOUT.match(row.folded)), None)
    if by_number:
        found.put("kind", by_number, 0.95 if about is not None or by_number != "Công văn" else 0.8)
    elif about is not None:
        found.put("kind", "Công văn", 0.6, head[about])
    if about is not None:
        _put_subject(found, _about(head, about), head[about])


def _kind_rows(rows: Sequence[Row], formed: bool) -> Iterator[tuple[int, str, str]]:
    """(index, kind, rest of the line); a kind in small letters counts only below a letterhead."""
    for index, row in enumerate(rows):
        kind = kind_of(row)
        if kind and (row.text.isupper() or formed):
            yield index, kind, ""
        elif (words := _leading_kind(row, formed)) and not number_in(row.text) and not has_national_header(row):
            yield index, KINDS[fold(words)], row.text[len(words) :].strip(" :-")


def _leading_kind(row: Row, formed: bool) -> str:
    """The kind that a line starts with: in capitals, or in any letters below a letterhead and followed by a trích yếu."""
    if capitals := next((kind for kind in _CAPITAL_KINDS if row.text.startswith(f"{kind} ")), ""):
        return capitals
    if not formed or row.text.endswith((".", ";", ":")) or len(row.text) > _LONGEST_SUBJECT:
        return ""
    words = next((row.text[: len(kind)] for kind in _CAPITAL_KINDS if row.folded.startswith(f"{fold(kind)} ")), "")
    return words if words and _OPENS_SUBJECT.match(row.folded[len(words) :].lstrip(" :-")) else ""


def _below(rows: Sequence[Row], index: int, rest: str) -> str:
    """The subject: from the line below the kind, as far as lines go on."""
    held = [rest] if rest and not OF_ISSUER.fullmatch(fold(rest)) else []
    for row in rows[index + 1 : index + 9]:
        if not held and (cited := OF_ISSUER.match(row.folded)) and leads(row.text[cited.start(1) :]):
            after = next((end for _, end, _ in dates_in(row.folded)), len(row.text))
            held = [row.text[after:].strip()] if row.text[after:].strip() else []
            continue
        if not held and (day := next(dates_in(row.folded), None)) and day[0] == 0:
            held = [row.text[day[1] :].strip()]
            continue
        if _STOP.match(_unquoted(row)) and not (held and _OPEN_END.search(held[-1])):
            break
        if held and not _goes_on(held[-1], row, rows[index]):
            break
        if not re.search(r"\w", row.text) or ((number := number_in(row.text)) and number[2][0] == 0):
            break
        held.append(row.text)
    return " ".join(held)


def _goes_on(before: str, row: Row, kind: Row) -> bool:
    if before.endswith((".", ";", "./.")) or (leads(row.text) and row.text.isupper() and not before.isupper()):
        return False
    same_capitals = before.isupper() and row.text.isupper()
    same_block = row.block == kind.block and len(row.text) < 200
    return same_capitals or row.text[:1].islower() or same_block or bool(_OPEN_END.search(before) or _OPEN_VERB.search(before))


def _about(head: Sequence[Row], index: int) -> str:
    held = [head[index].text[len((_ABOUT.match(head[index].folded) or [""])[0]) :]]
    held[0] = _until_date(held[0])
    for row in head[index + 1 : index + 6]:
        if not row.text[:1].islower() and not _OPEN_END.search(held[-1]):
            break
        if has_national_header(row) or re.match(r"so\s*:", row.folded):
            break
        held.append(_until_date(row.text))
    return " ".join(part for part in held if part)


def _until_date(text: str) -> str:
    """What stands before the place and date of the other column."""
    cut = re.search(rf"(?:(?:TP\. ?)?[{UPPER}]\w*\s*){{1,4}},\s*ng\Sy\s*\d{{0,2}}\s*th\Sng", text)
    return (text[: cut.start()] if cut else text).strip()


def _put_subject(found: Found, subject: str, row: Row) -> None:
    subject = re.sub(r"^[*_]+|[*_]+$", "", subject).strip(" .;:-–")
    subject = re.sub(r"\(\s*ban hành kèm theo.*$", "", subject, flags=re.IGNORECASE).strip()
    if not subject or len(subject) > _LONGEST_SUBJECT:
        return
    kind = found.values.get("kind")
    title = sentence(subject)
    if kind in FORMS["more"]["laws"]:
        title = f"{kind} {sentence(subject)[:1].lower() + sentence(subject)[1:] if title[:8] == 'Sửa đổi,' else title}"
    found.put("subject", title[:1].upper() + title[1:], 0.9, row)


def _unquoted(row: Row) -> str:
    return row.folded.lstrip("“\"'*_ ")
