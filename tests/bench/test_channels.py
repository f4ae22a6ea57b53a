"""The chat channels under load, against a Bot API on this machine: order and loss, what the layer costs, how fast webhooks are."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.assistant.channels.telegram.test_kill import start
from tests.bench.test_bench import line
from tests.support.light_bot import SECONDS_OF_WORK
from tests.support.shell import ROOT, environment
from tests.support.shell import start as start_command
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import meets
from tests.test_bot import free_port

pytestmark = pytest.mark.bench
SECRET = "mot-bi-mat-du-dai-123"


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
    assert server.broken_rules == []


@pytest.fixture
def bot(telegram: TelegramServer, tmp_path: Path) -> Iterator[int]:
    """A bot that answers after a hundredth of a second, in a process of its own."""
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "TELEGRAM_PER_SECOND": "5000"}
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.support.light_bot"],
        env=environment(tmp_path, **more),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process = start(parent)
    yield process
    os.kill(process, signal.SIGTERM)
    parent.communicate(timeout=60)


def answers(telegram: TelegramServer, chat: int) -> list[str]:
    return [text for text in telegram.texts(chat) if text.startswith("re ")]


def test_a_thousand_chats_at_once(telegram: TelegramServer, bot: int) -> None:
    """Each asks twice; some have to wait for the second answer, as Telegram allows no more than so many messages a second."""
    assert bot
    for n in range(2):
        for chat in range(1, 1001):
            telegram.say(chat, f"câu {n}")
    started = time.monotonic()
    meets(lambda: len(telegram.sent) >= 3000, 900)  # a notice and two answers each
    took = time.monotonic() - started
    by_chat: dict[int, list[str]] = {chat: [] for chat in range(1, 1001)}
    for sent in telegram.sent:
        if sent.text.startswith("re "):
            by_chat[sent.chat].append(sent.text.split("\n")[0])
    right = sum(texts == ["re câu 0", "re câu 1"] for texts in by_chat.values())
    figure = f"{right} answered whole and in order; {len(telegram.sent) / took:.0f} messages/s"
    line("1,000 chats asking twice at once", figure, right == 1000, "1000, nothing lost")


def test_what_the_layer_adds_to_an_answer(telegram: TelegramServer, bot: int) -> None:
    assert bot
    took = []
    for n in range(240):
        chat = 7 + n % 20  # not faster than Telegram lets one chat be answered
        before = len(answers(telegram, chat))
        started = time.perf_counter()
        telegram.say(chat, f"câu {n}")
        meets(lambda chat=chat, before=before: len(answers(telegram, chat)) > before)  # type: ignore[misc]
        took.append((time.perf_counter() - started - SECONDS_OF_WORK) * 1000)
        time.sleep(0.1)
    figure, tail = statistics.median(took[40:]), statistics.quantiles(took[40:], n=20)[-1]
    line("the channel layer adds to an answer, both ways by HTTP", f"p50 {figure:.1f} ms, p95 {tail:.1f} ms", figure <= 15, "<= 15 ms p50")


def test_webhooks_are_acknowledged_while_answering(telegram: TelegramServer, starter_folder: Path, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "TELEGRAM_PER_SECOND": "5000"}
    data = shutil.copytree(starter_folder, tmp_path / "data")
    process = start_command(data, str(ROOT / "bot.py"), PORT=str(port), PUBLIC_URL=url, WEBHOOK_SECRET=SECRET, **more)
    try:
        meets(lambda: bool(telegram.webhook), 150)
        telegram.webhook = {}  # this test posts itself
        took = asyncio.run(_post(f"{url}/webhooks/telegram", telegram, 500, 50))
        answered = len(telegram.sent)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    figure = f"p50 {statistics.median(took):.1f} ms, p95 {statistics.quantiles(took, n=20)[-1]:.1f} ms; {answered} messages sent meanwhile"
    line("500 webhook posts at 50 a second", figure, statistics.quantiles(took, n=20)[-1] < 50, "p95 < 50 ms while answering")


async def _post(url: str, telegram: TelegramServer, count: int, per_second: int) -> list[float]:
    took: list[float] = []
    draw = random.Random(1)
    questions = ("Quyết định 127 còn hiệu lực không?", "Kiên Giang giao cơ quan nào chủ trì?", "mục tiêu đến năm 2030")

    async def one(client: httpx.AsyncClient, number: int) -> None:
        update = {"update_id": number, "message": telegram.message(1000 + number, text=draw.choice(questions))}
        started = time.perf_counter()
        answer = await client.post(url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answer.status_code == 200
        took.append((time.perf_counter() - started) * 1000)

    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        tasks = []
        begun = time.perf_counter()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
            tasks.append(asyncio.create_task(one(client, number)))
        await asyncio.gather(*tasks)
    return took


# Asked in turn; each has an answer that begins like no other's.
TURN = (
    "Quyết định 127 còn hiệu lực không?",
    "Kiên Giang giao cơ quan nào chủ trì?",
    "giá vàng hôm nay",
    "xin chào",
    "cảm ơn",
    "bạn là ai?",
)


def test_twenty_kills_of_the_real_bot(telegram: TelegramServer, starter_folder: Path, tmp_path: Path) -> None:
    """As `test_kill.py`, with `python bot.py` and real answers: some minutes."""
    data = shutil.copytree(starter_folder, tmp_path / "data")
    more = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.url,
        "TELEGRAM_PER_SECOND": "5000",
        "PORT": str(free_port()),
    }
    draw, asked = random.Random(6), dict.fromkeys(range(1, 31), 0)

    def seen(chat: int) -> list[str]:
        return [text[:60] for text in telegram.texts(chat) if not text.startswith("Trước khi bắt đầu")]

    def ask() -> None:
        for chat, number in asked.items():
            for n in range(number, len(seen(chat)) + 3):
                telegram.say(chat, TURN[n % len(TURN)])
                asked[chat] = n + 1

    process = start_command(data, str(ROOT / "bot.py"), **more)
    for n, question in enumerate(TURN):
        telegram.say(1000, question)
        meets(lambda n=n: len(seen(1000)) == n + 1, 150)  # type: ignore[misc]
    known = seen(1000)
    assert len(set(known)) == len(TURN)
    for kill in range(20):
        goal = len(telegram.sent) + draw.randint(5, 30)
        meets(lambda goal=goal: bool(ask()) or len(telegram.sent) >= goal, 150)  # type: ignore[misc, func-returns-value]
        time.sleep(draw.random() * 0.1)
        process.kill()
        process.communicate(timeout=60)
        print(f"kill {kill + 1} after {len(telegram.sent)} messages", flush=True)
        process = start_command(data, str(ROOT / "bot.py"), **more)
    quiet_since, count = time.monotonic(), -1
    while time.monotonic() - quiet_since < 20:
        if len(telegram.sent) != count:
            quiet_since, count = time.monotonic(), len(telegram.sent)
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    wrong = [chat for chat, number in asked.items() if seen(chat) != [known[n % len(TURN)] for n in range(number)]]
    total = sum(asked.values())
    got = sum(len(seen(chat)) for chat in asked)
    figure = f"{total} questions, {got} answers; {len(asked) - len(wrong)} of {len(asked)} chats whole and in order"
    line("20 kills of the real bot", figure, not wrong and total == got, "all")
