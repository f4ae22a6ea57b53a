"""`python -m ingest releases|diff|rollback|gc` as a person and as a script run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from knowledge.base import KnowledgeBase
from tests.conftest import make_settings
from tests.ingest.conftest import Command
from tests.support.papers import changes, paper, publish
from tests.support.shell import run


@pytest.fixture
def command(ingest_app: Command, tmp_path: Path) -> Command:
    """`command("diff", "1", "2")` on three releases, of which the last was published past the gate."""
    base = KnowledgeBase(make_settings(tmp_path / "data"))
    publish(base, paper("a", "một", "chung"), paper("b", "gỡ"))
    publish(base, paper("a", "hai", "chung", digest="2", signer="Bà B"), paper("c", "thêm"), retired=["b"])
    forced = base.build(changes([paper("d", "bốn")]))
    base.catalogue.releases.note(forced.release, {"passed": False}, forced=True)
    base.activate(forced)
    base.close()
    return ingest_app


def machine(done: Result) -> dict[str, Any]:
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def person(done: Result) -> str:
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_releases_and_diff_for_machines(command: Command) -> None:
    listed = machine(command("releases", "--json"))
    assert listed["active"] == 3
    assert [(r["number"], r["based_on"], r["active"], r["gone"], r["forced"], r["documents"]) for r in listed["releases"]] == [
        (3, 2, True, False, True, 3),
        (2, 1, False, False, False, 2),
        (1, 0, False, False, False, 2),
    ]
    found = machine(command("diff", "1", "2", "--json"))
    assert (found["from"], found["to"]) == (1, 2)
    assert [(d["document_id"], d["chunks"]) for d in found["added"]] == [("c", 1)]
    assert [(d["document_id"], d["chunks"]) for d in found["retired"]] == [("b", 1)]
    [updated] = found["updated"]
    assert (updated["document_id"], updated["fields"]) == ("a", ["signer"])
    assert updated["chunks"] == {"changed": ["đoạn 1"], "added": [], "removed": [], "unchanged": 1}


def test_going_back_and_letting_old_releases_go_for_people(command: Command) -> None:
    shown = person(command("diff", "1", "2"))
    for words in ("thêm mới", "cập nhật", "sửa: đoạn 1", "lý lịch đổi: người ký", "giữ nguyên 1 đoạn", "gỡ bỏ: 1"):
        assert words in shown
    assert "từ bản phát hành 3 về bản 2" in person(command("rollback", "2"))
    collected = machine(command("gc", "--keep", "1", "--json"))
    assert (collected["releases"], collected["documents"], collected["chunks"]) == ([1], 2, 2)
    shown = person(command("releases"))
    for words in ("ĐANG DÙNG", "công bố bằng --force", "đã dọn"):
        assert words in shown
    for number, why in (("1", "Bản phát hành 1 đã được dọn đi"), ("9", "Không có bản phát hành 9")):
        refused = command("rollback", number)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert why in refused.stderr
    assert machine(command("releases", "--json"))["active"] == 2


def test_commands_that_look_at_releases_do_not_wait_for_those_that_read(tmp_path: Path) -> None:
    """A rollback takes less than a second, Python's own start included; see tests/bench for the figure."""
    heavy = ("ingest.pipeline", "ingest.readers", "knowledge.base", "langchain_core")
    done = run(tmp_path / "data", "-c", f"import sys, ingest.commands; print(*(name for name in {heavy!r} if name in sys.modules))")
    assert (done.returncode, done.stdout.split()) == (0, [])
