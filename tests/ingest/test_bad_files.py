"""A folder full of bad files: each fails alone with a reason, the good ones are published, time and memory stay bounded."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest.readers import guard
from ingest.report import Line, Outcome
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from tests.support.bad_files import BAD, write_bad_files
from tests.support.every_format import FONTS
from tests.support.papers import FERTILISER, STRATEGY, by_id, take_in, write
from tests.support.shell import ROOT

ALSO = {"lon.pdf": "1024 MB", "ong.txt": "tệp thường", "ra-ngoai.txt": "ra ngoài"}
needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)")


@needs_fonts
def test_every_bad_file_fails_alone_with_its_reason(base: KnowledgeBase, tmp_path: Path) -> None:
    guard.stop_workers()
    folder = write(write_bad_files(tmp_path / "in"), chien_luoc=STRATEGY)
    earlier = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.monotonic()
    report = take_in(base, folder)
    assert time.monotonic() - started < 300, "it takes some seconds; a hang would take for ever"

    lines: dict[str, list[Line]] = {}
    for line in report.documents:
        lines.setdefault(Path(line.path).name, []).append(line)
    for name, reason in {**{name: reason for name, (_, reason) in BAD.items()}, **ALSO, "chien-luoc.md": None}.items():
        told = " ".join(line.reason for line in lines[name])
        assert "ngoài dự kiến" not in told, (name, told)
        if reason is None:
            assert [line.status for line in lines[name]] == [Outcome.ADDED], (name, told)
        elif reason:
            assert {line.status for line in lines[name]} == {Outcome.FAILED}, name
            assert reason in told, (name, told)
            assert re.search("[à-ỹ]", told)
    assert set(base.view().documents) >= {"chien-luoc", "mo-ta-sai", "chay-lenh", "trieu-muc"}
    assert not (tmp_path.parent / "etc").exists()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest < max(3_000_000, earlier + 1), "kilobytes: a reader may take 2 GB above its own size"
    assert "tap huan" in fold(base.catalogue.chunks_of("chay-lenh", 1)[0].text)


def test_a_file_that_changes_while_it_is_read_fails_and_keeps_its_published_version(base: KnowledgeBase, tmp_path: Path) -> None:
    guard.stop_workers()  # so that the one idle afterwards is the one that reads next
    folder = write(tmp_path / "in", phan_bon=FERTILISER)
    take_in(base, folder)
    write(folder, phan_bon=FERTILISER.replace("ba ngày", "bốn ngày"))
    worker = guard._idle[-1].process
    os.kill(worker.pid, signal.SIGSTOP)

    def change() -> None:
        while guard._idle:  # until the worker is hired: the file's state has been noted by then
            time.sleep(0.005)
        write(folder, phan_bon=FERTILISER.replace("ba ngày", "năm mươi ngày"))
        os.kill(worker.pid, signal.SIGCONT)

    changing = threading.Thread(target=change)
    changing.start()
    line = by_id(take_in(base, folder))[None]
    changing.join()
    assert (line.status, "Tệp bị sửa trong lúc đang đọc" in line.reason) == (Outcome.FAILED, True)
    assert "ba ngày" in base.catalogue.chunks_of("phan-bon", base.view().release.number)[0].text
    assert by_id(take_in(base, folder))["phan-bon"].status is Outcome.UPDATED


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    """As a plain user: root may read everything."""
    (write(tmp_path / "in", phan_bon=FERTILISER) / "phan-bon.md").chmod(0)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from ingest.reading import documents_in; from ingest.readers import read_file\n"
        "import ingest.readers.markdown, ingest.readers.decoding\n"
        "folder = os.open(sys.argv[1], os.O_RDONLY)\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "os.fchdir(folder)\n"
        "print(*documents_in(Path('phan-bon.md'), read_file))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "in")], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "Không có quyền đọc tệp này.", done.stderr


def test_documents_of_a_folder_that_cannot_be_opened_stay(base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    write(folder / "kin", phan_bon=FERTILISER)
    take_in(base, folder)
    (folder / "kin").rename(tmp_path / "that")
    (folder / "kin").symlink_to(tmp_path / "that")  # root may open any folder, so this one is closed by leading out
    report = take_in(base, folder)
    assert sorted(line.status.value for line in report.documents) == ["failed", "unchanged"]
    assert set(base.view().documents) == {"chien-luoc", "phan-bon"}


def test_odd_names_are_read_or_told(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    (folder / "hai\ndòng.md").write_text(FERTILISER, encoding="utf-8")
    (folder / f"{'d' * 251}.md").write_text("Văn bản có tên rất dài.", encoding="utf-8")
    (folder / os.fsdecode(b"sai-\xe9.md")).write_text("x", encoding="utf-8")
    report = take_in(base, folder)
    assert {line.document_id for line in report.documents} == {"chien-luoc", "hai-dong", "d" * 120, None}
    [refused] = [line for line in report.documents if line.document_id is None]
    assert (refused.path.endswith("sai-\\udce9.md"), "UTF-8" in refused.reason) == (True, True)
    assert {line.status.value for line in take_in(base, folder).documents} == {"unchanged", "failed"}
