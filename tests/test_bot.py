"""`python bot.py` as a person runs it: real processes, a real folder, a real port."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.shell import ROOT, environment, run, start

BOT = str(ROOT / "bot.py")
ANSWER_FIELDS = {"answer_id", "status", "text", "sources", "as_of", "release", "timings_ms"}
SOURCE_FIELDS = set(
    "document_id number kind title issuer issued_on effective_from effective_to in_force locator page quote url".split()  # noqa: SIM905
)
VALIDITY = "Quyết định 127 còn hiệu lực không?"
OLD, NEW, REPORT = "quyet-dinh-127-qd-ttg", "quyet-dinh-1671-qd-ttg", "bao-cao-kien-giang-28-12-2021"


@pytest.fixture(scope="module")
def data(starter_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter documents, ingested; the question log of these commands comes beside them."""
    return shutil.copytree(starter_folder, tmp_path_factory.mktemp("bot") / "data")


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The JSON lines of a command that went well."""
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used, in seconds; infinite where /proc does not tell (proc(5), fields 14 and 15)."""
    file = Path(f"/proc/{pid}/stat")
    if not file.is_file():
        return float("inf")
    fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Serving:
    """A running `python bot.py`."""

    process: subprocess.Popen[str]
    address: str
    seconds_to_start: float

    def ask(self, question: str) -> dict[str, Any]:
        answer = httpx.post(f"{self.address}/api/ask", json={"question": question}, timeout=30)
        assert answer.status_code == 200
        return dict(answer.json())


