"""Reading in a worker: limits on time and memory, a worker that dies, a file that changes; and files that are not what they say."""

from __future__ import annotations

import os
import signal
import struct
import threading
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.models import RawDocument, Refused
from ingest.readers import READERS, guard, read_file, reader_for
from ingest.readers.guard import read_guarded

TEXT = "Quyết định này có hiệu lực kể từ ngày ký."
RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard Thong bao so 5\par Noi dung\par}"


@pytest.fixture(autouse=True)
def _no_worker_left() -> None:
    guard.stop_workers()


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_worker_reads_and_is_kept_warm(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT.encode())
    assert list(read_guarded(path)) == list(read_file(path))
    worker = guard._idle[0].process.pid
    list(read_guarded(path))
    assert guard._idle[0].process.pid == worker


def test_a_refusal_comes_through_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="trống"):
        list(read_guarded(write(tmp_path, "a.txt", b"")))
    with pytest.raises(FileNotFoundError):
        list(read_guarded(tmp_path / "khong-co.txt"))


def test_a_slow_file_is_stopped_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT.encode())
    list(read_guarded(path))
    os.kill(guard._idle[0].process.pid, signal.SIGSTOP)  # as slow as a file can be
    with pytest.raises(Refused, match="quá 1 giây"):
        list(read_guarded(path, seconds=1))
    assert list(read_guarded(path))


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "to.txt", (TEXT * 1000 + "\n").encode() * 1500)
    with pytest.raises(Refused, match="bộ nhớ"):
        list(read_guarded(path, megabytes=120))


def test_a_worker_that_dies_costs_one_refusal(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT.encode())
    list(read_guarded(path))
    victim = guard._idle[0].process
    os.kill(victim.pid, signal.SIGSTOP)
    threading.Timer(0.3, victim.kill).start()
    with pytest.raises(Refused, match="dừng đột ngột"):
        list(read_guarded(path, seconds=20))
    assert list(read_guarded(path))


@pytest.mark.parametrize(("name", "reader"), [("cong-van.pdf", "rtf"), ("cong-van.docx", "rtf"), ("cong-van.xyz", "rtf")])
def test_a_mislabelled_file_is_read_as_what_it_is(tmp_path: Path, name: str, reader: str) -> None:
    path = write(tmp_path, name, RTF)
    assert reader_for(path) is not None
    (document,) = read_file(path)
    assert isinstance(document, RawDocument)
    assert document.metadata["read_as"] == reader
    assert [block.text for block in document.blocks] == ["Thong bao so 5", "Noi dung"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("trong.pdf", b"", "trống"),
        ("rac.docx", b"khong phai", "bị hỏng"),
        ("cut.docx", b"PK\x03\x04" + b"\0" * 40, "bị hỏng"),
        ("cut.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bị hỏng"),
        ("cut.rtf", rb"{\rtf1\ansi Dang do", "cắt cụt"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "bị hỏng"),
        ("la.xls", b"khong phai excel", "bị hỏng"),
        ("nen.txt", b"7z\xbc\xaf\x27\x1c rac", "ZIP"),
        ("nhi-phan.txt", bytes(range(256)) * 4, "bảng mã"),
    ],
)
def test_bad_files_are_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        list(read_file(write(tmp_path, name, data)))


def test_an_unknown_kind_has_no_reader(tmp_path: Path) -> None:
    assert reader_for(write(tmp_path, "phim.mkv", b"\x1aE\xdf\xa3")) is None


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(Refused, match="1024 MB"):
        list(read_file(path))


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x">&b;</w:document>'
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", bomb)
    with pytest.raises(Refused, match="DOCTYPE"):
        list(read_file(path))


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".png", ".jpg", ".jpeg", ".tif", ".tiff"}))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    starts = {
        ".pdf": b"%PDF-1.4\n",
        ".rtf": b"{\\rtf1 ",
        ".zip": b"PK\x05\x06",
        ".html": b"<html>",
        ".htm": b"<table>",
        ".doc": struct.pack("<Q", 0),
    }
    with suppress(Refused):
        list(read_file(write(tmp_path, f"a{suffix}", starts.get(suffix, b"") + data)))
