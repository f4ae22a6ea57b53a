"""What can be read off the source: nothing puts markup on a page by itself, and no secret is compared letter by letter."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.shell import ROOT

SECRET = re.compile(r"secret|token|signature|password|\bmac\b|_mac\b|cookie|api_key", re.IGNORECASE)
# Where a name only sounds like a secret: (file, source of the comparison).
HARMLESS = {
    ("assistant/admin/login.py", "password != again"),  # what one person typed twice into one form
}
MARKUP = {
    "*.py": r"ui\.html\(|ui\.markdown\(|ui\.interactive_image\(|add_body_html|sanitize=False|Markup\([^)]",
    "*.html": r"\|\s*safe|autoescape false|innerHTML|\bon\w+=\"",
    "*.js": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function",
}


def python_files() -> list[Path]:
    return [path for package in ("assistant", "knowledge", "ingest") for path in sorted((ROOT / package).rglob("*.py"))]


def without_words(paths: list[Path]) -> list[Path]:
    """Those where a token is no piece of a text."""
    return [path for path in paths if "grounding" not in path.parts and "language" not in path.parts]


def compared(path: Path) -> list[tuple[str, str]]:
    """(file, source) of every == or != that has a secret on one side and no constant on the other."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            continue
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Constant) for side in sides) or any(".c." in ast.unparse(side) for side in sides):
            continue  # a constant is no secret, and a column is compared by the database, by hash
        if any(SECRET.search(ast.unparse(side)) for side in sides):
            found.append((path.relative_to(ROOT).as_posix(), ast.unparse(node)))
    return found


def test_secrets_are_compared_in_constant_time() -> None:
    assert {place for path in without_words(python_files()) for place in compared(path)} - HARMLESS == set()


def test_the_search_sees_such_a_comparison(tmp_path: Path) -> None:
    file = ROOT / "tests" / "security" / "test_source.py"
    assert compared(file) == []
    wrong = ast.parse("if given == settings.webhook_secret: pass")
    assert SECRET.search(ast.unparse(wrong))


@pytest.mark.parametrize("kind", MARKUP)
def test_nothing_goes_around_the_escaping_of_pages(kind: str) -> None:
    pattern = re.compile(MARKUP[kind])
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "assistant").rglob(kind))
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
        if not (path.name == "render.py" and match[0].startswith("Markup("))  # our own class for Telegram, which escapes
    ]
    assert found == []


# Variables that the code itself fills, from names written beside it.
OF_OUR_OWN = {"kind": "assistant/records/asked.py"}


def _from_sqlalchemy(tree: ast.AST) -> set[str]:
    imported = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy")
    return {"text" for node in imported for alias in node.names if alias.name == "text"}


def _foreign(call: ast.Call, file: str) -> list[str]:
    """What is put into a text of SQL and is neither a constant nor ours."""
    values = [part.value for argument in call.args for part in ast.walk(argument) if isinstance(part, ast.FormattedValue)]
    names = [ast.unparse(value) for value in values]
    return [name for name in names if not name.isupper() and OF_OUR_OWN.get(name) != file]


def test_no_sql_is_put_together_from_what_people_type() -> None:
    """A text handed to the database as SQL holds no variable, except names of columns that the code itself lists (marked S608)."""
    found = []
    for path in python_files():
        if "migrations" in path.parts:
            continue
        source, file = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        tree, lines = ast.parse(source), source.splitlines()
        sql = {"db.exec_driver_sql", "connection.exec_driver_sql"} | _from_sqlalchemy(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in sql and _foreign(node, file):
                marked = any("S608" in line for line in lines[node.lineno - 1 : node.end_lineno])
                found += [] if marked else [f"{file}:{node.lineno}"]
    assert found == []
