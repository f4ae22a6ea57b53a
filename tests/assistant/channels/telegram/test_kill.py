"""kill -9 at any point under load: nothing lost, nothing answered twice, order kept.

The server counts a message as delivered when it has read the whole request. Between the moment when the outbox says
`sending` and the moment when the kernel holds the bytes, a killed process loses the message: some ten microseconds (see
docs/decisions/0016-inbox-and-outbox.md). So a question may stay without its answer only if a row stands as `unknown`; one
that comes twice, or in the wrong order, is a failure without any excuse.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from assistant.records import channel_tables as t
from tests.assistant.conftest import log_url
from tests.support.shell import environment
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import meets

KILLS = 20
CHATS = 30
AT_ONCE = 3


class Crowd:
    """People who ask on, each at most three questions ahead of the answers."""

    def __init__(self, telegram: TelegramServer) -> None:
        self._telegram = telegram
        self.asked = dict.fromkeys(range(1, CHATS + 1), 0)

    def ask(self) -> None:
        answered = {chat: len(self.answers(chat)) for chat in self.asked}
        for chat, number in self.asked.items():
            for n in range(number, answered[chat] + AT_ONCE):
                self._telegram.say(chat, f"câu {n}")
                self.asked[chat] = n + 1

    def answers(self, chat: int) -> list[int]:
        return [int(text.split()[-1]) for text in self._telegram.texts(chat) if text.startswith("re câu")]


@pytest.fixture
def breeding(telegram: TelegramServer, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that forks bots."""
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "TELEGRAM_PER_SECOND": "5000"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.light_bot"],
        env=environment(tmp_path, **more),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=(tmp_path / "stderr").open("w"),
        text=True,
    )
    yield process
    process.stdin.close()  # type: ignore[union-attr]
    process.wait(30)
    process.stdout.close()  # type: ignore[union-attr]


def start(breeding: subprocess.Popen[str]) -> int:
    assert breeding.stdin
    assert breeding.stdout
    breeding.stdin.write("start\n")
    breeding.stdin.flush()
    while not (line := breeding.stdout.readline()).strip().isdigit():
        assert line, "the bots' parent has died"
    return int(line)


def test_twenty_kills_under_load(telegram: TelegramServer, breeding: subprocess.Popen[str], tmp_path: Path) -> None:
    draw, crowd = random.Random(5), Crowd(telegram)
    for kill in range(KILLS):
        bot = start(breeding)
        goal = len(telegram.sent) + draw.randint(1, 12)
        meets(lambda goal=goal: bool(crowd.ask()) or len(telegram.sent) >= goal)  # type: ignore[misc]
        time.sleep(draw.random() * 0.02)  # somewhere within the work on the next messages
        os.kill(bot, signal.SIGKILL)
        print(f"kill {kill + 1} after {len(telegram.sent)} messages", flush=True)
    bot = start(breeding)
    engine = create_engine(log_url(tmp_path))

    def all_done() -> bool:
        with engine.connect() as db:
            left = [db.execute(select(func.count()).where(table.c.done_at.is_(None))).scalar_one() for table in (t.inbox, t.outbox)]
        return telegram.unconfirmed == 0 and left == [0, 0]

    meets(all_done)
    with engine.connect() as db:
        unknown = db.execute(select(func.count()).select_from(t.outbox).where(t.outbox.c.state == "unknown")).scalar_one()
    engine.dispose()
    os.kill(bot, signal.SIGTERM)
    lost = 0
    for chat, number in crowd.asked.items():
        answers = crowd.answers(chat)
        assert answers == sorted(set(answers)), f"chat {chat}: {answers}"
        lost += number - len(answers)
    asked = sum(crowd.asked.values())
    print(f"{KILLS} kills, {asked} questions: {lost} lost, 0 answered twice, order kept; {unknown} deliveries cut off")
    assert lost <= unknown
    assert asked > 100
