"""What is quoted is what the document says; lists come whole; the reader learns what is not in force."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case, read_cases
from assistant.models import Source, Status
from assistant.steps.compose import compose
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, Asking, Turning
from tests.support.papers import paper, publish

CASES = read_cases(Path(__file__).resolve().parents[2] / "golden")
SAMPLE = [case for case in CASES if case.status == ("answered",) and not case.conversation][::9]
ITEMS = ["họp dân tại ấp", "phát thanh ở xã", "tờ rơi ở chợ", "trang Zalo của sở", "bài trên báo tỉnh"]


def verbatim(source: Source, base: KnowledgeBase) -> None:
    """Every line of the quote stands in the document, and begins and ends where a word or a sentence does."""
    chunks = base.catalogue.chunks_of(source.document_id, base.view().release.number)
    whole = "\n".join(chunk.text for chunk in chunks)
    for line in source.quote.split("\n"):
        at = whole.find(line)
        assert at >= 0, f"not in {source.document_id}: {line!r}"
        before, after = whole[max(at - 1, 0) : at], whole[at + len(line) : at + len(line) + 1]
        assert before == "" or before.isspace(), f"cut in a word before {line[:30]!r}"
        assert after == "" or after.isspace(), f"cut in a word after {line[-30:]!r}"
        assert after != " " or re.search(r"[.;:!?…][”\"’)\]]*$", line), f"cut in a sentence: {line[-40:]!r}"


@pytest.mark.parametrize("case", SAMPLE, ids=[case.case_id for case in SAMPLE])
def test_quotes_are_the_documents_words_cut_between_sentences(settled: Asking, starter_base: KnowledgeBase, case: Case) -> None:
    answer = settled(case.question, as_of=case.as_of or TODAY)
    for number, source in enumerate(answer.sources, start=1):
        assert source.quote.strip()
        verbatim(source, starter_base)
        assert source.quote in answer.text
        assert f"[{number}]" in answer.text
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert answer.status is not Status.ANSWERED or cited == set(range(1, len(answer.sources) + 1))


@pytest.mark.parametrize(
    "question", ["Mục tiêu đến năm 2030 của Quyết định 127 gồm những gì?", "Kiên Giang tuyên truyền bằng những hình thức nào?"]
)
def test_an_answer_has_a_few_sources_each_passage_once(settled: Asking, question: str) -> None:
    sources = settled(question).sources
    assert 1 <= len(sources) <= 4
    assert len({(s.document_id, s.chunk_id) for s in sources}) == len(sources)


def listing(base: KnowledgeBase) -> KnowledgeBase:
    """A report whose list is stored in pieces, as long lists are."""
    texts = [f"Hình thức tuyên truyền về phân loại rác:\n- {ITEMS[0]};", f"- {ITEMS[1]};\n- {ITEMS[2]};", f"- {ITEMS[3]};\n- {ITEMS[4]}."]
    document, chunks = paper(
        "bao-cao-rac", *texts, "Kinh phí do tỉnh cấp.", kind="Báo cáo", title="Phân loại rác ở huyện", effective_from=date(2024, 1, 1)
    )
    publish(base, (document, [replace(c, locator="Tuyên truyền" if i < 3 else "Kinh phí") for i, c in enumerate(chunks)]))
    return base


@pytest.mark.parametrize(
    "text", ["Tuyên truyền phân loại rác bằng những hình thức nào?", "hinh thuc tuyen truyen phan loai rac gom nhung gi"]
)
def test_a_list_is_quoted_whole_though_it_is_stored_in_pieces(turn_before: Turning, base: KnowledgeBase, text: str) -> None:
    asking = turn_before("compose", text, base=listing(base), answer_threshold=0)
    compose(asking)
    assert asking.outcome is not None
    assert [item for item in ITEMS if item not in asking.outcome.text] == []
    positions = [asking.outcome.text.index(item) for item in ITEMS]
    assert positions == sorted(positions)


def test_the_starter_lists_come_whole(settled: Asking, starter_base: KnowledgeBase) -> None:
    answer = settled("Kiên Giang tuyên truyền bằng những hình thức nào?")
    first = answer.sources[0]
    chunks = starter_base.catalogue.chunks_of(first.document_id, starter_base.view().release.number)
    items = [line for c in chunks if c.locator == first.locator for line in c.text.split("\n") if line.startswith("- ")]
    assert [item for item in items if item not in answer.text] == []


def test_a_document_that_has_ended_is_quoted_with_a_warning(turn_before: Turning) -> None:
    asking = turn_before("compose", "Quyết định 127 nêu những quan điểm nào?")
    compose(asking)
    assert asking.outcome is not None
    assert "quyet-dinh-127-qd-ttg" in {s.document_id for s in asking.outcome.sources}
    assert "Lưu ý" in asking.outcome.text
    assert "1671/QĐ-TTg" in asking.outcome.text
    then = turn_before("compose", "Quyết định 127 nêu những quan điểm nào?", as_of=date(2022, 1, 1))
    compose(then)
    assert then.outcome is not None
    assert "Lưu ý" not in then.outcome.text
