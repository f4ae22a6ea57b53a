"""Plain BM25 finds, a search is measured like the assistant, and its threshold is the best there is."""

from __future__ import annotations

import math

from assistant.evaluation.baselines import Hit
from assistant.evaluation.baselines.best_piece import Found, choose_threshold, find, results
from assistant.evaluation.baselines.bm25 import PlainBM25
from assistant.evaluation.baselines.texts import texts_of
from assistant.evaluation.cases import Case
from assistant.evaluation.measure import right
from assistant.evaluation.side_by_side import Setup, ahead, figures_of, part_of
from assistant.models import Status
from knowledge.base import KnowledgeBase
from knowledge.models import Document

PIECES = [("gold", "Giá vàng hôm nay tăng"), ("law", "Luật Trí tuệ nhân tạo có hiệu lực"), ("law", "Điều 5. Quyền")]
DOCUMENTS = {"gold": Document("gold", "Vàng"), "law": Document("law", "Luật", number="134/2025/QH15")}
YES = Case("yes", "fact", "formal", "luật trí tuệ nhân tạo", ("answered",), cites=("law",), contains=("có hiệu lực",))
NO = Case("no", "off_topic", "formal", "giá vàng", ("blocked",))


def found(case: Case, score: float, document_id: str = "law") -> Found:
    return Found(case, (Hit(document_id, "có hiệu lực", score),))


def test_bm25_ranks_by_shared_syllables_and_marks_count() -> None:
    search = PlainBM25(PIECES)
    best = search.best("LUẬT trí tuệ", 5)
    assert best[0].text == "Luật Trí tuệ nhân tạo có hiệu lực"
    assert best[0].score > 0
    assert [h.score for h in best] == sorted((h.score for h in best), reverse=True)
    assert search.best("luat tri tue", 5) == []


def test_bm25_takes_whatever_is_typed() -> None:
    search = PlainBM25(PIECES)
    for text in ("", "?!", '"luật" OR (NEAR', "luật * ^ : -", "'; DROP TABLE pieces; --", "a" * 100_000, "luật " * 5000, "🙂", "\ud800"):
        assert all(hit.document_id in DOCUMENTS for hit in search.best(text, 3))


def test_a_search_is_measured_like_the_assistant() -> None:
    always = results([found(YES, 1.0), found(NO, 0.5, "gold")], DOCUMENTS)
    assert [r.right for r in always] == [True, False]
    assert always[0].answer.sources[0].number == "134/2025/QH15"
    assert (always[0].ranked, always[0].evidence) == (("law",), 1.0)
    silent = results([found(YES, 1.0), found(NO, 0.5, "gold")], DOCUMENTS, 0.7)
    assert [r.right for r in silent] == [True, True]
    assert silent[1].answer.status.family == "blocked", "any refusal counts where one is right"
    nothing = results([Found(YES, ())], DOCUMENTS)
    assert nothing[0].answer.status is Status.UNANSWERABLE_NO_MATCH


def test_the_threshold_is_the_best_there_is() -> None:
    some = [found(YES, s) for s in (0.9, 0.8, 0.4)] + [found(NO, s) for s in (0.7, 0.6, 0.3)] + [found(NO, 0.85)]
    chosen = choose_threshold(some, DOCUMENTS)
    best = right(results(some, DOCUMENTS, chosen))
    tried = [right(results(some, DOCUMENTS, t)) for t in (-math.inf, math.inf, *(n / 20 for n in range(20)))]
    assert best.value == max(t.value for t in tried)
    assert choose_threshold([found(YES, 0.1)], DOCUMENTS) == -math.inf
    assert choose_threshold([found(NO, 0.9)], DOCUMENTS) == math.inf


def test_every_document_is_there_with_its_metadata_and_all_its_text(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    texts = texts_of(starter_base, view)
    assert set(texts) == set(view.documents)
    assert "signer: Nguyễn Lưu Trung" in texts["bao-cao-kien-giang-28-12-2021"]
    for chunk in starter_base.catalogue.all_chunks(view.release.number):
        assert chunk.text in texts[chunk.document_id]


def test_bm25_on_the_starter_documents(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    search = PlainBM25(texts_of(starter_base, view).items())
    case = Case("c", "fact", "formal", "Ai ký báo cáo của Kiên Giang?", ("answered",), cites=("bao-cao-kien-giang-28-12-2021",))
    [result] = results(find([case], search), view.documents)
    assert case.cites[0] in result.ranked


def test_how_far_ours_is_ahead_and_the_figures_of_a_setup() -> None:
    ours = Setup("ours", results([found(YES, 1.0), found(NO, 0.5)], DOCUMENTS, 0.7))
    other = Setup("other", results([found(YES, 1.0), found(NO, 0.5)], DOCUMENTS), -math.inf)
    assert ahead(ours, other).value == 0.5
    figures = figures_of(other)
    assert (figures["all"]["share"], figures["wrongly_answered"]["right"], figures["threshold"]) == (0.5, 1, None)
    assert set(figures["kinds"]) == {"fact", "off_topic"}
    assert part_of(ours, True).results == []
