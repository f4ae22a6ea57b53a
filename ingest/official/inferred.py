"""What the form does not state outright: who issued a document without a letterhead, its province, the day a law was passed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.official.dates import first_date
from ingest.official.rows import Found, Row
from ingest.official.symbol import issuer_of_number
from knowledge.language.places import places_in

_PASSED = re.compile(r"\b(?:luat|bo luat|phap lenh|nghi quyet) nay (?:da )?duoc .*?thong qua (?=ngay)")
_LOCAL = re.compile(
    r"^(?:ủy ban nhân dân|hội đồng nhân dân|sở|chi cục|trung tâm|phòng|ban|tỉnh ủy|thành ủy|công an|thanh tra|văn phòng ủy ban)",
    re.IGNORECASE,
)
_OF_PROVINCE = re.compile(r"(?:tinh|thanh pho|tp\.?)\s+(?=\w)")
_SPEAKS = re.compile(
    r"\b(?:uy ban nhan dan|ubnd) tinh (?:giao|bao cao|de nghi|ban hanh|chi dao|kinh|yeu cau|xay dung|phe duyet|tong hop|thong bao)\b"
    r"|ct (?:va|,) cac pct\.? ?ubnd tinh|chu tich(?:,| va) cac pho chu tich ubnd tinh"
)
_TM = re.compile(r"TM\. Ủy ban nhân dân(?: tỉnh)?$", re.IGNORECASE)


def read_passing(rows: Sequence[Row], found: Found) -> None:
    """The day of a law or resolution whose letterhead has none: "…thông qua ngày 10 tháng 12 năm 2025"; a date line at the very end."""
    if "issued_on" in found:
        return
    for row in reversed(rows):
        if passed := _PASSED.search(row.folded):
            found.put("issued_on", first_date(row.folded[passed.end() :]), 0.95, row)
    if "issued_on" in found:
        return
    for row in rows:
        if dated := re.fullmatch(r"([^\d,:]{2,40}), ng\S*y .{4,12}th\S*ng .{1,6}n\S*m \d{4}\.?", row.folded):
            found.put("issued_on", first_date(row.folded), 0.8, row)
            found.put("place", row.text[: dated.end(1)], 0.8, row)


def infer(rows: Sequence[Row], found: Found) -> None:
    """Province and issuer from what else was read; less sure than what the letterhead says."""
    _infer_province(found)
    if "issuer" not in found and (issuer := issuer_of_number(str(found.values.get("number", "")))):
        found.put("issuer", issuer, 0.85)
    province = found.values.get("province")
    if "issuer" in found or not province:
        return
    signed = any(_TM.match(text) for text in found.values.get("authority", ()))
    said = next((row for row in rows if _SPEAKS.search(row.folded)), None)
    if signed or said:
        city = "thành phố" if province in ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế") else "tỉnh"
        found.put("issuer", f"Ủy ban nhân dân {city} {province}", 0.7 if signed else 0.5, said)


def _infer_province(found: Found) -> None:
    """From the issuer or its parent, else from the place of a local body, else from the title."""
    issuer, parent = (str(found.values.get(name, "")) for name in ("issuer", "parent"))
    for text, sure in ((parent, 0.95), (issuer, 0.95)):
        if named := _province_named(text):
            found.put("province", named, sure)
    place = next(iter(places_in(str(found.values.get("place", "")))), None)
    if place and (_LOCAL.match(issuer) or (not issuer and place != "Hà Nội")):
        found.put("province", place, 0.75)
    subject = str(found.values.get("subject", ""))
    if not issuer and (named := _province_named(subject)):
        found.put("province", named, 0.6)


def _province_named(text: str) -> str | None:
    """The province after "tỉnh" or "thành phố"; one that a Sở bears without the word counts too."""
    row = Row(text, 0)
    for match in _OF_PROVINCE.finditer(row.folded):
        if (named := places_in(text[match.end() :])) and text[match.end() :].startswith(named[0]):
            return named[0]
    return next(iter(places_in(text)), None) if re.match(r"so |uy ban nhan dan|hoi dong nhan dan|trung tam", row.folded) else None
