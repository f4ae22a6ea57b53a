"""Figures beside what is wanted of them, and the usage of a service over time."""

from __future__ import annotations

import asyncio
import statistics
import time

from tests.load.service import Service, Usage

LOOKS = 100


def verdict(what: str, figure: str, good: bool, wanted: str) -> bool:
    """Print a figure beside what is wanted of it."""
    print(f"{'ok    ' if good else 'MISSED'} {what}: {figure} (wanted: {wanted})", flush=True)
    return good


async def watch(service: Service, seconds: float) -> list[Usage]:
    """Look at it a hundred times."""
    usages, started = [], time.monotonic()
    while time.monotonic() - started < seconds:
        usages.append(service.usage())
        await asyncio.sleep(seconds / LOOKS)
    return usages


def warm_and_last(usages: list[Usage]) -> tuple[Usage, Usage]:
    """The medians of the second and of the last fifth: what is warmed up, and how it ended."""
    fifth = max(1, len(usages) // 5)

    def median(some: list[Usage]) -> Usage:
        columns = ([getattr(u, name) for u in some] for name in Usage.__dataclass_fields__)
        return Usage(*(statistics.median(column) for column in columns))  # type: ignore[arg-type]

    return median(usages[fifth : 2 * fifth]), median(usages[-fifth:])
