"""Plain BM25: pieces by the syllables they share with the question, as typed, in lower case. SQLite's own ranking.

k1 = 1.2 and b = 0.75 are SQLite's (https://www.sqlite.org/fts5.html#the_bm25_function).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable

from assistant.evaluation.baselines import Hit

_LONGEST = 256


class PlainBM25:
    """An index in memory over (document id, text) pieces; diacritics count."""

    def __init__(self, pieces: Iterable[tuple[str, str]]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE pieces USING fts5(document_id UNINDEXED, text, tokenize='unicode61 remove_diacritics 0')")
        rows = ((key, unicodedata.normalize("NFC", text)) for key, text in pieces)
        self._db.executemany("INSERT INTO pieces VALUES (?, ?)", rows)

    def best(self, question: str, limit: int) -> list[Hit]:
        """The pieces that share most with the question; none when they share nothing."""
        syllables = dict.fromkeys(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", question).lower()))
        wanted = " OR ".join(f'"{syllable}"' for syllable in list(syllables)[:_LONGEST])
        if not wanted:
            return []
        query = "SELECT document_id, text, -bm25(pieces) FROM pieces WHERE pieces MATCH ? ORDER BY bm25(pieces) LIMIT ?"
        return [Hit(*row) for row in self._db.execute(query, (wanted, limit))]
