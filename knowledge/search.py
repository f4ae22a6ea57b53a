"""Finding passages: read the question, ask both indexes, fuse, and lift the documents the question names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from knowledge.base import KnowledgeBase, View
from knowledge.embedding import Vectors
from knowledge.fusion import fuse, standard_keyword_scores
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import clean, fold, syllables
from knowledge.language.tones import ToneModel
from knowledge.models import Passage
from knowledge.names import Mention
from knowledge.references import articles_asked, articles_of

DENSE_CANDIDATES = 50
KEYWORD_CANDIDATES = 60
# How much a syllable matched with its marks adds to the same syllable matched without them.
ACCENTED_WEIGHT = 0.3
# Standard deviations added to passages of a document that the question names with certainty 1.
MENTION_BONUS = 3.0
# How many times as many hits are asked for when fewer than this share of those wanted are of the release.
_WIDER = (1, 4, 16, 64)
_ENOUGH = 0.75
# The same for documents that are parts of a law it names, and for passages under an article whose number it gives.
LAW_BONUS = 2.0
ARTICLE_BONUS = 2.0
# A text with a smaller share of marked syllables than this was typed without diacritics.
_MARKED_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes see it: `expanded` for keywords, `accented` for the embedder.

    `restored` says whether the marks of `accented` are guesses; `laws` holds ids of documents that are parts of a
    law which is named, `articles` the numbers of articles.
    """

    text: str
    expanded: str
    accented: str
    mentions: tuple[Mention, ...]
    restored: bool = False
    laws: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """The passages of a search, best first, and how the question was read."""

    query: Query
    passages: tuple[Passage, ...]


def read_query(text: str, view: View) -> Query:
    """Clean and mend the question, write abbreviations out, restore tones that were not typed, look for named documents."""
    text = view.repairer.repair(clean(text))
    expanded, tones = expand(text, question=True), view.statistics.tones
    restored = lacks_marks(text, tones)
    accented = as_written(tones.restore(expanded, question=True) if restored else expanded)
    mentions = tuple(view.names.mentioned(text))
    return Query(text, expanded, accented, mentions, restored, view.laws.named(expanded), articles_asked(expanded))


def as_written(text: str) -> str:
    """A sentence as documents write it: it starts with a capital, and not all of it is in capitals."""
    text = text.lower() if text.isupper() else text
    return text[:1].upper() + text[1:]


def lacks_marks(text: str, tones: ToneModel) -> bool:
    """Whether `text` was typed without diacritics: few of its known syllables carry a mark."""
    known = [s for s in syllables(text) if tones.knows(s)]
    marked = sum(fold(s) != s for s in known)
    return bool(known) and marked < _MARKED_SHARE * len(known)


def search(base: KnowledgeBase, question: str, limit: int = 10, view: View | None = None) -> Found:
    """The `limit` best passages of the active release (or of `view`) for a question."""
    view = view or base.view()
    query = read_query(question, view)
    if not query.text or view.release.number == 0:
        return Found(query, ())
    vector = base.embedder.query(query.accented)
    return Found(query, tuple(rank(base, view, query, vector, limit)))


def rank(base: KnowledgeBase, view: View, query: Query, vector: Vectors, limit: int = 10) -> list[Passage]:
    """The `limit` best candidates of both indexes by their fused score, best first."""
    keyword, found = _candidates(base, view, query, vector, limit)
    if not found:
        return []
    cosines = np.array([0.0 if v is None else float(v @ vector) for _, _, v in found], dtype=np.float32)
    dense = dict(zip((chunk_id for chunk_id, _, _ in found), view.statistics.standardise(cosines, vector).tolist(), strict=True))
    standard, absent = standard_keyword_scores(keyword, view.release.chunks)
    scores = fuse(dense, standard, absent, base.settings.dense_weight)
    for chunk_id, lift in _lifts(view, query, [(chunk_id, document_id) for chunk_id, document_id, _ in found]):
        scores[chunk_id] += lift
    best = sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id))[:limit]
    chunks = view.chunks(best)
    return [
        Passage(chunks[i], view.documents[chunks[i].document_id], scores[i], dense[i], keyword.get(i, 0.0)) for i in best if i in chunks
    ]


def _candidates(
    base: KnowledgeBase, view: View, query: Query, vector: Vectors, limit: int
) -> tuple[dict[str, float], list[tuple[str, str, Vectors | None]]]:
    """Chunks of the release that either index thinks best: their keyword scores, and (chunk id, document id, vector) of all.

    The indexes hold other releases too. When those crowd out the one that is searched, more is asked for.
    """
    words, nearest = max(KEYWORD_CANDIDATES, limit), max(DENSE_CANDIDATES, limit)
    for factor in _WIDER:
        keyword = dict(base.keywords.best(query.expanded, words * factor, _accented_weight(query), query.accented))
        near = base.near(vector, nearest * factor)
        found = base.catalogue.candidates(list({*keyword, *near}), view.release.number, base.embedder.name)
        here = {chunk_id for chunk_id, _, _ in found}
        scored = {i: score for i, score in keyword.items() if i in here}
        close = [i for i in near if i in here]
        crowded = (len(keyword) == words * factor and len(scored) < _ENOUGH * words) or (
            len(near) == nearest * factor and len(close) < _ENOUGH * nearest
        )
        if not crowded:
            break
    best = dict(islice(scored.items(), words))
    chosen = {*best, *close[:nearest]}
    return best, [row for row in found if row[0] in chosen]


def _lifts(view: View, query: Query, found: Sequence[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """What is added to the scores of (chunk id, document id) that the question points at."""
    certainty = {m.document_id: m.certainty for m in query.mentions}
    chunks = view.chunks(chunk_id for chunk_id, _ in found) if query.articles else {}
    under = {chunk_id for chunk_id, chunk in chunks.items() if articles_of(chunk) & query.articles}
    for chunk_id, document_id in found:
        lift = MENTION_BONUS * certainty.get(document_id, 0.0)
        yield chunk_id, lift + LAW_BONUS * (document_id in query.laws) + ARTICLE_BONUS * (chunk_id in under)


def _accented_weight(query: Query) -> float:
    """Marks that were restored are guesses: they help the embedder, but do not count as typed for keywords."""
    return 0.0 if query.restored else ACCENTED_WEIGHT


def best_of_each_document(passages: Sequence[Passage]) -> list[Passage]:
    """A document counts with its best passage."""
    seen: dict[str, Passage] = {}
    for passage in passages:
        seen.setdefault(passage.document.document_id, replace(passage))
    return list(seen.values())
