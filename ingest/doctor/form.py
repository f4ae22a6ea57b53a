"""What a paper that claims to be an official document must say: its number and its date (Nghị định 30/2020/NĐ-CP, Điều 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.doctor.case import Case
from ingest.doctor.findings import Finding, Kind, Severity

_YEAR = re.compile(r"/((?:19|20)\d{2})/")
_HEAD_BLOCKS, _HEAD_LETTERS = 14, 1500
_MOTTO = re.compile(r"[dđ][ộoôọ]c\s+l[ậaâạ]p\W{1,5}t[ựuưụ]\s+do\W{1,5}h[ạa]nh", re.IGNORECASE)


def missing_marks(case: Case) -> Iterator[Finding]:
    """Only of papers with the national motto, or with recipients and addressees or a signer's authority; a web page owes neither."""
    if (case.document.number and case.document.issued_on) or not _is_official(case):
        return
    if not case.document.number:
        yield Finding(Kind.MISSING_NUMBER, Severity.WARN, "Không thấy số và ký hiệu văn bản; có thể là bản chưa ban hành.")
    if not case.document.issued_on:
        yield Finding(Kind.MISSING_DATE, Severity.WARN, "Không thấy ngày ban hành.")


def years_apart(case: Case) -> Iterator[Finding]:
    """The year in a number is the year of issue; where they differ, one of them was misread."""
    number, day = case.document.number, case.document.issued_on
    if number and day and (year := _YEAR.search(number)) and int(year[1]) != day.year:
        text = f"Năm trong số hiệu {number} khác năm ban hành ({day:%d/%m/%Y}): có thể một trong hai bị đọc sai, hãy xem lại bản gốc."
        yield Finding(Kind.YEARS_APART, Severity.WARN, text)


def _is_official(case: Case) -> bool:
    details = case.document.details
    if details.get("recipients") and (details.get("addressees") or details.get("authority")):
        return True
    head = "\n".join(block.text for block in case.raw.blocks[:_HEAD_BLOCKS])[:_HEAD_LETTERS]
    return _MOTTO.search(head) is not None
