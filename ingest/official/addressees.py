"""Whom a letter addresses: the line "Kính gửi:" and the list below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.official.head import DATE_LINE, MOST_HEAD_ROWS, has_national_header
from ingest.official.rows import Found, Row


def read_addressees(rows: Sequence[Row], found: Found) -> None:
    """Whom "Kính gửi:" names, on its line or as a list below."""
    start = next((i for i, row in enumerate(rows[:MOST_HEAD_ROWS]) if re.match(r"k.?nh g.?i\b", row.folded)), None)
    if start is None:
        return
    first = re.sub(r"^\S+\s+[^\s:]+\s*:?\s*", "", rows[start].text)
    texts = [first] if first else []
    for row in rows[start + 1 : start + 40]:
        if has_national_header(row) or DATE_LINE.fullmatch(row.folded):
            continue
        if not (
            row.text.startswith(("-", "+", "•", "–"))
            or (texts and texts[-1].endswith(";"))
            or (not texts and row.folded.endswith((";", ".")))
        ):
            break
        texts.append(row.text)
    named = [name.strip(" -+•–.;") for text in texts for name in text.split(";")]
    found.put("addressees", [name for name in named if name], 0.95 if first else 0.9, rows[start])
