"""What ties a document to others and to time: căn cứ, what it amends, replaces, repeals or guides, its days in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from ingest.official.closing import is_closing
from ingest.official.dates import dates_in, first_date, next_day
from ingest.official.rows import UPPER, Found, Row

_NUMBER = re.compile(r"\b(\d{1,5}[a-z]?(?:\s?/\d{4})?[/-](?:[A-ZĐ][\wĐ&]*)(?:[-/][A-ZĐ][\wĐ&]*)*)")
_LAW = re.compile(
    rf"\b((?:Bộ luật|Luật|Pháp lệnh)\s+[{UPPER}][^,;.()“”]*?)"
    r"(?=\s+(?:số|ngày|được|có hiệu|do|đã|và (?:Luật|Nghị|các)|hết hiệu)\b|[,;.()“”]|$)"
)
_BASIS = re.compile(
    r"\W*(?:can cu|theo de nghi|xet (?:de nghi|to trinh)"
    r"|thuc hien (?:nghi quyet|quyet dinh|luat|nghi dinh|ket luan|thong bao|ke hoach|cong van|chi thi))\b"
)
_BODY_STARTS = re.compile(r"dieu\s+\d|phan\s|chuong\s+[ivx\d]|[ivx]+\.\s|\d+\.\s|quyet (?:dinh|nghi)\s*:?$")
_VERBS = (
    ("amends", re.compile(r"sua doi,? ?bo sung|sua doi|bo sung mot so dieu")),
    ("replaces", re.compile(r"thay the(?! (?:cum tu|tu |cac cum tu|mau|nguoi|thiet bi))")),
    ("repeals", re.compile(r"bai bo(?! (?:cum tu|tu ))")),
    (
        "guides",
        re.compile(r"quy dinh chi tiet|huong dan (?:thi hanh|thuc hien|ap dung)|bien phap thi hanh|(?:trien khai )?thuc hien|trien khai"),
    ),
)
_THIS = r"(?:luat|bo luat|nghi dinh|quyet dinh|thong tu|nghi quyet|chi thi|quy che|quy dinh|ke hoach|phap lenh|van ban)(?: lien tich)? nay"
_ENDED = re.compile(rf"het hieu luc.{{0,60}}(?:ngay|khi) {_THIS} co hieu luc|{_THIS} co hieu luc.{{0,80}}het hieu luc")
_STARTS = re.compile(rf"(?:{_THIS}.{{0,200}}?|^(?:dieu \d+\.\s|\d+\.\s)?)\bco hieu luc(?: thi hanh)?\s*(?:ke )?(?:tu|sau)?\s*")
_STAYS = re.compile(rf"{_THIS}.{{0,160}}?(?:den het|den|cho den)\s+(?=ngay)|{_THIS} het hieu luc(?: thi hanh)?\s*(?:ke )?tu\s+")
_AFTER = re.compile(r"sau\s+(\d{1,3})\s*(?:\(\w+(?: \w+)*\))?\s*ngay")


def read_bases(rows: Sequence[Row], found: Found) -> None:
    """Every căn cứ, in its own words."""
    bases: list[str] = []
    first: Row | None = None
    for row in rows[:90]:
        if bases and (_BODY_STARTS.match(row.folded) or row.text.isupper()):
            break
        if _BASIS.match(row.folded) and len(row.text) < 400 and (bases or row.folded.startswith("can cu")):
            bases.append(row.text)
            first = first or row
        elif bases and not bases[-1].endswith((";", ".", ",", ":")):
            bases[-1] += f" {row.text}"
        elif bases:
            break
    found.put("bases", [base.strip(" -;.,*_") for base in bases], 0.95, first)


def read_relations(rows: Sequence[Row], found: Found) -> None:
    """`amends`, `replaces`, `repeals`, `guides`: numbers, or names of laws; from the title, and from what the text says of itself."""
    own = found.values.get("number")
    named: dict[str, tuple[list[str], float, Row | None]] = {}
    sources = [(str(found.values.get("subject", "")), 0.85, None), *((text, 0.9, row) for row, text in _said_of_itself(rows))]
    for text, sure, row in sources:
        for name, other in _related(text, title=row is None):
            if other != own:
                named.setdefault(name, ([], sure, row))[0].append(other)
    for name, (others, sure, row) in named.items():
        found.put(name, list(dict.fromkeys(others)), sure, row)


def read_force(rows: Sequence[Row], found: Found) -> None:
    """The first day in force, and the first day no longer in force, as the document says of itself."""
    issued = found.values.get("issued_on")
    for row in rows:
        if starts := _STARTS.search(row.folded):
            rest = row.folded[starts.end() - 5 : starts.end() + 90]
            if (after := _AFTER.search(rest)) and issued:
                found.put("effective_from", issued + timedelta(days=int(after[1])), 0.75, row)
            elif re.search(r"ngay (?:ky|thong qua|ban hanh|duoc .{0,30}thong qua)", rest[:40]):
                found.put("effective_from", issued, 0.9, row)
            elif (day := next(dates_in(rest), None)) and day[0] < 25:
                found.put("effective_from", day[2], 0.95, row)
        if (stays := _STAYS.search(row.folded)) and (last := first_date(row.folded[stays.end() : stays.end() + 40])):
            ended = "het hieu luc" in stays[0]
            if "hieu luc" in stays[0]:
                found.put("effective_to", last if ended else next_day(last), 0.9 if ended or "den het" in stays[0] else 0.7, row)


def _said_of_itself(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Sentences of the body in which the document speaks of "this" document, or that start with the verb itself."""
    for row in rows:
        if _BASIS.match(row.folded) or is_closing(row.text, row.folded):
            continue
        for part in re.split(rf"(?<=[;.])\s+(?=[{UPPER}])", row.text):
            folded = Row(part, 0).folded
            if re.search(_THIS, folded) or re.match(
                r"(?:dieu \d+\.\s*)?(?:\d+\.\s|[a-z]\)\s)?(?:thay the|bai bo|sua doi, bo sung)\b", folded
            ):
                yield row, part


def _related(text: str, *, title: bool) -> Iterator[tuple[str, str]]:
    folded = Row(text, 0).folded
    if not title and _ENDED.search(folded):
        until = folded.find("het hieu luc") if not re.search(rf"{_THIS} co hieu luc.{{0,80}}het hieu luc", folded) else len(text)
        yield from (("replaces", other) for other in _documents(text[:until]))
        return
    for name, verb in _VERBS:
        if (match := verb.search(folded)) and (title or name != "guides"):
            end = min(
                (m.start() for other, v in _VERBS if other != name and other != "guides" and (m := v.search(folded, match.end()))),
                default=len(text),
            )
            yield from ((name, other) for other in _documents(text[match.end() : end]))
            if title:
                return


def _documents(text: str) -> Iterator[str]:
    """Numbers of documents, and names of laws that no number follows."""
    text = re.sub(r"(?:đã được|được) sửa đổi, bổ sung.*$", "", text)
    numbers = ["".join(match[1].split()) for match in _NUMBER.finditer(text)]
    yield from numbers
    if not numbers:
        yield from (match[1].strip() for match in _LAW.finditer(text))
