"""Files that staff upload: whole or not at all, whatever they are called, and never lost when publishing goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.admin.documents.names import plain_name
from assistant.admin.documents.tray import TooLarge, Tray


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    return Tray(tmp_path, largest=100)


def put(tray: Tray, name: str, content: bytes = b"x") -> None:
    part = tray.begin()
    part.write(content)
    part.keep(name)
    part.drop()


def names(tray: Tray) -> list[str]:
    return [file.name for file in tray.files()]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Quyết định 123.pdf", "Quyết định 123.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\a.docx", "a.docx"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ("<img src=x onerror=a>.pdf", "_img src=x onerror=a_.pdf"),
        (".env", "env"),
        ("~$khoa.docx", "khoa.docx"),
        ("\u202efdp.exe\x00.pdf", "_fdp.exe_.pdf"),
        ("", "van-ban"),
        (".", "van-ban"),
        ("..", "van-ban"),
        ("a" * 400 + ".pdf", "a" * 176 + ".pdf"),
        ("e\u0302.txt", "ê.txt"),
    ],
)
def test_a_name_is_only_a_name(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_the_same_file_is_kept_once_and_another_of_its_name_beside_it(tray: Tray) -> None:
    for content in (b"a", b"a", b"b", b"a", b"b"):
        put(tray, "q.pdf", content)
    assert names(tray) == ["q (2).pdf", "q.pdf"]


def test_what_was_cut_off_or_is_too_large_leaves_nothing(tray: Tray) -> None:
    part = tray.begin()
    part.write(b"half")
    part.drop()
    large = tray.begin()
    with pytest.raises(TooLarge):
        large.write(b"x" * 101)
    large.drop()
    assert list(tray.folder.iterdir()) == []


def test_publishing_that_went_wrong_is_undone(tray: Tray) -> None:
    put(tray, "q.pdf", b"old")
    tray.move_out(["q.pdf"])
    put(tray, "q.pdf", b"new")
    put(tray, "[a]*.pdf", b"other")
    assert [file.replaces for file in tray.files()] == [False, True]
    moved = tray.move_out(names(tray))
    assert (tray.uploads / "q.pdf").read_bytes() == b"new"
    tray.move_back(moved)
    assert (tray.uploads / "q.pdf").read_bytes() == b"old"
    assert names(tray) == ["[a]_.pdf", "q.pdf"]
    tray.discard(["q.pdf", "khong-co.pdf"])
    with pytest.raises(ValueError, match=r"q\.pdf"):
        tray.move_out(["q.pdf"])


def test_what_a_dead_process_left_half_published_lies_in_the_tray_again(tray: Tray) -> None:
    put(tray, "mot.pdf")
    put(tray, "hai.pdf")
    tray.move_out(["mot.pdf", "hai.pdf"])
    tray.reclaim({str(tray.uploads / "mot.pdf")})
    assert names(tray) == ["hai.pdf"]
    assert (tray.uploads / "mot.pdf").exists()
