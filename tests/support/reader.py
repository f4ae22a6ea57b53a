"""A second process that has the knowledge base open, as a server has, and answers one question at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.shell import environment

_SERVER = """
import json, sys
from knowledge.base import KnowledgeBase
from knowledge.search import search
from knowledge.settings import KnowledgeSettings
base = KnowledgeBase(KnowledgeSettings(_env_file=None))
for line in sys.stdin:
    passages = search(base, line.strip()).passages
    found = [[p.document.document_id, p.chunk.text, p.meaning != 0] for p in passages]
    print(json.dumps({"release": base.view().release.number, "found": found}), flush=True)
"""


class Reader:
    """Ask it; it tells the release it sees and what it finds."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, question: str) -> dict[str, Any]:
        """{"release": number, "found": [[document id, text, whether it has a vector], …]}"""
        assert self._process.stdin
        assert self._process.stdout
        print(question, file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def reader(data_dir: Path) -> Iterator[Reader]:
    """Start it, and end it when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        env=environment(data_dir),
        cwd=data_dir.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield Reader(process)
        finally:
            process.kill()
