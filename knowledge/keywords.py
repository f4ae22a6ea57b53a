"""Chunks by their words: a tantivy index (BM25) fed with tokens made here. The only home of tantivy.

One field holds folded syllables and folded bigrams, so that a question typed without diacritics finds the same
chunks; a second holds accented syllables, asked only when the question has marks; a third the folded bigrams of the
place in the document, so that a heading counts once more (BM25 over several fields). A cache of the catalogue.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from knowledge.language.normalise import bigrams, folded_syllables, syllables

_WRITER_MEMORY = 64_000_000
_LONGEST_QUERY = 256
# What a pair of syllables in the heading adds to the same pair in the text.
_PLACE_WEIGHT = 0.3


def folded_tokens(text: str) -> list[str]:
    """Folded syllables and folded bigrams: ["chien", "luoc", "chien_luoc"]."""
    plain = folded_syllables(text)
    return [*plain, *bigrams(plain)]


class KeywordIndex:
    """BM25 over chunk texts. Several processes may read; one writes at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._tantivy: Any = importlib.import_module("tantivy")
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("folded", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("accented", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("place", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = self._open(folder)
        self._index.config_reader(reload_policy="manual")

    def _open(self, folder: Path) -> Any:
        """The index of this folder; one that is broken, or made with other fields, gives way to an empty one."""
        try:
            return self._tantivy.Index(self._schema, path=str(folder), reuse=True)
        except ValueError:
            for path in folder.iterdir():
                path.unlink()
            return self._tantivy.Index(self._schema, path=str(folder), reuse=True)

    def add(self, items: Iterable[tuple[str, str, str]]) -> None:
        """Add (chunk id, text, place in the document), replacing chunks already there, and commit."""
        writer = self._index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
        for chunk_id, text, place in items:
            writer.delete_documents_by_term("chunk_id", chunk_id)
            tokens = {"folded": folded_tokens(text), "accented": syllables(text), "place": bigrams(folded_syllables(place))}
            writer.add_document(
                self._tantivy.Document(chunk_id=[chunk_id], **{field: [" ".join(found)] for field, found in tokens.items()})
            )
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def reload(self) -> None:
        """See what another process has committed."""
        self._index.reload()

    def count(self) -> int:
        """How many chunks there are, those of past releases included."""
        return int(self._index.searcher().num_docs)

    def known(self, chunk_ids: Iterable[str]) -> set[str]:
        """Which of these chunks are here."""
        searcher = self._index.searcher()
        term = self._tantivy.Query.term_query
        return {c for c in chunk_ids if searcher.search(term(self._schema, "chunk_id", c), 1, count=False).hits}

    def ids(self) -> list[str]:
        """Every chunk that is here."""
        searcher = self._index.searcher()
        hits = searcher.search(self._tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        return [searcher.doc(address)["chunk_id"][0] for _, address in hits]

    def remove(self, chunk_ids: Iterable[str]) -> None:
        """Take these chunks out, and commit. Merging then drops what was only marked as deleted."""
        writer = self._index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
        for chunk_id in chunk_ids:
            writer.delete_documents_by_term("chunk_id", chunk_id)
        writer.commit()
        writer.garbage_collect_files()
        writer.wait_merging_threads()
        self.reload()

    def best(self, text: str, limit: int, accented_weight: float = 0.0, accented: str | None = None) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) of the `limit` best chunks, best first.

        With an `accented_weight`, the syllables of `accented` (or of `text`) are also matched with their marks.
        """
        query = self._query(text, accented_weight, accented or text)
        if query is None:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [(searcher.doc(address)["chunk_id"][0], score) for score, address in hits]

    def _query(self, text: str, accented_weight: float, accented: str) -> Any:
        query = self._tantivy.Query
        tokens = Counter(folded_tokens(text)[:_LONGEST_QUERY])
        wanted = [("folded", token, float(n)) for token, n in tokens.items()]
        wanted += [("place", token, _PLACE_WEIGHT * n) for token, n in tokens.items() if "_" in token]
        if accented_weight > 0:
            wanted += [("accented", token, accented_weight * n) for token, n in Counter(syllables(accented)[:_LONGEST_QUERY]).items()]
        parts = [(self._tantivy.Occur.Should, _weighted(query, self._schema, *w)) for w in wanted]
        return query.boolean_query(parts) if parts else None


def _weighted(query: Any, schema: Any, field: str, token: str, weight: float) -> Any:
    term = query.term_query(schema, field, token, index_option="freq")
    return term if weight == 1.0 else query.boost_query(term, weight)
