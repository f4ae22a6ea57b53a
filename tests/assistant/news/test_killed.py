"""kill -9 while it tells a crowd: who goes on leaves nobody out and tells nobody twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from assistant.records import channel_tables as c
from assistant.records.channel_records import ChannelRecords
from assistant.records.writing import writing
from tests.support.light_announcer import announcer, opened
from tests.support.shelf import Shelf
from tests.support.shell import environment
from tests.support.waiting import meets

KILLS, CROWD = 15, 240


def told(records: ChannelRecords) -> int:
    with records.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(c.outbox)).scalar_one())


def test_killed_again_and_again(tmp_path: Path) -> None:
    records, draw = opened(tmp_path), random.Random(7)
    first_day = announcer(records, Shelf([]))
    first_day.round()
    first_day.leave()
    with writing(records.engine) as db:
        for n in range(CROWD):
            records.chats.agree("fake", f"c{n:03}", f"to-{n}")(db)
            records.subscriptions.add("fake", f"c{n:03}", "documents")(db)
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.support.light_announcer"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdin
    assert parent.stdout
    for kill in range(KILLS + 1):
        before = told(records)
        parent.stdin.write("start\n")
        parent.stdin.flush()
        child = int(parent.stdout.readline())
        goal = CROWD if kill == KILLS else min(CROWD, before + draw.randint(1, CROWD // KILLS))
        meets(lambda goal=goal: told(records) >= goal)  # type: ignore[misc]
        time.sleep(draw.random() * 0.01)
        os.kill(child, signal.SIGKILL)
    parent.stdin.close()
    parent.wait(30)
    parent.stdout.close()
    with records.engine.connect() as db:
        chats = db.execute(select(c.outbox.c.chat)).scalars().all()
    assert sorted(chats) == [f"c{n:03}" for n in range(CROWD)]
    records.close()
