"""Where Vietnamese sentences end: used to cut long clauses at ingest and quotes in answers."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[”\"’)\]]*(?=\s)|;(?=\s)")
# A full stop behind these is not the end of a sentence: "TP. Hồ Chí Minh", "Điều 3. Giải thích", "PGS. TS.".
_SHORT = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|TS|ThS|GS|PGS|TT|PCT|CT|KT|TM|TL|Q|St|v\.v|tr|Đ/c|(?:Điều|khoản|mục|số)\s+\d+\w?|\d{1,3}|[IVXLC]+|[A-ZĐ])$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order; clauses that end with ";" count as sentences. Nothing is lost."""
    found, start = [], 0
    for end in _END.finditer(text):
        before, after = text[start : end.start()], text[end.end() :].lstrip()
        if end[0].startswith(".") and (_SHORT.search(before) or (after[:1].islower() and len(end[0]) == 1)):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    tail = text[start:].strip()
    return [*found, tail] if tail else found


def cut_at_sentence(text: str, limit: int) -> tuple[str, bool]:
    """As many whole sentences as fit into `limit` characters (at least one), and whether anything was left out."""
    if len(text) <= limit:
        return text, False
    kept = ""
    for sentence in sentences(text):
        if kept and len(kept) + 1 + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept, len(kept) < len(text)
