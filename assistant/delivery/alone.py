"""What only one of several equal processes may do, such as asking a platform for updates. When it dies, another one goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from assistant.delivery.threads import DatabaseThreads
from knowledge.locks import Locks

LOOK_AGAIN = 1.0
log = structlog.get_logger(__name__)


async def alone(locks: Locks, threads: DatabaseThreads, what: str, work: Callable[[], Awaitable[None]]) -> None:
    """Wait until no other process does `what`, then do it to its end. Whoever loses the lock stops, and waits again."""
    while True:
        lock = locks.named(f"alone-{what}")
        while not await threads(lock.acquire, 0.0):
            await asyncio.sleep(LOOK_AGAIN)
        doing = asyncio.ensure_future(work())
        try:
            while await threads(lock.held):
                await asyncio.wait({doing}, timeout=LOOK_AGAIN)
                if doing.done():
                    return doing.result()
            log.warning("no_longer_alone", what=what)
        finally:
            doing.cancel()
            await asyncio.wait({doing})
            lock.release()
