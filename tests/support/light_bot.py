"""The chat channels with an assistant that only echoes, as processes that a test may kill: real inbox, worker, outbox, Telegram.

    python -m tests.support.light_bot        reads lines: each "start" forks one bot and prints its process id

Forking from a process that has imported everything already gives a new bot in a tenth of a second.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import date
from typing import Any, Literal

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.telegram import channel  # noqa: F401  (imported before the fork)
from assistant.delivery.opening import open_office
from assistant.models import Answer, Question, Status
from assistant.settings import Settings
from tests.support.empty_library import EmptyLibrary

SECONDS_OF_WORK = 0.01


class Echo:
    """Says back what it was asked, after a little work."""

    def answer(self, question: Question) -> Answer:
        time.sleep(SECONDS_OF_WORK)
        return Answer(question.answer_id or "", Status.ANSWERED, f"re {question.text}", date(2026, 11, 22), 1)

    def record_feedback(self, answer_id: str, value: Literal["up", "down"], comment: str | None) -> bool:
        return True

    def health(self) -> dict[str, Any]:
        return {"status": "ok"}

    def quick_questions(self) -> tuple[str, ...]:
        return ()


def work() -> None:
    """One bot, until it is killed or interrupted."""
    assistant = Echo()
    office = open_office(Settings(), assistant, EmptyLibrary())  # type: ignore[arg-type]

    async def run() -> None:
        task = asyncio.ensure_future(office.run(AnswerDesk(assistant, 4, 64)))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(run())
    office.close()


def main() -> None:
    """Fork a bot for each line."""
    from cryptography.fernet import Fernet  # noqa: F401  (imported before the fork)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            sys.stdin.close()
            work()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
