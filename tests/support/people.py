"""Visitors of the web page, on real tables in a folder of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.channels.base import AnswersQuestions
from assistant.dialogue.visit import House
from assistant.dialogue.visitors import Visitors
from assistant.in_force import InForce
from assistant.records.channel_records import ChannelRecords
from assistant.settings import Settings

OPERATOR = "Sở Khoa học và Công nghệ tỉnh An Giang"


@contextmanager
def visitors(folder: Path, assistant: AnswersQuestions) -> Iterator[Visitors]:
    """Nobody has agreed yet."""
    records = ChannelRecords.open(f"sqlite:///{folder / 'assistant.sqlite3'}", folder)
    try:
        yield Visitors(House(assistant, None, records, OPERATOR, InForce(Settings(_env_file=None, data_dir=folder))))  # type: ignore[arg-type]
    finally:
        records.close()
