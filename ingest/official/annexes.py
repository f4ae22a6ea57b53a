"""Annexes and attached rules: "Phụ lục I: Danh mục nhiệm vụ", "QUY CHẾ … (Ban hành kèm theo…)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.official.head import has_national_header
from ingest.official.rows import Found, Row, kind_of

_ANNEX = re.compile(r"(phu luc)(?:\s+(?:so\s+)?([ivxlc]+|\d+[a-z]?))?\s*[.:]?\s*(.{0,200})$")
_ATTACHED = re.compile(r"\W*(?:ban hanh |kem )?kem theo\b")


def read_annexes(rows: Sequence[Row], found: Found) -> None:
    """Annexes and attached rules with their titles: "Phụ lục I: Danh mục nhiệm vụ"."""
    annexes: list[str] = []
    first: Row | None = None
    for index, row in enumerate(rows):
        if not (name := annex_name([r.text for r in rows[index : index + 5]])):
            continue
        if name not in annexes:
            annexes.append(name)
            first = first or row
    found.put("annexes", annexes, 0.9, first)


def annex_name(texts: Sequence[str]) -> str:
    """The name of the annex that lines open, "" when they open none."""
    row = Row(texts[0], 0)
    below = [Row(text, 0) for text in texts[1:] if not has_national_header(Row(text, 0))]
    if (
        (annex := _ANNEX.fullmatch(row.folded))
        and (annex[2] or row.text.isupper() or row.text == "Phụ lục")
        and not row.text.endswith((".", ";", ","))
    ):
        label = f"Phụ lục {row.text[annex.start(2) : annex.end(2)].upper()}".strip() if annex[2] else "Phụ lục"
        title = row.text[annex.start(3) :].strip() or next((r.text for r in below[:1] if not _ATTACHED.match(r.folded.lstrip("("))), "")
        return f"{label}: {title}" if title and len(title) < 200 else label
    kind = kind_of(row) if row.text.isupper() else None
    if kind and any(_ATTACHED.match(r.folded.lstrip("(")) for r in below[:4]):
        return f"{kind}: {below[0].text}" if below and not _ATTACHED.match(below[0].folded.lstrip("(")) else kind
    return ""
