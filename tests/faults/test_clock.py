"""The clock of a running bot jumps two days on, three days back and to today: each question is answered once, in order.

libfaketime changes the time of a real process while it runs; its monotonic clock goes on, as the kernel's does when a clock is set.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from assistant.records import channel_tables as t
from tests.assistant.conftest import log_url
from tests.support.shell import environment
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import meets

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
JUMPS = ("+0", "+2d", "-3d", "+0")
CHATS = range(1, 9)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed: apt install libfaketime"),
]


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """What is written here is what the bots' clocks are off by."""
    file = tmp_path / "clock"
    file.write_text("+0\n")
    return file


@pytest.fixture
def bots(telegram: TelegramServer, tmp_path: Path, clock: Path) -> Iterator[list[int]]:
    """Two bots on the same tables: they watch each other's signs of life, which carry the time."""
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "TELEGRAM_PER_SECOND": "5000"}
    fake = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.light_bot"],
        env=environment(tmp_path, **more, **fake),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=(tmp_path / "stderr").open("w"),
        text=True,
    )
    assert process.stdin
    assert process.stdout
    names = []
    for _ in range(2):
        process.stdin.write("start\n")
        process.stdin.flush()
        while not (line := process.stdout.readline()).strip().isdigit():
            assert line, (tmp_path / "stderr").read_text()
        names.append(int(line))
    yield names
    for name in names:
        os.kill(name, signal.SIGTERM)
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


@pytest.mark.usefixtures("bots")
def test_a_clock_that_jumps_loses_nothing_and_repeats_nothing(telegram: TelegramServer, tmp_path: Path, clock: Path) -> None:
    for number, jump in enumerate(JUMPS):
        clock.write_text(f"{jump}\n")
        for chat in CHATS:
            telegram.say(chat, f"câu {number}")
        meets(lambda number=number: all(f"re câu {number}" in telegram.texts(chat) for chat in CHATS))  # type: ignore[misc]
    for chat in CHATS:
        answers = [text for text in telegram.texts(chat) if text.startswith("re câu")]
        assert answers == [f"re câu {number}" for number in range(len(JUMPS))]
    engine = create_engine(log_url(tmp_path))
    with engine.connect() as db:
        assert db.execute(select(func.count()).select_from(t.outbox).where(t.outbox.c.state == "unknown")).scalar_one() == 0
        assert db.execute(select(func.count()).select_from(t.owners)).scalar_one() == 2
    engine.dispose()
