"""An announcer as a process that a test may kill: real tables in DATA_DIR, one new law, a channel that only renders.

python -m tests.support.light_announcer        reads lines: each "start" forks one and prints its process id
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from assistant.announcer import Announcer
from assistant.delivery.telling import Telling
from assistant.news import walk
from assistant.news.hours import QuietHours
from assistant.news.plan import Plan
from assistant.records.channel_records import ChannelRecords
from knowledge.models import Document
from tests.support.fake_assistant import FakeAssistant
from tests.support.fake_channel import FakeChannel
from tests.support.shelf import Shelf

LAW = Document("moi", "Luật về dữ liệu", kind="Luật", number="9/2026/QH15", issuer="Quốc hội", issued_on=date(2026, 11, 1))
PLAN = Plan(quiet=QuietHours(0, 0), wait=timedelta(0))


def opened(folder: Path) -> ChannelRecords:
    """The tables in a folder."""
    return ChannelRecords.open(f"sqlite:///{folder / 'assistant.sqlite3'}", folder)


def announcer(records: ChannelRecords, shelf: Shelf) -> Announcer:
    """With a lease that is over soon after its holder died."""
    return Announcer(records, FakeAssistant(), shelf, Telling({"fake": FakeChannel()}), PLAN, lease=timedelta(seconds=0.05))


def work(folder: Path) -> None:
    """Round after round, until killed."""
    walk.AT_A_TIME = 3
    one = announcer(opened(folder), Shelf([LAW]))
    while True:
        one.round()
        time.sleep(0.005)


def main() -> None:
    """Fork one for each line."""
    from cryptography.fernet import Fernet  # noqa: F401  (imported before the fork)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            sys.stdin.close()
            work(Path(os.environ["DATA_DIR"]))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
