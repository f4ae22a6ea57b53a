"""What may go wrong on Telegram's side, and what people may type: the process stays up, and the log holds no token and no text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from assistant.channels.telegram import api, polling
from assistant.delivery import loops, sender
from assistant.records import channel_tables as t
from tests.assistant.channels.telegram.conftest import Running
from tests.support.fake_assistant import FakeAssistant
from tests.support.loopback import Fault
from tests.support.telegram_server import TelegramServer, telegram_error
from tests.support.waiting import until

SECRET_WORDS = "lời riêng của một người"
HTML = b"<html><body>502 Bad Gateway</body></html>"


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(api, "_SECONDS_TO_ANSWER", 1.0)
    for name in ("FIRST_PAUSE", "TOKEN_PAUSE", "CONFLICT_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(polling, name, 0.02)
    for name in ("DOWN_SECONDS", "POLL_SECONDS", "SECOND_TRY_AFTER"):
        monkeypatch.setattr(sender, name, 0.05)
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(loops, name, 0.02)


def is_secret(printed: str, *tokens: str) -> bool:
    return SECRET_WORDS not in printed and not any(token.split(":")[1] in printed for token in tokens)


def no_json(status: int, path: str) -> Fault:
    return Fault("answer", path, status, HTML, {"Content-Type": "text/html"})


@pytest.mark.parametrize("path", ["/getUpdates", "/getMe", "/deleteWebhook", "/getMyName"])
async def test_whatever_asking_is_answered_with_the_bot_comes_back(
    running: Running, telegram: TelegramServer, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    telegram.faults.extend(no_json(status, path) for status in (200, 400, 401, 403, 404, 409, 429, 500, 502))
    telegram.faults.extend([Fault("reset", path), Fault("lost", path)])
    telegram.faults.append(Fault("answer", path, 200, b'{"ok": true, "result": "nonsense"}', {"Content-Type": "application/json"}))
    async with running():
        telegram.say(42, SECRET_WORDS)
        await until(lambda: len(telegram.sent) == 2)
        if path == "/getMyName":
            telegram.faults.clear()  # the profile is tried once, and let be
    assert not telegram.faults
    out, err = capfd.readouterr()
    assert is_secret(out + err, telegram.token)


# What /sendMessage does to the first of two messages, and how many of the two a person gets.
TO_A_MESSAGE = {
    "400": (telegram_error(400, "Bad Request: message is too long"), 1),
    "401": (telegram_error(401, "Unauthorized"), 2),
    "404": (telegram_error(404, "Not Found"), 2),
    "409": (telegram_error(409, "Conflict"), 2),
    "429": (telegram_error(429, "Too Many Requests: retry after 1", retry_after=1), 2),
    "500": (telegram_error(500, "Internal Server Error"), 2),
    "HTML with 200": (no_json(200, "/sendMessage"), 2),
    "HTML with 502": (no_json(502, "/sendMessage"), 2),
    "reset": (Fault("reset", "/sendMessage"), 1),
    "hanging": (Fault("hang", "/sendMessage"), 1),
    "acted on, but not answered": (Fault("lost", "/sendMessage"), 2),
    "markup": (telegram_error(400, f"Bad Request: can't parse entities: {SECRET_WORDS}"), 2),
    "button": (telegram_error(400, "Bad Request: BUTTON_URL_INVALID"), 2),
}


async def test_whatever_a_message_is_answered_with_nothing_comes_twice(
    running: Running, telegram: TelegramServer, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running() as office:

        def all_done(number: int) -> bool:
            with office.records.engine.connect() as db:
                states = [row.state for row in db.execute(select(t.outbox.c.state))]
            return len(states) == 2 * number and not {"ready", "sending"} & set(states)

        for number, (name, (fault, wanted)) in enumerate(TO_A_MESSAGE.items(), start=1):
            telegram.faults.append(fault)
            telegram.say(number, f"{SECRET_WORDS}: {name}")
            await until(lambda number=number: all_done(number), name)
            texts = telegram.texts(number)
            assert (len(texts), len(set(texts))) == (wanted, wanted), name
        telegram.say(99, "mục tiêu")
        await until(lambda: len(telegram.texts(99)) == 2)
    out, err = capfd.readouterr()
    assert (out + err).count("not_delivered") >= len(TO_A_MESSAGE)
    assert is_secret(out + err, telegram.token)


async def test_a_token_reset_at_run_time_stops_nothing_but_the_channel(
    running: Running, telegram: TelegramServer, capfd: pytest.CaptureFixture[str]
) -> None:
    good, printed = telegram.token, [""]

    def refused() -> bool:
        printed.extend(capfd.readouterr())
        return "the token is refused" in "".join(printed)

    async with running():
        telegram.say(42, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2)
        telegram.token = "4711:mot-token-moi"
        telegram.say(42, "trong lúc ấy")
        await until(refused)
        telegram.token = good
        await until(lambda: len(telegram.sent) == 3)
    assert is_secret("".join(printed), good)


async def test_a_token_that_is_not_good_yet(running: Running, telegram: TelegramServer, capfd: pytest.CaptureFixture[str]) -> None:
    good, telegram.token = telegram.token, "1:khac"
    printed = [""]

    def unknown() -> bool:
        printed.extend(capfd.readouterr())
        return "telegram_does_not_know_us" in "".join(printed)

    async with running(telegram_bot_token=SecretStr(good)):
        await until(unknown)
        telegram.token = good
        telegram.say(42, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2)
    assert is_secret("".join(printed), good)


async def test_a_message_with_every_unicode_block(running: Running, telegram: TelegramServer, fake: FakeAssistant) -> None:
    usual = fake.rules["hostile"]
    fake.rules["echo"] = lambda question: replace(usual(question), text=question.text)
    letters = [chr(code) for code in range(0x41, 0x110000, 0x80) if not 0xD800 <= code < 0xE000]
    async with running(longest_question=20_000):
        telegram.say(42, f"echo {' '.join(letters)}")
        telegram.say(43, "echo " + "".join(map(chr, range(1, 0x300))))
        await until(lambda: len(telegram.texts(43)) == 2 and bool(telegram.texts(42)[2:]))
        await until(lambda: bool(telegram.sent[-1].buttons))
    seen = " ".join(telegram.texts(42))
    composed = [unicodedata.normalize("NFC", letter) for letter in letters if unicodedata.category(letter) in ("Lo", "Lu", "Ll")]
    assert [letter for letter in composed if letter not in seen] == []


async def test_a_thousand_messages_from_one_chat_do_not_hurt_others(
    running: Running, telegram: TelegramServer, fake: FakeAssistant
) -> None:
    async with running():
        for n in range(1_000):
            telegram.say(1, f"spam {n}")
        for chat in range(100, 120):
            telegram.say(chat, "mục tiêu")
        everybody = range(100, 120)
        await until(lambda: all(len(telegram.texts(chat)) == 2 for chat in everybody) and telegram.unconfirmed == 0, "the others")
    spammer = telegram.texts(1)
    assert sum("Bạn đợi chút nhé" in text for text in spammer) <= len(spammer) / 3
    assert len(fake.asked) < 500


async def test_a_bot_talking_to_the_bot_is_not_answered(running: Running, telegram: TelegramServer) -> None:
    async with running():
        bot = {"id": 9, "is_bot": True, "first_name": "Bot"}
        telegram.push({"message": {**telegram.message(50, text="xin chào"), "from": bot}})
        telegram.say(42, "mục tiêu")
        await until(lambda: len(telegram.sent) == 2 and telegram.unconfirmed == 0)
    assert {sent.chat for sent in telegram.sent} == {42}
