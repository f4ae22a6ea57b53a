"""`python bot.py` with a Telegram token: it answers on the web and on Telegram, and Ctrl-C stops both."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx

from tests.support.shell import ROOT, start
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import meets
from tests.test_bot import free_port

QUESTION = "Quyết định 127 còn hiệu lực không?"


def test_one_process_serves_both_and_stops_cleanly(telegram: TelegramServer, starter_copy: Path) -> None:
    port = free_port()
    settings = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "PORT": str(port)}
    process = start(starter_copy, str(ROOT / "bot.py"), **settings)
    try:
        telegram.say(42, QUESTION)
        meets(lambda: len(telegram.texts(42)) == 2 or process.poll() is not None, 150)
        notice, answer = telegram.texts(42)
        assert "Đồng ý" in [key["text"] for key in telegram.sent[0].buttons]
        assert "không còn hiệu lực" in answer
        assert "đơn vị triển khai trợ lý này" in notice
        asked = httpx.post(f"http://127.0.0.1:{port}/api/ask", json={"question": QUESTION}, timeout=60, trust_env=False)
        assert asked.json()["status"] == "answered"
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "telegram" in out
    assert "Đã dừng." in out
    assert "Traceback" not in out + err
    assert telegram.token.split(":")[1] not in out + err
