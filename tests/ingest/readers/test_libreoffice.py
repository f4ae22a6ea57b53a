"""Kinds that LibreOffice opens for us, with the real program where it is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.models import RawDocument, Refused, Unreadable
from ingest.readers import READERS, docx, libreoffice, read_file
from ingest.readers.guard import read_guarded

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SENTENCE = "Quyết định này có hiệu lực kể từ ngày ký, thay thế Quyết định số 12/QĐ-UBND."
needs_program = pytest.mark.skipif(not libreoffice.installed(), reason="LibreOffice is not installed (apt install libreoffice-nogui)")


def impress_is_installed() -> bool:
    """Debian packs Writer and Impress apart; each is a library beside the program."""
    program = libreoffice._program()
    return program is not None and Path(program).resolve().with_name("libsdlo.so").is_file()


needs_impress = pytest.mark.skipif(not impress_is_installed(), reason="Impress is not installed (apt install libreoffice-impress)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .doc, an .odt and, where Impress is installed, a .ppt, made by LibreOffice from files made here."""
    from docx import Document
    from pptx import Presentation

    folder = tmp_path_factory.mktemp("office")
    word = Document()
    word.add_heading("Điều khoản thi hành", 1)
    word.add_paragraph(SENTENCE)
    word.save(str(folder / "cong-van.docx"))
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Hội thảo trí tuệ nhân tạo"
    slide.placeholders[1].text = SENTENCE
    deck.save(str(folder / "cong-van.pptx"))
    for source, into in (("docx", "doc"), ("docx", "odt"), *([("pptx", "ppt")] if impress_is_installed() else [])):
        work = folder / into
        libreoffice._convert(folder / f"cong-van.{source}", into, work)
        (work / "out" / f"cong-van.{into}").rename(folder / f"cong-van.{into}")
    return folder


@needs_program
@pytest.mark.timeout(600)
@pytest.mark.parametrize("suffix", ["odt", pytest.param("ppt", marks=needs_impress)])
def test_kinds_that_only_libreoffice_opens(made: Path, suffix: str) -> None:
    """In the worker, with its limits on time and memory."""
    (document,) = read_guarded(made / f"cong-van.{suffix}")
    assert isinstance(document, RawDocument)
    assert SENTENCE in [block.text.removeprefix("- ") for block in document.blocks]
    assert document.metadata["file_name"] == "cong-van"


@needs_program
@pytest.mark.timeout(600)
def test_a_file_that_our_reader_refuses_is_read_by_libreoffice(made: Path) -> None:
    def refuses(_: Path) -> Iterator[RawDocument | Refused]:
        raise Unreadable("quá cũ")

    (document,) = libreoffice.helped(refuses, "Word (.doc)", "docx", docx.read)(made / "cong-van.doc")
    assert isinstance(document, RawDocument)
    assert [block.text for block in document.blocks] == ["Điều khoản thi hành", SENTENCE]


@needs_program
@pytest.mark.timeout(600)
def test_our_own_reader_comes_first(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_convert", lambda *_: pytest.fail("LibreOffice was asked"))
    (document,) = read_file(made / "cong-van.doc")
    assert isinstance(document, RawDocument)
    assert SENTENCE in [block.text for block in document.blocks]


@needs_program
@pytest.mark.timeout(600)
def test_what_libreoffice_cannot_open_either_keeps_our_reason(tmp_path: Path) -> None:
    def refuses(_: Path) -> Iterator[RawDocument | Refused]:
        raise Unreadable("quá cũ để đọc")

    path = tmp_path / "hong.doc"
    path.write_bytes(OLE + bytes(3000))
    with pytest.raises(Refused, match="quá cũ"):
        list(libreoffice.helped(refuses, "Word (.doc)", "docx", docx.read)(path))


def test_without_libreoffice_the_reason_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "bai.ppt"
    path.write_bytes(OLE + bytes(3000))
    with pytest.raises(Refused, match=r"chưa cài LibreOffice.*pptx"):
        list(READERS[".ppt"](path))
    path.write_bytes(b"khong phai")
    with pytest.raises(Refused, match="bị hỏng"):
        list(READERS[".ppt"](path))


def test_a_program_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = tmp_path / "pid"
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\n/bin/sleep 300 &\necho $! > {pid}\nwait\n", encoding="ascii")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(libreoffice, "_SECONDS", 2)
    path = tmp_path / "bai.ppt"
    path.write_bytes(OLE + bytes(3000))
    with pytest.raises(Refused, match="quá 2 giây"):
        list(READERS[".ppt"](path))
    deadline = time.monotonic() + 60
    while _runs(int(pid.read_text())):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether a process is there and is more than the remains of one that its parent has not asked about."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
