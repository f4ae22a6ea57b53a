"""Where a person lives, in running text (folded): a house or a hamlet with its number, after words that say it is a home."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HINTS = ("tru", " o ", "nha ", "dia chi", "khau", "o:")
_LOOK_BACK = 70
_UNITS = (
    r"thang|nam|ngay|gio|m2|met|can|ho|trieu|ty|phong|nguoi|dan|loai|lan|phan|dong|tang|nuoc|tuoi|con|cai|dieu|khoan|dau"
    r"|tinh|huyen|quan|xa|phuong"
)
# A number of a house, of a hamlet, or (a bare one) before a name: "12/5 hẻm 3", "tổ 3, ấp Hòa Lợi", "12 Trần Phú".
_HOUSE = re.compile(rf"[0-9](?<![\w/.,-].)\d{{0,3}}[a-z]?(?:/\d{{1,3}}[a-z]?){{0,4}}(?!/?\d)(?=[,; ]|$)(?! (?:{_UNITS})\b)")
_PREFIX = r"(?:(?:can ho|phong|nha|can|to|ap|thon|xom|khu pho|khu vuc|to dan pho|hem|ngo|doi|duong) ?)?(?:so (?:nha )?)?"
_PERSON = r"(?:toi|minh|em|anh|chi|ong|ba|co|chu|bac)"
_CUES = (
    r"(?:(?<!luat )cu tru|thuong tru|tam tru|\btru(?= (?:tai|o) )|noi o|cho o|ho khau|nha rieng|dia chi nha)"
    rf"|\bnha(?: cua)?(?: {_PERSON})?(?: \w+){{0,3}} o\b|\b(?:toi|minh|em)(?: dang| hien)?(?: song| tro| ngu)? o\b"
    rf"|\bnha(?: cua)? {_PERSON}(?= so )"
    r"|(?:sinh (?:nam|ngay)|cccd|cmnd|can cuoc)[^\n;]{0,60}dia chi"
)
_CUE = re.compile(rf"(?:{_CUES})(?: (?:la|o|tai|hien nay|hien tai|nha|{_PERSON}|cua \w+))*\s*[:,]?\s*(?:tai )?(?P<prefix>{_PREFIX})$")
_STREET = re.compile(r" (?:duong|pho|hem|ngo|ngach|kiet|to|khu|ap|thon)\b")
_STOP = r"muon|xin|hoi|cho (?:hoi|toi|em|minh)|thi|khong|nhung|va|dang|lam|luat|nghi dinh|quyet dinh"
_WORD = rf" (?!(?:{_STOP})\b)(?:(?:tp|p|q|tx|tt|h|x)\. ?)?[\w/-]+"
# The street, then further parts between commas as long as each is short: ward, district, province.
_REST = re.compile(rf"(?:{_WORD}){{0,7}}(?:,(?:{_WORD}){{1,5}}(?=\s*(?:[,.;)|\n]|$)))*")


def home_addresses(folded: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, certain) of each address; a bare number before a name is not certain."""
    for match in _HOUSE.finditer(folded):
        before = folded[max(0, match.start() - _LOOK_BACK) : match.start()]
        if any(hint in before for hint in _HINTS) and (cue := _CUE.search(before)):
            rest = _REST.match(folded, match.end())
            end = rest.end() if rest else match.end()
            yield match.start() - len(cue["prefix"]), end, bool(cue["prefix"] or "/" in match[0] or _STREET.match(folded, match.end()))
