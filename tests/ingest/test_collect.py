"""Which files a folder means: links are followed once and never out of it, what is no file is refused with a reason."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.collect import files_under
from tests.support.shell import ROOT


def walked(root: Path) -> tuple[list[str], dict[str, str]]:
    refused: dict[str, str] = {}
    found = [str(path.relative_to(root)) for path in files_under(root, lambda path, reason: refused.update({path.name: reason}))]
    return found, refused


def make(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")
    return root


def test_files_come_in_a_fixed_order_without_hidden_ones_and_sidecars(tmp_path: Path) -> None:
    root = make(tmp_path / "in", "b/2.md", "b/1.md", "a.md", "c.md", "a.md.yaml", ".an.md", "~$mo.docx", ".git/x.md")
    assert walked(root) == (["a.md", "b/1.md", "b/2.md", "c.md"], {})


def test_links_inside_are_followed_once(tmp_path: Path) -> None:
    root = make(tmp_path / "in", "a.md", "that/b.md", ".kho/c.md")
    (root / "lien-ket.md").symlink_to(root / "a.md")
    (root / "vong").symlink_to(root)
    (root / "that" / "vong").symlink_to("..")
    (root / "thu-muc").symlink_to(root / "that")
    (root / "kho").symlink_to(root / ".kho")
    (root / "kho-2").symlink_to(root / ".kho")
    assert walked(root) == (["a.md", "that/b.md", "kho/c.md"], {})


def test_links_that_lead_out_or_nowhere_are_refused(tmp_path: Path) -> None:
    root, outside = make(tmp_path / "in", "a.md"), make(tmp_path / "ngoai", "b.md")
    (root / "ra-ngoai").symlink_to(outside)
    (root / "tep-ngoai.md").symlink_to(outside / "b.md")
    (root / "hong.md").symlink_to(root / "khong-con.md")
    (root / "quan.md").symlink_to("quan.md")
    found, refused = walked(root)
    assert found == ["a.md"]
    assert {name: "ra ngoài" in reason for name, reason in refused.items()} == {
        "ra-ngoai": True,
        "tep-ngoai.md": True,
        "hong.md": False,
        "quan.md": False,
    }
    assert "hỏng" in refused["hong.md"]


def test_what_is_no_file_is_refused_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "in", "a.md")
    os.mkfifo(root / "ong.md")
    monkeypatch.chdir(root)  # the name of a socket may have 100 letters only
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("o-cam.txt")
        found, refused = walked(root)
    assert found == ["a.md"]
    assert {name: "tệp thường" in reason for name, reason in refused.items()} == {"ong.md": True, "o-cam.txt": True}
    assert walked(root / "ong.md")[1] == {"ong.md": refused["ong.md"]}


def test_odd_names(tmp_path: Path) -> None:
    root = make(tmp_path / "in", "hai\ndòng.md", "d" * 240 + ".md", "'\"$(x) [b].md")
    (root / os.fsdecode(b"sai-\xe9.md")).write_text("x", encoding="utf-8")
    found, refused = walked(root)
    assert sorted(found) == sorted(["hai\ndòng.md", "d" * 240 + ".md", "'\"$(x) [b].md"])
    assert [("\udce9" in name, "UTF-8" in reason) for name, reason in refused.items()] == [(True, True)]


def test_a_folder_that_may_not_be_opened_is_refused(tmp_path: Path) -> None:
    """As a plain user: root may open everything."""
    root = make(tmp_path / "in", "a.md", "kin/b.md")
    (root / "kin").chmod(0)
    code = (
        "import os, sys; from pathlib import Path; from ingest.collect import files_under\n"
        "folder = os.open(sys.argv[1], os.O_RDONLY)\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "os.fchdir(folder); refused = []\n"
        "print([str(p) for p in files_under(Path('.'), lambda path, reason: refused.append(f'{path.name}: {reason}'))], refused)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    (root / "kin").chmod(0o700)
    assert "['a.md']" in done.stdout, done.stderr
    assert "kin: Không mở được thư mục" in done.stdout
