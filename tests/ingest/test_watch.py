"""`--watch` as a process of its own and a real folder; every wait is for something to be seen, never for a time to pass."""

from __future__ import annotations

import json
import queue
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import watch
from ingest.watch import Watch
from tests.ingest.conftest import Command
from tests.support.papers import FERTILISER, STRATEGY, write
from tests.support.shell import start

LONG = 120.0


def until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not seen():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class Watching:
    """A running `python -m ingest … --watch --json`, and the reports it prints."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.process = start(data, "-m", "ingest", *arguments, "--watch", "--json", "--settle", "0.5")
        self._reports: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._reports.put(json.loads(line))

    def until(self, path: Path | str, status: str) -> list[dict[str, Any]]:
        """All lines of the reports up to the one in which the file has this status."""
        lines: list[dict[str, Any]] = []
        while not any((line["path"], line["status"]) == (str(path), status) for line in lines):
            lines += self._reports.get(timeout=LONG)["documents"]
        return lines

    def end(self, sign: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(sign)
        _, err = self.process.communicate(timeout=LONG)
        return self.process.returncode, err


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    running: list[Watching] = []

    def begin(*arguments: str) -> Watching:
        running.append(Watching(tmp_path / "data", *arguments))
        return running[-1]

    yield begin
    for one in running:
        one.process.kill()
        one.process.wait()


def test_what_changes_in_a_folder_is_published(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    process = watching(str(folder))
    process.until(folder / "chien-luoc.md", "added")
    for name in ("~$chien-luoc.docx", ".chien-luoc.md.swp", "tai-ve.pdf.crdownload", "chien-luoc.md~", ".an/b.md", "x.tmp"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("# Tệp tạm\n\nKhông phải văn bản.")
    write(folder / "moi", phan_bon=FERTILISER)
    lines = process.until(folder / "moi" / "phan-bon.md", "added")
    assert {Path(line["path"]).name for line in lines} == {"chien-luoc.md", "phan-bon.md"}
    write(folder, chien_luoc=STRATEGY.replace("nhóm 5 nước", "nhóm 4 nước"))
    process.until(folder / "chien-luoc.md", "updated")
    (folder / "chien-luoc.md.yaml").write_text("signer: Nguyễn Văn A\n", encoding="utf-8")
    process.until(folder / "chien-luoc.md", "updated")
    (folder / "moi" / "phan-bon.md").unlink()
    process.until(folder / "moi" / "phan-bon.md", "retired")
    code, err = process.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in err
    assert "Đã dừng theo dõi" in err


def test_a_file_written_bit_by_bit_ends_published_whole(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    process = watching(str(folder))
    process.until(folder / "chien-luoc.md", "added")
    with (folder / "dai.md").open("w", encoding="utf-8") as stream:
        for number in range(15):
            stream.write(f"## Mục {number}\n\nNội dung của mục số {number}.\n\n")
            stream.flush()
            time.sleep(0.1)  # a slow copy; nothing is waited for here
    lines = process.until(folder / "dai.md", "added")
    while [line["chunks"] for line in lines if line["path"].endswith("dai.md")][-1] < 15:
        lines += process.until(folder / "dai.md", "updated")  # only if this machine was too slow for half a second
    assert process.end(signal.SIGTERM)[0] == 0


def test_registered_folders_are_watched_when_none_is_named(tmp_path: Path, watching: Callable[..., Watching], sources: Command) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    assert sources("add", str(folder), "--name", "phong-ban").exit_code == 0
    process = watching()
    process.until(folder / "chien-luoc.md", "added")
    write(folder, phan_bon=FERTILISER)
    process.until(folder / "phan-bon.md", "added")
    assert process.end(signal.SIGINT)[0] == 0
    [source] = json.loads(sources("list", "--json").stdout)["sources"]
    assert (source["outcome"], source["documents"]) == ("updated", 2)


@pytest.mark.parametrize("places", [["https://127.0.0.1/a.pdf"], ["khong-co"], ["{folder}/tep.md"], [], ["{folder}", "--dry-run"]])
def test_only_folders_that_are_there_are_watched(tmp_path: Path, ingest_app: Command, places: list[str]) -> None:
    (tmp_path / "tep.md").write_text(STRATEGY, encoding="utf-8")
    done = ingest_app(*(place.format(folder=tmp_path) for place in places), "--watch")
    assert done.exit_code == 2
    assert "--watch" in done.output or "folder" in done.output


class Following:
    """A watch in a thread of this process; what it published is a list of what it saw in the folder."""

    def __init__(self, *folders: Path, ignored: Path, poll: bool = False) -> None:
        self.folders, self.published, self.told = folders, list[set[str]](), list[str]()
        self.broken = 0
        self.watch = Watch(folders, self._publish, self.told.append, ignored=ignored, settle=0.2, poll=poll)
        self.thread = threading.Thread(target=self.watch.follow, daemon=True)

    def _publish(self, busy: Collection[str]) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        self.published.append({path.name for folder in self.folders for path in folder.rglob("*")} - set(busy))

    def __enter__(self) -> Following:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.stop.set()
        self.thread.join(LONG)
        assert not self.thread.is_alive()

    def until(self, *names: str) -> None:
        until(lambda: bool(self.published) and self.published[-1] == set(names))


@pytest.mark.parametrize("poll", [False, True])
def test_a_folder_that_goes_away_is_waited_for(tmp_path: Path, poll: bool) -> None:
    folder = write(tmp_path / "in", a=STRATEGY)
    with Following(folder, ignored=tmp_path / "data", poll=poll) as following:
        following.until("a.md")
        folder.rename(tmp_path / "away")
        until(lambda: any("Đang đợi" in words for words in following.told))
        published = len(following.published)
        write(tmp_path / "away", b=FERTILISER)
        (tmp_path / "away").rename(folder)
        following.until("a.md", "b.md")
        assert all(seen for seen in following.published[published:])
        write(folder, c=FERTILISER)
        following.until("a.md", "b.md", "c.md")


def test_a_run_that_breaks_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_RETRY_SECONDS", 0.5)
    folder = write(tmp_path / "in", a=STRATEGY)
    following = Following(folder, ignored=tmp_path / "data")
    following.broken = 2
    with following:
        following.until("a.md")
    assert sum("sẽ thử lại" in words.lower() for words in following.told) == 2


def test_what_an_ingest_itself_writes_wakes_nobody(tmp_path: Path) -> None:
    following = Following(tmp_path, ignored=tmp_path / "data")
    assert not following.watch._matters(tmp_path / "data" / "knowledge.sqlite3")
    assert following.watch._matters(tmp_path / "b.md")
    assert not following.watch._matters(tmp_path / ".b.md.swp")
