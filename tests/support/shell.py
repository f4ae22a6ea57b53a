"""The project's commands as a person runs them: a fresh Python in another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """This process's environment with DATA_DIR, for a command that must not read a developer's own settings."""
    return {**os.environ, "DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "120", **more}


def start(data_dir: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start `python ARGUMENTS…` in the data folder's parent, where no `.env` is."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(data_dir, **more),
        cwd=data_dir.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def run(data_dir: Path, *arguments: str, timeout: float = 150, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS…` to its end."""
    process = start(data_dir, *arguments, **more)
    out, err = process.communicate(timeout=timeout)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def ingest_command(data_dir: Path, *arguments: str | Path, **more: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report of `python -m ingest … --json`."""
    done = run(data_dir, "-m", "ingest", *map(str, arguments), "--json", **more)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)
