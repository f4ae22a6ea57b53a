"""Numbers, dates and numbers of documents in Vietnamese text, each with one spelling however it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.generation.grounding.vocabulary import any_of, table
from knowledge.language.normalise import canonical, fold

_N = table()["numbers"]
_DIGIT: dict[str, int] = _N["digits"]
_SCALE: dict[str, int] = _N["scales"]
_COMPARATORS = {canonical(word): name for name, words in table()["comparators"].items() for word in words}
_ALL_COMPARATORS = any_of(_COMPARATORS).pattern
_MEASURES = "|".join(map(re.escape, _N["measures"]))
_DOCUMENT_KINDS = "quyết định|nghị định|nghị quyết|thông tư|công văn|kế hoạch|chỉ thị|luật"
_UNITS = "|".join(sorted(map(canonical, _N["units"]), key=len, reverse=True))
_FIGURE = r"\d+(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+(?:\.\d+)*"
_ONES = "|".join(_DIGIT)
_WORDED = (
    rf"(?:{_ONES}) trăm(?: (?:linh |lẻ )?(?:(?:{_ONES}) mươi|mười)?(?: (?:{_ONES}))?)?"
    rf"|(?:{_ONES}) mươi(?: (?:{_ONES}))?|mười(?: (?:{_ONES}))?"
)
_SINGLE = "hai|ba|bốn|sáu|bảy|tám|chín"


@dataclass(frozen=True, slots=True)
class Fact:
    """`value` is the one spelling, `kind` a kind of token, `note` a comparator."""

    value: str
    kind: str
    note: str = ""


def _date(match: re.Match[str]) -> Fact | None:
    day, month, year = (int(match[name]) for name in ("d", "m", "y"))
    return Fact(f"{year:04}-{month:02}-{day:02}", "date") if 1 <= month <= 12 and 1 <= day <= 31 else None


def _month(match: re.Match[str]) -> Fact | None:
    return Fact(f"{int(match['y']):04}-{int(match['m']):02}", "month") if 1 <= int(match["m"]) <= 12 else None


def _day(match: re.Match[str]) -> Fact | None:
    return Fact(f"{int(match['m']):02}-{int(match['d']):02}", "day") if 1 <= int(match["m"]) <= 12 else None


def _document(match: re.Match[str]) -> Fact:
    return Fact(fold(match["n"]).lstrip("0").replace(" ", ""), "document")


def _legal(match: re.Match[str]) -> Fact:
    return Fact(f"{canonical(match['unit'])} {fold(match['n']).rstrip('.')}", "legal")


def _figure(match: re.Match[str]) -> Fact:
    value = _value(match["n"])
    note = _COMPARATORS.get(canonical(match["comparator"] or ""), "")
    if match["percent"]:
        return Fact(f"{value}%", "percent", note)
    scale = canonical(match["scale"] or "")
    if scale:
        value = _shown(float(value) * _SCALE[scale])
    elif re.fullmatch(r"(?:19|20)\d\d", match["n"]) and not match["measure"]:
        return Fact(value, "year", note)
    return Fact(_measured(value, match), "quantity", note)


def _worded(match: re.Match[str]) -> Fact:
    scale = _SCALE.get(canonical(match["scale"] or ""), 1)
    note = _COMPARATORS.get(canonical(match["comparator"] or ""), "")
    return Fact(_measured(_shown(float(_spelt_out(canonical(match["n"]).split()) * scale)), match), "quantity", note)


def _measured(value: str, match: re.Match[str]) -> str:
    return f"{value} {canonical(match['measure'])}" if match["measure"] else value


def _code(match: re.Match[str]) -> Fact:
    return Fact(canonical(match[0]), "code")


def _value(figure: str) -> str:
    """ "1.000" is a thousand, "90,70" is 90.7; "2.3" stays what it is: a number of a part."""
    if re.fullmatch(r"\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", figure):
        return _shown(float(figure.replace(".", "").replace(",", ".")))
    return figure


def _shown(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _spelt_out(words: list[str]) -> int:
    total, last = 0, 0
    for word in words:
        if word == "trăm":
            total, last = (total + last) * 100, 0
        elif word == "mươi":
            total, last = total + last * 10, 0
        elif word == "mười":
            total, last = total + 10, 0
        elif word in _DIGIT:
            last = _DIGIT[word]
    return total + last


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_COUNTED = rf"(?=\s(?:{'|'.join(map(canonical, _N['counted']))})(?!\w))"
_COMPARED = rf"(?<!\w)(?:(?P<comparator>{_ALL_COMPARATORS}) )?"
_BEFORE = rf"(?<![\w.,/-])(?:(?<!\d )(?<!\d)(?P<comparator>{_ALL_COMPARATORS}) )?"
_SCALES = rf"(?:\s(?P<scale>{'|'.join(_SCALE)})(?!\w))?(?:\s(?P<measure>{_MEASURES})(?![\w]|\s\d))?"

FactPattern = tuple[re.Pattern[str], Callable[[re.Match[str]], Fact | None]]
# In this order: what an earlier pattern took, a later one does not see.
FACT_PATTERNS: tuple[FactPattern, ...] = (
    (_pattern(r"(?<![\w/])(?P<n>\d{1,5}(?:/\d{4})?/[a-zđ][\w&-]*(?:/[a-zđ]\w*)?|\d{1,4}-[a-zđ]{2,}/[a-zđ]{2,})"), _document),
    (_pattern(r"(?:ngày\s)?(?<![\d/])(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})(?![\d/])"), _date),
    (_pattern(r"(?:ngày\s)?(?<!\d)(?P<d>\d{1,2})\stháng\s(?P<m>\d{1,2})(?:\snăm\s|[/,]\s?)(?P<y>\d{4})(?!\d)"), _date),
    (_pattern(r"(?:tháng\s)?(?<![\d/])(?P<m>\d{1,2})(?:\snăm\s|/)(?P<y>(?:19|20)\d\d)(?![\d/])"), _month),
    (_pattern(r"ngày\s(?P<d>\d{1,2})(?:/|\stháng\s)(?P<m>\d{1,2})(?![\d/])"), _day),
    (_pattern(rf"(?:{_DOCUMENT_KINDS})\s(?:số\s)?(?P<n>(?!(?:19|20)\d\d\b)\d{{1,5}}(?:/\d{{4}})?)(?![\w/%]|[.,]\d)"), _document),
    (_pattern(rf"(?<!\w)(?P<unit>{_UNITS})\s(?P<n>\d+(?:\.\d+)*(?:\.?[a-zđ])?|[ivxlc]+|[a-zđ])(?!\w)"), _legal),
    (_pattern(rf"{_BEFORE}(?P<n>{_FIGURE})(?:\s?(?P<percent>%)|{_SCALES})(?![\w/%]|[.,]\d)"), _figure),
    (_pattern(rf"{_COMPARED}(?P<n>{_WORDED}){_SCALES}(?!\w)"), _worded),
    (_pattern(rf"{_COMPARED}(?P<n>{_SINGLE}|một(?=\s(?:{'|'.join(_SCALE)}))){_SCALES}(?!\w)"), _worded),
    (_pattern(rf"{_COMPARED}(?P<n>năm)(?P<scale>(?!))?{_COUNTED}(?:\s(?P<measure>{_MEASURES})(?!\w))?"), _worded),
    (_pattern(r"(?<!\w)(?=\w*\d)(?=\w*[^\W\d_])\w+"), _code),
)
