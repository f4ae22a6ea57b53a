"""`python -m ingest [PATH]… --watch`: follow folders, publish what changes, print the report each time."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from types import FrameType

import typer

from ingest.collect import is_link
from ingest.commands.base import opened_base, print_report
from ingest.pipeline import ingest
from ingest.report import Report
from ingest.watch import Watch
from knowledge.base import KnowledgeBase

Refresh = Callable[[Collection[str]], Report]


def watch(places: list[str], *, as_json: bool, poll: bool, settle: float) -> None:
    """Until Ctrl-C or an end signal; both end cleanly with 0."""
    try:
        with opened_base() as base:
            folders, refresh = _given(base, places) if places else _registered(base)
            signal.signal(signal.SIGTERM, _interrupt)

            def publish(busy: Collection[str]) -> None:
                report = refresh(busy)
                if not as_json:
                    print(f"\n{time.strftime('%H:%M:%S')}")
                print_report(report, as_json=as_json)

            _tell(f"Đang theo dõi: {', '.join(map(str, folders))}. Nhấn Ctrl-C để dừng.")
            Watch(folders, publish, _tell, ignored=base.settings.data_dir, settle=settle, poll=poll).follow()
    except KeyboardInterrupt:
        _tell("Đã dừng theo dõi.")


def _given(base: KnowledgeBase, places: list[str]) -> tuple[list[Path], Refresh]:
    if any(is_link(place) for place in places):
        raise typer.BadParameter("--watch follows folders; for links run `python -m ingest sources refresh` from time to time")
    folders = [Path(place).expanduser().resolve() for place in places]
    if wrong := [str(folder) for folder in folders if not folder.is_dir()]:
        raise typer.BadParameter(f"{wrong[0]} is no folder")
    return folders, lambda busy: ingest(base, [str(folder) for folder in folders], busy=busy)


def _registered(base: KnowledgeBase) -> tuple[list[Path], Refresh]:
    """All registered folders. One whose disk is away now is waited for."""
    from ingest.sources import registry

    sources = [s for s in base.catalogue.sources.all() if not s.is_link and not Path(s.location).is_file()]
    if not sources:
        raise typer.BadParameter("no folder is registered; name one, or add one with `python -m ingest sources add`")
    return [Path(source.location) for source in sources], lambda busy: registry.refresh(base, sources, busy=busy)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
