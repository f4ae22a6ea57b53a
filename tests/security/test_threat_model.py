"""docs/security.md is no wish: every threat has its row, and every file and test that the page names is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.shell import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
THREATS = (
    "SSRF",
    "Path traversal",
    "Archive bombs",
    "Parser bombs",
    "XSS: chat page",
    "XSS: admin pages",
    "XSS: Telegram HTML",
    "CSRF",
    "Session fixation",
    "Brute force",
    "Header injection",
    "Open redirect",
    "Webhook forgery",
    "Rate-limit evasion",
    "Prompt injection",
    "Leaks between conversations",
    "Log injection",
    "Secrets in logs and errors",
    "Timing of comparisons",
)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`((?:assistant|knowledge|ingest|deploy|tests|\.ci)/[\w./-]+\.\w+|bot\.py)`")


def rows() -> dict[str, list[str]]:
    """The cells of the table of threats, by their first one."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| **")]
    return {row[0].strip("*"): row[1:] for row in cells}


@pytest.mark.parametrize("threat", THREATS)
def test_a_threat_has_what_could_happen_what_stands_against_it_and_a_test(threat: str) -> None:
    happens, against, shown = rows()[threat]
    assert happens
    assert FILE.search(against), "no file is named"
    assert TEST.search(shown), "no test is named"


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(PAGE)
    assert len(named) > 60
    written = {
        file: {node.name for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))) if isinstance(node, FUNCTIONS)}
        for file in {file for file, _ in named}
    }
    assert [f"{file}::{test}" for file, test in named if test not in written[file]] == []


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_every_file_that_is_named_exists() -> None:
    assert [name for name in FILE.findall(PAGE) if not (ROOT / name).is_file()] == []
