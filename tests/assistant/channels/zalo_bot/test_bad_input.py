"""What may go wrong on Zalo's side: the process stays up, nothing comes twice, and the log holds no token and no text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from sqlalchemy import select

from assistant.channels.zalo_bot import api
from assistant.records import channel_tables as t
from tests.assistant.channels.zalo_bot.conftest import Running
from tests.support.fake_assistant import FakeAssistant
from tests.support.loopback import Fault
from tests.support.waiting import until
from tests.support.zalo_bot_server import ZaloBotServer, bot_error

SECRET_WORDS = "lời riêng của một người"
HTML = b"<html><body>502 Bad Gateway</body></html>"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "SECONDS_TO_ANSWER", 1.0)


def no_json(status: int, path: str) -> Fault:
    return Fault("answer", path, status, HTML, {"Content-Type": "text/html"})


def is_discreet(printed: str, zalo: ZaloBotServer) -> bool:
    return SECRET_WORDS not in printed and zalo.token.split(":")[1] not in printed


@pytest.mark.parametrize("path", ["/getMe", "/deleteWebhook", "/getUpdates"])
async def test_whatever_asking_is_answered_with_the_bot_comes_back(
    running: Running, zalo: ZaloBotServer, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    zalo.faults.extend(no_json(status, path) for status in (200, 401, 403, 502))
    zalo.faults.extend(bot_error(code, path=path, status=200) for code in (403, 429, 500))
    zalo.faults.extend([bot_error(408, path=path), bot_error(429, path=path), bot_error(500, path=path)])
    zalo.faults.extend([Fault("reset", path), Fault("answer", path, 200, b"[1, 2", {}), Fault("answer", path, 200, b"[]", {})])
    async with running():
        await until(lambda: not zalo.faults, "all faults")
        zalo.say("an", SECRET_WORDS)
        await until(lambda: len(zalo.sent) == 2)
    out, err = capfd.readouterr()
    assert is_discreet(out + err, zalo)


async def test_nothing_new_is_no_error_and_does_not_spin(running: Running, zalo: ZaloBotServer, capfd: pytest.CaptureFixture[str]) -> None:
    zalo.faults.extend(bot_error(408, path="/getUpdates", status=200) for _ in range(3))
    async with running() as office:
        await until(lambda: not zalo.faults)
        zalo.say("an", "mục tiêu")
        await until(lambda: len(zalo.sent) == 2)
        with office.records.engine.connect() as db:
            assert not [row for row in db.execute(select(t.counts)) if row.what.startswith("failed")]
    assert "zalo_bot_call_failed" not in capfd.readouterr().out


async def test_a_token_that_is_reset_stops_the_polling_and_says_so(
    running: Running, zalo: ZaloBotServer, capfd: pytest.CaptureFixture[str]
) -> None:
    good, printed = zalo.token, [""]

    def stopped() -> bool:
        printed.append(capfd.readouterr().out)
        return "zalo_bot_stopped" in "".join(printed)

    async with running():
        zalo.say("an", "mục tiêu")
        await until(lambda: len(zalo.sent) == 2)
        zalo.token = "1459232241454765289:moi"
        await until(stopped)
        asked = sum(method == "getUpdates" for method, _ in zalo.calls)
        zalo.token = good
        zalo.say("an", "không ai hỏi nữa")
    assert sum(method == "getUpdates" for method, _ in zalo.calls) == asked
    assert "ZALO_BOT_TOKEN" in "".join(printed)
    assert good.split(":")[1] not in "".join(printed)


# What /sendMessage does to the first of two messages, and how many of the two a person gets.
TO_A_MESSAGE = {
    "400": (bot_error(400), 1),
    "400 with HTTP 200": (bot_error(400, status=200), 1),
    "401": (bot_error(401), 2),
    "403": (bot_error(403, "Internal server error"), 2),
    "404": (bot_error(404), 1),
    "408": (bot_error(408), 1),
    "409": (bot_error(409), 2),
    "429": (bot_error(429, "Quota exceeded"), 2),
    "429 with HTTP 200": (bot_error(429, "Quota exceeded", status=200), 2),
    "500": (bot_error(500), 2),
    "HTML with 200": (no_json(200, "/sendMessage"), 2),
    "HTML with 401": (no_json(401, "/sendMessage"), 2),
    "HTML with 502": (no_json(502, "/sendMessage"), 2),
    "reset": (Fault("reset", "/sendMessage"), 1),
    "hanging": (Fault("hang", "/sendMessage"), 1),
    "acted on, but not answered": (Fault("lost", "/sendMessage"), 2),
}


async def test_whatever_a_message_is_answered_with_nothing_comes_twice(
    running: Running, zalo: ZaloBotServer, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running() as office:

        def all_done(number: int) -> bool:
            with office.records.engine.connect() as db:
                states = [row.state for row in db.execute(select(t.outbox.c.state))]
            return len(states) == 2 * number and not {"ready", "sending"} & set(states)

        for number, (name, (fault, wanted)) in enumerate(TO_A_MESSAGE.items(), start=1):
            zalo.faults.append(fault)
            zalo.say(f"chat-{number}", f"error {SECRET_WORDS}: {name}")
            await until(lambda number=number: all_done(number), name)
            texts = zalo.texts(f"chat-{number}")
            assert (len(texts), len(set(texts))) == (wanted, wanted), name
    out, err = capfd.readouterr()
    assert out.count("not_delivered") >= len(TO_A_MESSAGE)
    assert is_discreet(out + err, zalo)


async def test_a_bot_is_not_answered_and_repeats_are_answered_once(running: Running, zalo: ZaloBotServer) -> None:
    async with running():
        event = zalo.say("an", "mục tiêu")
        for _ in range(3):
            zalo.push(event)
            zalo.push({"ok": True, "result": event})
        robot = zalo.event("bot", text="xin chào")
        robot["message"]["from"]["is_bot"] = True
        zalo.push(robot)
        for odd in ({}, [], "x", 5, {"event_name": 3}, {"event_name": "message.text.received", "message": "x"}, {"event_name": "new.kind"}):
            zalo.push(odd)
        zalo.say("binh", "mục tiêu")
        await until(lambda: len(zalo.texts("binh")) == 2)
    assert (len(zalo.texts("an")), zalo.texts("bot")) == (2, [])


async def test_a_message_with_every_unicode_block(running: Running, zalo: ZaloBotServer, fake: FakeAssistant) -> None:
    usual = fake.rules["hostile"]
    fake.rules["echo"] = lambda question: replace(usual(question), text=question.text, suggestions=())
    letters = [chr(code) for code in range(0x41, 0x110000, 0x80) if not 0xD800 <= code < 0xE000]
    composed = [unicodedata.normalize("NFC", letter) for letter in letters if unicodedata.category(letter) in ("Lo", "Lu", "Ll")]
    async with running(longest_question=20_000):
        zalo.say("an", f"echo {' '.join(letters)}")
        zalo.say("binh", "echo " + "".join(map(chr, range(1, 0x300))))
        await until(lambda: all(letter in " ".join(zalo.texts("an")) for letter in composed), "every letter")
        await until(lambda: len(zalo.texts("binh")) >= 2)
