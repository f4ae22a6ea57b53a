"""What a notice announces: hội thảo, triển lãm, cuộc thi, tập huấn… with its time, place, organiser and how to register.

Read from labelled lines ("Thời gian: …", "2. Địa điểm: …", "- Hạn đăng ký: …"), with the value on the line or below it,
and from a sentence that gives the time "vào lúc … tại …".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ingest.event_days import DAY, span
from ingest.official.rows import UPPER
from knowledge.language.normalise import fold

_KINDS = ("Giấy mời", "Thư mời", "Thông báo", "Công văn", "Kế hoạch", None)
_OCCASION = re.compile(
    r"hoi thao|trien lam|cuoc thi|hoi thi|tap huan|boi duong|toa dam|dien dan|ngay hoi|hoi nghi|hoi cho|le phat dong|"
    r"khoa hoc ve|lop hoc|techfest|giao luu|"
    r"su kien|moi (?:tham du|tham gia|hop|du)|chung ket|webinar|workshop"
)
_MARK = r"^\W*(?:(?:\d+(?:\.\d+)*|[a-zđ]|[ivx]+)[.)]\s*)?"
_END = r"\s*(?:\([^)]*\)\s*)?(?::|$)\s*"
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(f"{_MARK}(?:{label}){_END}"))
    for name, label in (
        (
            "deadline",
            r"(?:han|thoi han|thoi gian|han chot|han cuoi)(?: cuoi)?(?: cung)? (?:dang ky|nop ho so|nhan ho so|nop bai|gui dang ky)"
            r"[^:]{0,40}|dang ky truoc",
        ),
        (
            "when",
            r"thoi gian(?: va dia diem|, dia diem)?(?: to chuc| dien ra| khai mac| tap huan| hop)?|ngay to chuc|thoi diem to chuc|khai mac",
        ),
        ("place", r"dia diem(?: to chuc)?|noi to chuc|hinh thuc(?: to chuc)?|hinh thuc va dia diem"),
        ("organiser", r"(?:co quan|don vi|ban) (?:to chuc|chu tri)(?: [^:]{0,30})?|chu tri(?: to chuc)?|don vi dang cai"),
        ("audience", r"doi tuong(?: [^:]{0,40})?|thanh phan(?: [^:]{0,40})?|nguoi tham du|khach moi"),
        ("register", r"(?:cach thuc |hinh thuc |link |duong dan |lien ket )?dang ky(?: [^:]{0,40})?"),
        ("link", r"(?:link|duong dan|lien ket)(?: [^:]{0,30})?|website|trang thong tin"),
        ("contact", r"(?:thong tin |chi tiet |dau moi |can bo |moi chi tiet )?(?:xin |vui long )?(?:lien he|dau moi)(?: [^:]{0,30})?"),
    )
)
_LINK = re.compile(r"https?://[^\s<>()\"“”]+|\b(?:www\.|zalo\.me/|forms\.gle/|meet\.google\.com/)[^\s<>()\"“”]+")
_BEFORE = re.compile(r"\b(?:truoc|cham nhat|den het|han cuoi|truoc khi)\b")
_AT = re.compile(rf"\btại\s+(?=[{UPPER}“]|hội trường|phòng|trụ sở|số \d|đường)")
_DIRECT = re.compile(r"\b(?:vao luc|vao hoi|bat dau tu|dien ra|to chuc)\b")


def read_event(lines: Sequence[str], known: Mapping[str, Any]) -> dict[str, str]:
    """The event that an official document announces; {} when it announces none with a time or a place.

    Args:
        lines: the document's lines in order.
        known: what its form told: kind, subject, issuer, issued_on.
    """
    subject = str(known.get("subject", ""))
    inviting = known.get("kind") in ("Giấy mời", "Thư mời")
    if known.get("kind") not in _KINDS or not (inviting or _OCCASION.search(fold(subject))):
        return {}
    said = _labelled(lines)
    year = known["issued_on"] if isinstance(known.get("issued_on"), date) else None
    event = _time_and_place(said, lines, year)
    if not event:
        return {}
    event |= {name: said[name] for name in ("organiser", "audience", "contact") if name in said}
    event.setdefault("organiser", str(known.get("issuer", "")))
    event |= _registration(said, lines, year)
    return {"title": subject, **{name: value for name, value in event.items() if value}}


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    """The first value of each label; a label alone on its line is followed by its value."""
    said: dict[str, str] = {}
    for index, line in enumerate(lines):
        folded = fold(line)
        for name, label in _LABELS:
            if match := label.match(folded):
                value = line[match.end() :].strip(" .;") or _below(lines, index)
                if value:
                    said.setdefault(name, value)
                break
    return said


def _below(lines: Sequence[str], index: int) -> str:
    """The lines under a label: the first, and as many dashed ones as follow it."""
    held: list[str] = []
    for line in lines[index + 1 : index + 8]:
        if any(label.match(fold(line)) for _, label in _LABELS) or (held and not line.startswith(("-", "+"))):
            break
        held.append(line.strip(" -+.;"))
        if not line.startswith(("-", "+")):
            break
    return "; ".join(held)


def _time_and_place(said: Mapping[str, str], lines: Sequence[str], issued: date | None) -> dict[str, str]:
    when = said.get("when", "")
    if not when:
        when = next(
            (line for line in lines if _DIRECT.search(fold(line)) and DAY.search(fold(line)) and not _BEFORE.search(fold(line))), ""
        )
    start, end = span(when, issued)
    place = said.get("place", "") or (_AT.split(when, maxsplit=1)[1] if _AT.search(when) else "")
    link = _LINK.search(" ".join((said.get("link", ""), place)))
    found = {
        "start": start,
        "end": end,
        "place": re.split(r"(?<=\w)[.;]\s", place)[0].strip(" .;,"),
        "link": link[0].rstrip(".,;") if link else "",
    }
    return {name: value for name, value in found.items() if value}


def _registration(said: Mapping[str, str], lines: Sequence[str], issued: date | None) -> dict[str, str]:
    """Where and until when one registers."""
    text = " ".join((said.get("register", ""), said.get("deadline", "")))
    speaking = [line for line in lines if "dang ky" in fold(line)]
    link = next((m[0].rstrip(".,;") for part in (text, *speaking) if (m := _LINK.search(part))), "")
    deadline = said.get("deadline", "") or next((part[m.start() :] for part in (text, *speaking) if (m := _BEFORE.search(fold(part)))), "")
    return {"registration_link": link, "registration_deadline": span(deadline, issued)[0]}
