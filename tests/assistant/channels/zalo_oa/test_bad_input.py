"""What may go wrong on Zalo's side: nothing comes twice, and the log holds no token and no text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from sqlalchemy import select

from assistant.channels.zalo_oa import api
from assistant.records import channel_tables as t
from tests.assistant.channels.zalo_oa.conftest import Served, post
from tests.support.fake_assistant import FakeAssistant
from tests.support.loopback import Fault
from tests.support.waiting import until
from tests.support.zalo_oa_server import APP_SECRET, FIRST_REFRESH, SECRET_KEY, ZaloOaServer, oa_error

SECRET_WORDS = "lời riêng của một người"
HTML = b"<html><body>502 Bad Gateway</body></html>"
SEND = "/message/cs"


def no_json(status: int) -> Fault:
    return Fault("answer", SEND, status, HTML, {"Content-Type": "text/html"})


# What sending does to the first of two messages, which has buttons, and how many of the two a person gets.
TO_A_MESSAGE = {
    "-32": (oa_error(-32), 2),
    "-200": (oa_error(-200), 2),
    "-201": (oa_error(-201), 2),
    "-211": (oa_error(-211, "out of quota"), 2),
    "-213": (oa_error(-213), 2),
    "-216": (oa_error(-216), 2),
    "-220": (oa_error(-220), 2),
    "-230": (oa_error(-230), 2),
    "-232 with 400": (oa_error(-232, status=400), 2),
    "-227": (oa_error(-227), 0),
    "HTML with 200": (no_json(200), 2),
    "HTML with 401": (no_json(401), 2),
    "HTML with 403": (no_json(403), 2),
    "HTML with 404": (no_json(404), 2),
    "HTML with 408": (no_json(408), 2),
    "HTML with 409": (no_json(409), 2),
    "HTML with 429": (no_json(429), 2),
    "HTML with 500": (no_json(500), 2),
    "reset": (Fault("reset", SEND), 1),
    "hanging": (Fault("hang", SEND), 1),
    "acted on, but not answered": (Fault("lost", SEND), 2),
}


async def test_whatever_a_message_is_answered_with_nothing_comes_twice(
    served: Served, zalo: ZaloOaServer, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "SECONDS_TO_ANSWER", 1.0)
    async with served() as (office, client):

        def all_done(number: int) -> bool:
            with office.records.engine.connect() as db:
                states = [row.state for row in db.execute(select(t.outbox.c.state))]
            return len(states) == 2 * number and not {"ready", "sending"} & set(states)

        for number, (name, (fault, wanted)) in enumerate(TO_A_MESSAGE.items(), start=1):
            zalo.faults.append(fault)
            await post(client, zalo.event(f"user-{number}", f"error {SECRET_WORDS}: {name}"))
            await until(lambda number=number: all_done(number), name)
            texts = zalo.texts(f"user-{number}")
            assert (len(texts), len(set(texts))) == (wanted, wanted), name
    out, err = capfd.readouterr()
    for secret in (SECRET_WORDS, APP_SECRET, FIRST_REFRESH, SECRET_KEY, "access-", "refresh-"):
        assert secret not in out + err
    assert zalo.renewals == 3  # at the start, for -216, for -220


async def test_a_message_with_every_unicode_block(served: Served, zalo: ZaloOaServer, fake: FakeAssistant) -> None:
    usual = fake.rules["hostile"]
    fake.rules["echo"] = lambda question: replace(usual(question), text=question.text, suggestions=())
    letters = [chr(code) for code in range(0x41, 0x110000, 0x80) if not 0xD800 <= code < 0xE000]
    composed = [unicodedata.normalize("NFC", letter) for letter in letters if unicodedata.category(letter) in ("Lo", "Lu", "Ll")]
    async with served(longest_question=20_000) as (_, client):
        await post(client, zalo.event("an", f"echo {' '.join(letters)}"))
        await post(client, zalo.event("binh", "echo " + "".join(map(chr, range(1, 0x300)))))
        await until(lambda: all(letter in " ".join(zalo.texts("an")) for letter in composed), "every letter")
        await until(lambda: len(zalo.texts("binh")) >= 2)
