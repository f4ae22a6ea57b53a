"""Logged questions asked again after a change of documents: what a person would see changed is listed, and nothing is logged."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from assistant.evaluation.impact import change_impact, changed_answers
from assistant.models import Question
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from assistant.settings import Settings
from ingest.commands.impact import GROUP
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import make_assistant_settings
from tests.support.papers import FERTILISER, STRATEGY, take_in, write
from tests.support.shell import ROOT

WHO = "Bộ nào chủ trì chiến lược trí tuệ nhân tạo của Quyết định 127?"
SAMPLES = "Mẫu phân bón nhập khẩu được lấy trong mấy ngày?"
VALIDITY = "Quyết định 127 còn hiệu lực không?"


class Office:
    """A knowledge base, a question log, people who ask and staff who change documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "in"
        self.settings: Settings = make_assistant_settings(folder / "data", gate_margin=1)
        self.base = KnowledgeBase(self.settings)
        self.log = QuestionLog.open(self.settings.resolved_records_url)
        self._assistant = Assistant(self.settings, self.base, self.log)
        self.change()

    def change(self, **texts: str) -> None:
        """Write documents and publish them."""
        take_in(self.base, write(self.folder, **({"chien_luoc": STRATEGY, "phan_bon": FERTILISER} | texts)))

    def ask(self, text: str, conversation: str | None = None, as_of: date | None = None, channel: str = "web") -> str:
        return self._assistant.answer(Question(text, conversation, channel, as_of)).text

    def rows(self) -> list[Any]:
        with self.log.engine.connect() as db:
            return list(db.execute(select(t.turns).order_by(t.turns.c.asked_at)).all())

    def impact(self, last: int = 100) -> dict[str, Any]:
        before = self.rows()
        found = changed_answers(self.settings, self.base, self.log, last)
        assert self.rows() == before
        return found

    def changed(self) -> list[str]:
        return [changed["question"] for changed in self.impact()["changed"]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.log.close()
    opened.base.close()


MINISTRY = STRATEGY.replace("Bộ Khoa học và Công nghệ chủ trì", "Bộ Thông tin và Truyền thông chủ trì")


def test_only_the_answers_that_changed_are_listed_old_and_new(office: Office) -> None:
    for question in (WHO, SAMPLES, "xin chào", "giá vàng hôm nay"):
        office.ask(question)
    office.change(chien_luoc=MINISTRY)
    found = office.impact()
    assert (found["release"], found["asked"]) == (2, 4)
    [changed] = found["changed"]
    assert (changed["question"], changed["channel"], changed["differs"]) == (WHO, "web", ["text", "sources"])
    assert (changed["before"]["release"], changed["after"]["release"]) == (1, 2)
    assert "Bộ Khoa học và Công nghệ chủ trì" in changed["before"]["text"]
    assert "Bộ Thông tin và Truyền thông chủ trì" in changed["after"]["text"]
    assert changed["after"]["sources"][0]["document_id"] == "chien-luoc"


def test_a_document_that_is_gone_and_one_that_came_change_the_status(office: Office) -> None:
    event = "Hội thảo khởi nghiệp Rạch Giá diễn ra ngày nào?"
    office.ask(SAMPLES)
    office.ask(event)
    (office.folder / "phan-bon.md").unlink()
    take_in(office.base, write(office.folder, su_kien="# Hội thảo khởi nghiệp Rạch Giá\n\nHội thảo khởi nghiệp diễn ra ngày 15/12/2026.\n"))
    changed = {c["question"]: (c["before"]["status"].split("_")[0], c["after"]["status"].split("_")[0]) for c in office.impact()["changed"]}
    assert changed == {SAMPLES: ("answered", "unanswerable"), event: ("unanswerable", "answered")}


def test_metadata_that_a_person_sees_count_as_well(office: Office) -> None:
    office.ask(VALIDITY)
    office.ask(SAMPLES)
    office.change(chien_luoc=STRATEGY.replace("replaced_by: 1671/QĐ-TTg", "replaced_by: 9999/QĐ-TTg"))
    assert office.changed() == [VALIDITY]


def test_what_nobody_sees_does_not_count(office: Office) -> None:
    """A heading is part of a chunk's id, and moves its vector; the words that are shown stay the same."""
    office.ask(SAMPLES)
    office.change(phan_bon=FERTILISER + "\n## Phụ lục\n\nBảng giá vé tàu khách.\n")
    with office.log.engine.begin() as db:  # as an earlier version of the program logged it
        sources = [{k: v for k, v in office.rows()[0].sources[0].items() if k != "form"} | {"since_dropped": 1, "chunk_id": "another"}]
        db.execute(update(t.turns).values(sources=sources))
    assert office.impact()["asked"] == 1
    assert office.changed() == []


def test_questions_that_this_release_answered_errors_and_golden_cases_are_not_asked(office: Office) -> None:
    for question, channel in ((WHO, "evaluation"), (SAMPLES, "web"), (VALIDITY, "web")):
        office.ask(question, channel=channel)
    with office.log.engine.begin() as db:
        db.execute(update(t.turns).where(t.turns.c.question == SAMPLES).values(status="error_busy"))
    assert office.impact()["asked"] == 0
    office.change(chien_luoc=MINISTRY)
    office.ask(WHO)
    assert office.impact()["asked"] == 1


def test_each_question_is_asked_once_the_newest_first(office: Office) -> None:
    for question in (WHO, SAMPLES, WHO.upper(), VALIDITY):
        office.ask(question)
    office.change(chien_luoc=MINISTRY)
    assert [office.impact(last)["asked"] for last in (1, 2, 3, 100)] == [1, 2, 3, 3]
    assert office.changed() == [WHO.upper()]


def test_a_question_of_a_conversation_is_read_with_the_turns_before_it(office: Office) -> None:
    office.ask(VALIDITY, "c")
    first = office.ask("cơ quan nào ban hành?", "c")
    assert "Thủ tướng Chính phủ" in first
    office.ask(SAMPLES, "c")  # what came later in the conversation is not what the question leaned on
    office.change(phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
    assert office.changed() == [SAMPLES]
    office.change(chien_luoc=STRATEGY.replace("issuer: Thủ tướng Chính phủ", "issuer: Chính phủ"))
    [issuer] = [c for c in office.impact()["changed"] if c["question"] == "cơ quan nào ban hành?"]
    assert "127/QĐ-TTg" in issuer["understood_as"]
    assert issuer["after"]["status"] == "answered"


def test_without_the_turn_before_it_is_asked_as_it_was_understood(office: Office) -> None:
    office.ask(VALIDITY, "c")
    office.ask("cơ quan nào ban hành?", "c")
    with office.log.engine.begin() as db:
        db.execute(delete(t.turns).where(t.turns.c.question == VALIDITY))
    office.change(phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
    found = office.impact()
    assert (found["asked"], found["changed"]) == (1, [])


def test_a_day_that_was_asked_about_stays_and_today_moves_on(office: Office) -> None:
    office.ask(VALIDITY, as_of=date(2024, 5, 1))
    office.ask(VALIDITY)
    with office.log.engine.begin() as db:  # the second was asked when the decision was in force
        [old] = [row for row in office.rows() if row.as_of != date(2024, 5, 1)]
        then = old.asked_at.replace(year=2024)
        values = {"asked_at": then, "as_of": (then + timedelta(hours=7)).date(), "text": "đang có hiệu lực"}
        db.execute(update(t.turns).where(t.turns.c.answer_id == old.answer_id).values(values))
    office.change(phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
    found = office.impact()
    assert found["asked"] == 2
    [changed] = found["changed"]
    assert changed["before"]["text"] == "đang có hiệu lực"
    assert "hết hiệu lực" in changed["after"]["text"]


def test_progress_is_told(office: Office) -> None:
    office.ask(WHO)
    office.ask(SAMPLES)
    office.change(chien_luoc=MINISTRY)
    told: list[tuple[int, int]] = []
    changed_answers(office.settings, office.base, office.log, 10, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_entry_point_names_the_function() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][GROUP]
    module, name = declared["assistant"].split(":")
    assert getattr(import_module(module), name) is change_impact
