"""The forms of personal numbers in Viet Nam, and the words that tell whose they are; all on folded text.

A citizen's number (Nghị định 70/2024/NĐ-CP) is 12 digits: three for the province of birth, one for century and
sex, two for the year of birth, six random. The older identity card has 9 digits, with no inner form.
Every form of a number begins with a digit and looks back from there: the search then skips from digit to digit.
"""

from __future__ import annotations

import re

_ALONE = r"(?<![\w/].)(?<!\d[.,-].)"
_ENDS = r"(?!\w|[.,/-]\d)"

IDENTITY = re.compile(rf"[0-9]{_ALONE}(?:\d{{8}}|\d{{11}}|\d{{2}}(?:([ .])\d{{3}}\1\d{{3}}(?:\1\d{{3}})?)){_ENDS}")
PASSPORT = re.compile(r"(?:ho chieu|passport)[^\d\n]{0,20}?\b(?P<number>[a-z]\d{7,8})\b")
# Mobile prefixes since 2018, and area codes 02x. "84.912.345.678" is a sum of money: a 84 with dots needs its plus.
PHONE = re.compile(
    rf"[08]{_ALONE}(?:(?<=0)|(?<=\+8)4\)?[ .-]?(?:\(0\))?|4(?=\d{{9}}(?!\d)))"
    r"(?:(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)(?:[ .-]?\d){7}|[35789](?: \d\d){4}|2(?:[ .-]?\d){2,3}\)?(?:[ .-]{0,2}\d){6,7})"
    rf"{_ENDS}"
)
# In one run, in groups of four (or so) with blanks, or in parts with dots; not a date, nor a sum of money.
ACCOUNT = re.compile(
    rf"[0-9]{_ALONE}(?!\d{{3}}-\d\d-\d\d\b|\d?[.-]\d\d?[.-](?:19|20)\d\d\b|\d{{0,2}}(?:\.\d{{3}})+{_ENDS}(?! ?\d))"
    rf"(?:\d{{5,18}}|\d{{2,3}}(?: \d{{2,4}}){{1,4}} \d{{2,5}}|\d{{0,6}}(?:[.-]\d{{1,9}}){{1,4}}){_ENDS}(?! ?(?:dong|vnd|usd|trieu|ty)\b)"
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
PLATE = re.compile(
    rf"[1-9]{_ALONE}\d[ -]?[a-z](?:[a-z]|\d)?"
    r"(?:[ .-]{1,3}(?:(?P<dotted>\d{3}\.\d{2})|\d{4,5})|(?<=[a-z]\d)\d{4,5}|\d{5})"
    rf"{_ENDS}"
)

CUES = {
    "identity": re.compile(r"\bc\.?c\.?c\.?d\b|\bcmnd\b|\bcmt(?:nd)?\b|can cuoc|chung minh|dinh danh|giay to tuy than"),
    "phone": re.compile(r"\bs?dt(?:dd)?\b|dien thoai|\btel\b|\bphone\b|zalo|viber|hotline|so may|\bgoi\b|di dong|lien (?:he|lac)|mobile"),
    "account": re.compile(r"\bstk\b|\btk\b|tai khoan|bank\b|ngan hang|chuyen khoan|\bso the\b"),
    "plate": re.compile(r"bien (?:so|kiem soat|xe)|\bbks\b|\bxe\b|\bo ?to\b|mo ?to"),
    "tax": re.compile(r"ma so (?:thue|doanh nghiep)|\bmst\b|\bmsdn\b"),
    "address": re.compile(r"dia chi|thuong tru"),
}

_PROVINCES = {
    *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49),
    *(51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, *range(91, 97)),
}


def is_citizen_number(digits: str) -> bool:
    """Whether 12 digits have the inner form of a citizen's number: a province, and a birth in 1900–2049."""
    if len(digits) != 12 or int(digits[:3]) not in _PROVINCES:
        return False
    return digits[3] in "01" or (digits[3] in "23" and int(digits[4:6]) < 50)
