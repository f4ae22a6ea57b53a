"""The end of a document: recipients after "Nơi nhận", the authority it is signed with (TM., KT., TL.), position and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.official.names import person, proper_name
from ingest.official.rows import LOWER, UPPER, Found, Row

RECIPIENTS = re.compile(r"\W*n.?[oi].?\s+nh.?.?n\s*(?:[:;.]|$)")
AUTHORITY = re.compile(rf"(?:^|(?<=\s))(TM|T/M|KT|TL|TUQ|TU|Q)(?:\s?[.,]|(?<=/M))\s?(?=[{UPPER}]{{2}})")
_POSITION = re.compile(
    r"(?:^|(?<=[\s;,.]))((?:Q\.\s)?(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG"
    r"|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG"
    r"|CHÁNH THANH TRA|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TRƯỞNG BAN"
    r"|TRƯỞNG PHÒNG|CHI CỤC TRƯỞNG|TỔNG THƯ KÝ|BÍ THƯ|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG|CHỦ TỌA)"
    rf"[^{LOWER}]*?)$"
)
_CERTAIN = {"nhu tren": "Như trên", "nhu dieu": "Như Điều", "luu": "Lưu"}
_FAR = 14


def closing_start(rows: Sequence[Row]) -> int | None:
    """The index of the first line of the closing: "Nơi nhận" or the authority of who signs."""
    return next((i for i, row in enumerate(rows) if is_closing(row.text, row.folded)), None)


def is_closing(text: str, folded: str) -> bool:
    """Whether a line opens the closing of a document."""
    return bool(RECIPIENTS.match(folded)) or bool((m := AUTHORITY.match(text)) and text[m.end() :].isupper() and len(text) < 90)


def read_closing(rows: Sequence[Row], found: Found) -> None:
    """Recipients, authority, position and signer."""
    start = closing_start(rows)
    if start is not None:
        _read_recipients(rows[start:], found)
    tail = rows[start:] if start is not None else rows[-_FAR:]
    marks = list(_signature_rows(tail[: _FAR * 3]))
    if marks:
        found.put("authority", [_spoken(text) for _, text in marks if AUTHORITY.match(text)], 0.95, tail[marks[0][0]])
        positions = [(i, text) for i, text in marks if not AUTHORITY.match(text)]
        if positions:
            found.put("position", proper_name(positions[-1][1]), 0.9, tail[positions[-1][0]])
    _read_signer(tail, marks[-1][0] if marks else None, found)


def _read_signer(tail: Sequence[Row], mark: int | None, found: Found) -> None:
    """The first person named after the position, else the name that stands last."""
    if mark is not None:
        for row in tail[mark + 1 : mark + 1 + _FAR]:
            name, sure = person(row.text)
            if sure:
                found.put("signer", name, sure, row)
                return
            if tailing := re.search(rf"[.;]\s+((?:[{UPPER}][{LOWER}]+\s*){{2,5}})$", row.text):
                name, sure = person(tailing[1])
                found.put("signer", name, sure - 0.1 if sure > 0.9 else 0, row)
    for row in reversed(tail[-_FAR:]):
        name, sure = person(row.text)
        if sure > 0.9 or (sure and row is tail[-1]):
            found.put("signer", name, sure - 0.1, row)
            return


def _signature_rows(tail: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """(index, text) of lines that say with whose authority and in which position the document is signed."""
    for index, row in enumerate(tail):
        if authority := AUTHORITY.search(row.text):
            if row.text[authority.end() :].isupper():
                yield index, row.text[authority.start() :].strip()
        elif (position := _POSITION.search(row.text)) and (
            position.start() == 0 or row.text.startswith("-") or RECIPIENTS.match(row.folded)
        ):
            yield index, position[1].strip()


def _spoken(text: str) -> str:
    mark = AUTHORITY.match(text)
    return f"{mark[1].replace('/', '')}. {proper_name(text[mark.end() :])}" if mark else text


def _read_recipients(rows: Sequence[Row], found: Found) -> None:
    start = next((i for i, row in enumerate(rows) if RECIPIENTS.match(row.folded)), None)
    if start is None:
        return
    items: list[str] = []
    for row in rows[start : start + 40]:
        match = RECIPIENTS.match(row.folded)
        text = row.text[match.end() :].strip() if match else row.text
        text = _left_column(text)
        if text.startswith(("-", "–", "•", "+")):
            items.append(text)
        elif text and items and not items[-1].endswith((";", ".")) and not text.isupper() and not person(text)[1]:
            items[-1] += f" {text}"
    found.put("recipients", [mended for item in items if (mended := _mended(item))], 0.95, rows[start])


def _left_column(text: str) -> str:
    """The recipient on a line that also holds the signature's column."""
    if mark := AUTHORITY.search(text):
        return text[: mark.start()].strip()
    if (position := _POSITION.search(text)) and position.start():
        return text[: position.start()].strip()
    return re.sub(rf"(?<=[.;])\s+(?:[{UPPER}][{LOWER}]+\s*){{2,5}}$", "", text) if text.startswith("-") else text


def _mended(item: str) -> str:
    """An item without its dash; words that the form makes certain get the marks a scanner lost."""
    text = item.strip(" -–•+;.,")
    folded = Row(text, 0).folded
    for start, words in _CERTAIN.items():
        if re.match(rf"{start}\b", folded):
            return words + text[len(words) :]
    return text
