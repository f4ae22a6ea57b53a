"""Visitors of the web page, on real tables in a folder of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.channels.base import AnswersQuestions
from assistant.dialogue.visit import House
from assistant.dialogue.visitors import Visitors
from assistant.in_force import InForce
from assistant.models import Answer, Question, Status
from assistant.records.channel_records import ChannelRecords
from assistant.records.log import QuestionLog
from assistant.settings import Settings
from tests.support.fake_assistant import FakeAssistant, plain

OPERATOR = "Sở Khoa học và Công nghệ tỉnh An Giang"
NOWHERE = "chưa có văn bản nào nói về việc này?"


class Logging(FakeAssistant):
    """Writes every question into the log as the service does: words only of those that may be kept."""

    def __init__(self, log: QuestionLog) -> None:
        super().__init__()
        self.log = log
        self.rules["chưa"] = lambda question: plain(question, Status.UNANSWERABLE_NO_MATCH, "Tôi chưa tìm thấy.")

    def answer(self, question: Question) -> Answer:
        answer = super().answer(question)
        words = question.text if question.keep else ""
        kept = answer if question.keep else Answer(answer.answer_id, answer.status, "", answer.as_of, answer.release)
        self.log.write(kept, channel=question.channel, question=words, understood_as=words, passages=[], error=None)
        return answer


@contextmanager
def visitors(folder: Path, assistant: AnswersQuestions) -> Iterator[Visitors]:
    """Nobody has agreed yet."""
    records = ChannelRecords.open(f"sqlite:///{folder / 'assistant.sqlite3'}", folder)
    try:
        yield Visitors(House(assistant, None, records, OPERATOR, InForce(Settings(_env_file=None, data_dir=folder))))  # type: ignore[arg-type]
    finally:
        records.close()