@contextmanager
def serving(data: Path) -> Iterator[Serving]:
    """Start the server and wait until it is healthy; killed at the end if it has not stopped."""
    port = free_port()
    started = time.perf_counter()
    process = start(data, BOT, PORT=str(port), PYTHONUNBUFFERED="1")
    address = f"http://127.0.0.1:{port}"
    try:
        while time.perf_counter() - started < 60:
            if process.poll() is not None:
                pytest.fail(process.communicate()[1])
            try:
                httpx.get(f"{address}/health", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Serving(process, address, time.perf_counter() - started)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_ask_prints_the_contracts_object(data: Path) -> None:
    [answer] = lines(run(data, BOT, "ask", VALIDITY, "--json", "--as-of", "2026-11-22"))
    assert set(answer) >= ANSWER_FIELDS
    assert answer["status"] == "answered"
    assert (answer["as_of"], answer["release"]) == ("2026-11-22", 1)
    assert all(set(source) >= SOURCE_FIELDS for source in answer["sources"])
    assert answer["sources"][0]["document_id"] == OLD
    assert answer["sources"][0]["in_force"] is False
    [earlier] = lines(run(data, BOT, "ask", VALIDITY, "--json", "--as-of", "2022-05-01"))
    assert earlier["sources"][0]["in_force"] is True
    assert earlier["text"] != answer["text"]


def test_ask_shows_people_the_answer_its_sources_and_that_it_is_automatic(data: Path) -> None:
    done = run(data, BOT, "ask", "ai ky bao cao")
    assert done.returncode == 0
    assert "Nguyễn Lưu Trung" in done.stdout
    assert "[1]" in done.stdout
    assert "tự động" in done.stdout
    assert "{" not in done.stdout


def test_jsonl_gives_every_id_back_and_conversations_are_dialogues(data: Path, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a1", "question": "Báo cáo Kiên Giang do ai ký?", "conversation": "a"},
        {"id": 2, "question": "Luật Trí tuệ nhân tạo quy định những gì về minh bạch?", "conversation": "b"},
        {"id": "a2", "question": "ban hành ngày nào?", "conversation": "a"},
        {"id": "b2", "question": "ban hành ngày nào?", "conversation": "b"},
        {"id": "trống", "question": ""},
        {"id": "thiếu"},
        {"id": "ngày", "question": VALIDITY, "as_of": "2022-05-01"},
        {"question": "giá vàng hôm nay"},
    ]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    bad = b'\n{"id": "utf", "question": "Quy\xff\xfet \xc3"}\n'
    file = tmp_path / "questions.jsonl"
    file.write_bytes(text + bad)
    answers = lines(run(data, BOT, "ask", "--jsonl", str(file), "--as-of", "2026-11-22"))
    assert [a["id"] for a in answers] == [row.get("id") for row in rows] + ["utf"]
    assert all(set(a) >= ANSWER_FIELDS | {"id"} for a in answers)
    by_id = {a["id"]: a for a in answers}
    assert by_id["a2"]["sources"][0]["document_id"] == REPORT
    assert by_id["b2"]["sources"][0]["document_id"] == "luat-134-2025-qh15-tri-tue-nhan-tao"
    assert by_id["trống"]["status"] == by_id["thiếu"]["status"] == "blocked_empty"
    assert by_id["ngày"]["as_of"] == "2022-05-01"
    assert by_id["utf"]["status"] == "blocked_unreadable"
    assert by_id[None]["status"].startswith("unanswerable")


@pytest.mark.parametrize("line", ['{"id": 1, "question": "x"', "[1, 2]", '"chữ"', '{"id": 1, "question": "x", "as_of": "hôm qua"}'])
def test_a_bad_line_is_named_and_exits_with_2(data: Path, tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"id": "tốt", "question": "xin chào"}\n' + line, encoding="utf-8")
    done = run(data, BOT, "ask", "--jsonl", str(file))
    assert done.returncode == 2
    assert "line 2" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_utf8_on_the_command_line(data: Path) -> None:
    command = [os.fsencode(a) for a in (sys.executable, BOT, "ask")]
    done = subprocess.run(
        [*command, b"Quy\xff\xfet \xc3\x28", b"--json"],
        env=environment(data),
        cwd=data.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "blocked_unreadable"
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--jsonl"),
        (("câu", "--jsonl", BOT), "--jsonl"),
        (("câu", "--as-of", "22/11/2026"), "as-of"),
        (("--jsonl", "khong-co.jsonl"), "khong-co.jsonl"),
    ],
)
def test_wrong_arguments_exit_with_2(data: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(data, BOT, "ask", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "accepts"),
    [
        ("PORT", "abc", "65535"),
        ("PORT", "70000", "65535"),
        ("ANSWER_THRESHOLD", "2", "0"),
        ("DENSE_WEIGHT", "x", "0"),
        ("DATABASE_URL", "what://", "SQLAlchemy"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(tmp_path: Path, name: str, value: str, accepts: str) -> None:
    done = run(tmp_path / "data", BOT, timeout=60, **{name: value})
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{name}={value}")
    assert accepts in line
    assert done.stdout == ""


def test_a_port_in_use_is_said_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path / "data", BOT, PORT=str(port))
    assert done.returncode not in (0, 2)
    [line] = done.stderr.splitlines()
    assert f"PORT={port}" in line
    assert not (tmp_path / "data" / "knowledge.sqlite3").exists()


def test_serving(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One server through its life: warm start, health, answers, twenty questions at once, Ctrl-C."""
    with serving(data) as server:
        started = time.perf_counter()
        answer = server.ask(VALIDITY)
        first = server.seconds_to_start + time.perf_counter() - started
        own = cpu_seconds(server.process.pid)
        assert answer["status"] == "answered"
        assert set(answer) >= ANSWER_FIELDS
        health = httpx.get(f"{server.address}/health", timeout=5)
        assert health.status_code == 200
        assert health.json()["status"] == "ok"
        assert health.json()["documents"] >= 25
        page = httpx.get(f"{server.address}/", timeout=5)
        assert page.status_code == 200
        assert "text/html" in page.headers["content-type"]
        delays = health_while_asking(server)
        with capsys.disabled():
            print(f"\nfirst answer {first:.2f} s, {own:.1f} s of work")
            print(f"/health beside 20 questions: {statistics.median(delays):.3f} s, worst {max(delays):.3f} s")
        stopping = time.perf_counter()
        server.process.send_signal(signal.SIGINT)
        out, err = server.process.communicate(timeout=20)
        seconds = time.perf_counter() - stopping
    # It takes a few tenths of a second, at most 2 on a quiet machine; one that waits for something takes 5 and more.
    assert seconds < 5, f"stopped after {seconds:.1f} s"
    assert server.process.returncode == 0
    assert "Traceback" not in err
    box = [line for line in out.splitlines() if line[:1] in "╭│╰┌└"]
    assert any(f"{server.address}/" in line for line in box), out


def health_while_asking(server: Serving) -> list[float]:
    """Twenty questions at once, all answered; the seconds that `/health` took meanwhile."""
    questions = [
        f"{q} ({n})" for n in range(5) for q in (VALIDITY, "ai ký báo cáo", "Kiên Giang giao cơ quan nào chủ trì?", "mục tiêu đến năm 2030")
    ]
    delays: list[float] = []
    done = threading.Event()

    def watch() -> None:
        with httpx.Client(timeout=10) as client:
            while not done.is_set():
                asked = time.perf_counter()
                assert client.get(f"{server.address}/health").status_code == 200
                delays.append(time.perf_counter() - asked)
                time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with ThreadPoolExecutor(len(questions)) as pool:
            answers = list(pool.map(server.ask, questions))
    finally:
        done.set()
        watcher.join(20)
    assert {a["status"] for a in answers} <= {"answered", "unanswerable_no_match"}
    assert sum(a["status"] == "answered" for a in answers) >= 15
    assert len({a["answer_id"] for a in answers}) == 20
    assert delays
    return delays


def test_a_restart_keeps_the_questions_of_before(data: Path) -> None:
    lines(run(data, BOT, "ask", "xin chào", "--json"))
    lines(run(data, BOT, "ask", "cảm ơn", "--json"))
    with sqlite3.connect(data / "assistant.sqlite3") as db:
        asked = [row[0] for row in db.execute("SELECT question FROM turns ORDER BY asked_at DESC LIMIT 2")]
    db.close()
    assert asked == ["cảm ơn", "xin chào"]


def test_help_names_the_commands(tmp_path: Path) -> None:
    done = run(tmp_path / "data", BOT, "--help")
    assert done.returncode == 0
    assert re.search(r"\bserve\b", done.stdout)
    assert re.search(r"\bask\b", done.stdout)
