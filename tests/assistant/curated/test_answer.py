"""The office's own answers come first: shown as such, with sources, from the next question on, and only while they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from assistant.curated.shelf import Shelf
from assistant.models import Answer, Question, Status
from assistant.records import tables as t
from assistant.records.curated import one, retire
from assistant.records.curated_words import Words
from assistant.records.log import QuestionLog
from assistant.records.writing import writing
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from knowledge.catalogue import Changes
from tests.assistant.conftest import TODAY, make_assistant_settings
from tests.assistant.curated.conftest import DOCUMENT, Approving, citation_of, with_words

Asked = Callable[..., Answer]
QUESTION = "Đăng ký tập huấn AI của Sở ở phòng nào?"


def test_it_is_in_force_from_the_next_question_on_and_out_of_force_as_fast(
    asking: Asked, approving: Approving, words: Words, question_log: QuestionLog
) -> None:
    assert asking(QUESTION).status.family == "unanswerable"
    made = approving(words)
    answer = asking(QUESTION)
    assert answer.status is Status.ANSWERED_CURATED
    assert answer.text.startswith("Trả lời của cơ quan (Sở Khoa học và Công nghệ), duyệt ngày ")
    assert "phòng 203" in answer.text
    assert "[1]" in answer.text
    assert [s.document_id for s in answer.sources] == [DOCUMENT]
    assert answer.sources[0].quote == words.citations[0].quote
    assert "cán bộ soạn" in answer.notice
    with question_log.engine.connect() as db:
        assert db.execute(select(t.turns.c.curated).where(t.turns.c.answer_id == answer.answer_id)).scalar() == made
    now = one(question_log.engine, made)
    assert now is not None
    with writing(question_log.engine) as db:
        retire(db, made, now.version, "minh")
    assert asking(QUESTION).status.family == "unanswerable"


def test_other_wordings_find_it_and_neighbours_do_not(asking: Asked, approving: Approving, words: Words) -> None:
    approving(words)
    for text in ("dang ky tap huan ai cua so o phong nao", "Cho tôi hỏi phòng nào nhận đăng ký tập huấn AI của Sở ạ?"):
        assert asking(text).status is Status.ANSWERED_CURATED, text
    for text in (
        "Hủy đăng ký tập huấn AI của Sở ở phòng nào?",
        "Đăng ký tập huấn AI của Sở ở Cà Mau ở phòng nào?",
        "Ai ký Quyết định 127?",
    ):
        assert asking(text).status is not Status.ANSWERED_CURATED, text


def test_a_follow_up_leans_on_its_sources(asking: Asked, approving: Approving, words: Words) -> None:
    approving(words)
    assert asking(QUESTION, "hội thoại").status is Status.ANSWERED_CURATED
    answer = asking("Văn bản đó ai ký?", "hội thoại")
    assert answer.status is Status.ANSWERED
    assert {s.document_id for s in answer.sources} == {DOCUMENT}
    assert asking(QUESTION, "hội thoại").status is Status.ANSWERED_CURATED


def test_a_part_of_a_question_may_be_answered_by_it(asking: Asked, approving: Approving, words: Words) -> None:
    approving(words)
    answer = asking("Ai ký Quyết định 1671? Đăng ký tập huấn AI của Sở ở phòng nào?")
    assert "phòng 203" in answer.text
    assert "1671" in answer.text


def test_it_holds_on_its_days_only(asking: Asked, approving: Approving, words: Words) -> None:
    approving(with_words(words, valid_from=date(2026, 9, 1), valid_to=date(2026, 12, 1)))
    given = {day: asking(QUESTION, as_of=day).status is Status.ANSWERED_CURATED for day in (date(2026, 8, 31), TODAY, date(2026, 12, 1))}
    assert list(given.values()) == [False, True, False]


def test_its_province_need_not_be_named_but_another_one_counts(asking: Asked, approving: Approving, words: Words) -> None:
    approving(with_words(words, province="An Giang"))
    assert asking("Đăng ký tập huấn AI của Sở ở An Giang ở phòng nào?").status is Status.ANSWERED_CURATED
    assert asking("Đăng ký tập huấn AI của Sở ở Cà Mau ở phòng nào?").status is not Status.ANSWERED_CURATED


def test_without_documents_a_basis_is_enough(asking: Asked, approving: Approving, words: Words) -> None:
    approving(with_words(words, citations=(), basis="Thông báo ngày 20/11/2026 của Văn phòng Sở"))
    answer = asking(QUESTION)
    assert answer.status is Status.ANSWERED_CURATED
    assert "Căn cứ: Thông báo ngày 20/11/2026" in answer.text
    assert answer.sources == ()


def test_markup_in_an_answer_stays_text(asking: Asked, approving: Approving, words: Words) -> None:
    approving(with_words(words, text="<script>alert(1)</script> & [9]"))
    assert "<script>alert(1)</script> & [9]" in asking(QUESTION).text


def test_it_is_withheld_once_its_source_ends_or_goes(
    tmp_path: Path, starter_copy: Path, approving: Approving, words: Words, question_log: QuestionLog
) -> None:
    base = KnowledgeBase(make_assistant_settings(starter_copy))
    try:
        approving(words)
        shelf = Shelf(question_log.engine, base)
        assistant = Assistant(make_assistant_settings(tmp_path), base, question_log, shelf=shelf)

        def given(day: date = TODAY) -> bool:
            return assistant.answer(Question(QUESTION, None, "test", day)).status is Status.ANSWERED_CURATED

        assert given()
        document = base.view().documents[DOCUMENT]
        chunks = base.catalogue.chunks_of(DOCUMENT, base.view().release.number)
        base.publish(Changes(written=[(replace(document, effective_to=date(2026, 11, 1)), chunks)], retired=[]))
        assert not given()
        assert given(date(2026, 10, 1)), "on a day when its source was in force"
        assert [s.on(TODAY) for s in shelf.all(base.view())[0].standing] == ["ended"]
        altered = [replace(chunks[0], chunk_id="other", text="Lời khác hẳn."), *chunks[1:]]
        base.publish(Changes(written=[(document, altered)], retired=[]))
        assert [s.on(TODAY) for s in shelf.all(base.view())[0].standing] == ["changed"]
        assert not given()
        moved = [replace(chunks[0], chunk_id="moved"), *chunks[1:]]
        base.publish(Changes(written=[(document, moved)], retired=[]))
        assert given()
        base.publish(Changes(written=[], retired=[DOCUMENT]))
        assert [s.on(TODAY) for s in shelf.all(base.view())[0].standing] == ["gone"]
        assert not given()
    finally:
        base.close()


def test_two_processes_agree(approving: Approving, words: Words, starter_base: KnowledgeBase, question_log: QuestionLog) -> None:
    other = Shelf(QuestionLog.open(str(question_log.engine.url)).engine, starter_base)
    view = starter_base.view()
    assert other.find(QUESTION, TODAY, view) is None
    approving(replace(words, citations=(citation_of(starter_base, position=1),)))
    match = other.find(QUESTION, TODAY, view)
    assert match is not None
    assert match.words == 1.0
