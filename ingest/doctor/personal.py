"""Personal data that should not be public: whose it is decides. What an office states about itself may be read by anyone.

A telephone or an account in an official paper is mostly an office's own: the line of a contact, an account at the State
Treasury. Those pass. What is told is told with the data blanked out, so that a report can be shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ingest.doctor.case import Case
from ingest.doctor.findings import Finding, Kind, Severity
from knowledge.language.personal_data import NAMES, PersonalKind, PersonalSpan, masked, personal_data

_NUMBER = re.compile(r"[0-9](?:[ .\-()]{0,2}[0-9]){5}|[0-9]{2}[ -]?[A-Za-z]{1,2}[0-9]?[ .-]{0,3}[0-9]{3}|[A-Za-z][0-9]{7}")
_HOMES = ("trú", "TRÚ", "ơi ở", "hỗ ở", "ộ khẩu", "hà riêng", "hà ở", "ịa chỉ", "ĐỊA CHỈ")
_CONTACT = re.compile(
    r"liên (?:hệ|lạc)|đầu mối|hotline|đường dây nóng|tổng đài|ban tổ chức|giải đáp|hỗ trợ kỹ thuật|phụ trách|chuyên viên"
    r"|đồng chí|\bđ/?c\b|giám đốc|văn phòng|phòng |\bphó |\bsở |\bcục |trung tâm|[uủ][yỷ] ban|\bubnd|\bfax|website|\.gov\.vn"
)
_LISTED = re.compile(r"cccd|cmnd|căn cước|chứng minh|thường trú|tạm trú|sinh (?:năm|ngày)")
_OFFICE = re.compile(
    r"kho bạc|công ty|doanh nghiệp|đơn vị thụ hưởng|cơ quan|ban tổ chức|[uủ][yỷ] ban|\bubnd|trường |trung tâm|hiệp hội|\bhội |\bquỹ "
    r"|ngân sách|bệnh viện|\bsở |\bcục |\bviện "
)
_SENTENCES = {
    Severity.HOLD: "Có thông tin cá nhân: {}",
    Severity.WARN: "Có thể là thông tin cá nhân: {}",
    Severity.NOTE: "Có {} của người liên hệ",
}
_FREE_MAIL = re.compile(r"@(?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|proton(?:mail)?|mail)\.")
_MOBILE = re.compile(r"^(?:84)?0?[35789]")
_BEFORE, _AFTER = 90, 50
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Found:
    """A span, its block, the text around it in lower case."""

    span: PersonalSpan
    block: int
    value: str
    around: str


def personal(case: Case) -> Iterator[Finding]:
    """One finding for each severity, with how many there are of each kind and where the first stands."""
    found: dict[Severity, list[_Found]] = {}
    for one in _spans(case):
        if (severity := _RULES[one.span.kind](one)) is not None:
            found.setdefault(severity, []).append(one)
    for severity, ones in found.items():
        counts = Counter(one.span.kind for one in ones)
        listed = ", ".join(f"{count} {NAMES[kind]}" for kind, count in counts.items())
        text = f"{_SENTENCES[severity].format(listed)}, ví dụ {_shown(case.text, ones[0].span)}."
        text += "" if severity is Severity.NOTE else " Nên che đi trước khi công bố."
        told = {kind.value: count for kind, count in counts.items()}
        yield Finding(Kind.PERSONAL_DATA, severity, text, case.page_of(ones[0].block), counts=told)


def _worth_reading(text: str) -> bool:
    """A quick look for what any personal data has: a longer number, a number plate, an at sign, or a home."""
    return "@" in text or any(hint in text for hint in _HOMES) or _NUMBER.search(text) is not None


def _spans(case: Case) -> Iterator[_Found]:
    if not _worth_reading(case.text):
        return
    for span in personal_data(case.text):
        start, end = max(0, span.start - _BEFORE), span.end + _AFTER
        around = f"{case.text[start : span.start]} … {case.text[span.end : end]}".lower()
        yield _Found(span, case.block_at(span.start), case.text[span.start : span.end], around)


def _identity(found: _Found) -> Severity | None:
    return Severity.HOLD if found.span.certain else Severity.WARN


def _account(found: _Found) -> Severity | None:
    return None if _OFFICE.search(found.around) else Severity.HOLD


def _phone(found: _Found) -> Severity | None:
    """Only mobiles belong to persons; one given as a contact is meant to be called."""
    if not _MOBILE.match(re.sub(r"\D", "", found.value)):
        return None
    if _CONTACT.search(found.around) and not _LISTED.search(found.around):
        return Severity.NOTE
    return Severity.HOLD if found.span.certain else Severity.WARN


def _email(found: _Found) -> Severity | None:
    if not _FREE_MAIL.search(found.value.lower()):
        return None
    return Severity.NOTE if _CONTACT.search(found.around) else Severity.WARN


def _address(found: _Found) -> Severity | None:
    return Severity.HOLD if found.span.certain else None


def _plate(found: _Found) -> Severity | None:
    return Severity.WARN if found.span.certain else None


_RULES: Mapping[PersonalKind, Callable[[_Found], Severity | None]] = {
    PersonalKind.IDENTITY: _identity,
    PersonalKind.BANK_ACCOUNT: _account,
    PersonalKind.PHONE: _phone,
    PersonalKind.EMAIL: _email,
    PersonalKind.HOME_ADDRESS: _address,
    PersonalKind.LICENCE_PLATE: _plate,
}


def _shown(text: str, span: PersonalSpan) -> str:
    """The words before and after, the data themselves (and any beside them) blanked out."""
    before = masked(text[: span.start]).split("\n")[-1]
    after = masked(text[span.end : span.end + 200]).split("\n")[0]
    if len(before) > _SHOWN:
        before = before[-_SHOWN:].split(" ", 1)[-1]
        before = "…" + (before.split("]", 1)[1] if "]" in before.split("[")[0] else before)
    if len(after) > _SHOWN // 2:
        after = after[: _SHOWN // 2].rsplit(" ", 1)[0].split("[")[0].rstrip() + "…"
    return f"“{before}[{NAMES[span.kind]}]{after}”"
