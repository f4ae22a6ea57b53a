"""An answer in the making survives a lost connection: by the protocol, and in a real browser behind a proxy that cuts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.channels.web_site import Site
from assistant.http import create_app
from assistant.models import Answer, Question
from assistant.progress import show
from tests.support.browser import browser, serve
from tests.support.dropping_proxy import DroppingProxy
from tests.support.fake_assistant import FakeAssistant
from tests.support.people import visitors
from tests.support.waiting import meets

GOALS = "Chiến lược đặt mục tiêu gì?"
NAME = "abcdefgh-1234-5678"


class Writing(FakeAssistant):
    """Shows a draft, then waits until the test opens the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def answer(self, question: Question) -> Answer:
        show("Chiến lược hiện hành")
        return super().answer(question)


@pytest.fixture
def assistant() -> Iterator[Writing]:
    made = Writing()
    yield made
    made.gate.set()


@pytest.fixture
def url(assistant: Writing, tmp_path: Path) -> Iterator[str]:
    with visitors(tmp_path, assistant) as people, serve(create_app(assistant, site=Site(people))) as running:
        yield running


def ask(url: str, name: str = NAME) -> httpx.Response:
    return httpx.post(f"{url}/api/ask/stream", json={"question": GOALS, "request_id": name, "conversation_id": "c1"}, timeout=60)


def events(text: str) -> list[dict[str, str]]:
    parts = text.replace("\r\n", "\n").strip().split("\n\n")
    return [dict(line.split(": ", 1) for line in part.split("\n") if not line.startswith(":")) for part in parts]


def begin(url: str, lines: int) -> list[str]:
    """Ask, read some lines, and hang up."""
    body = {"question": GOALS, "request_id": NAME, "conversation_id": "c1"}
    with httpx.Client(timeout=60) as client, client.stream("POST", f"{url}/api/ask/stream", json=body) as response:
        got = response.iter_lines()
        return [next(got) for _ in range(lines)]


def resume(url: str, last: str) -> httpx.Response:
    return httpx.get(f"{url}/api/ask/stream", headers={"Last-Event-ID": last}, timeout=60)


def test_who_comes_back_hears_the_rest_and_nobody_asks_twice(url: str, assistant: Writing) -> None:
    assert "event: working" in begin(url, 4)
    meets(lambda: len(assistant.asked) == 1)
    assistant.gate.set()
    heard = events(resume(url, f"{NAME}.1").text)
    assert heard[-1]["event"] == "answer"
    assert [event["event"] for event in heard[:-1]] in ([], ["draft"])
    assert heard[-1]["id"].startswith(f"{NAME}.")
    answer = json.loads(heard[-1]["data"])
    assert (answer["status"], answer["conversation_id"]) == ("answered", "c1")
    again = events(ask(url).text)
    assert json.loads(again[-1]["data"]) == answer
    assert resume(url, heard[-1]["id"]).text == ""
    assert len(assistant.asked) == 1


def test_a_draft_is_told_once_in_its_latest_words(url: str, assistant: Writing) -> None:
    begin(url, 4)
    meets(lambda: len(assistant.asked) == 1)
    headers = {"Last-Event-ID": f"{NAME}.0"}
    with httpx.stream("GET", f"{url}/api/ask/stream", headers=headers, timeout=60) as response:
        lines = response.iter_lines()
        seen = [next(lines) for _ in range(8)]
    assert 'data: {"text": "Chiến lược hiện hành"}' in seen


@pytest.mark.parametrize("last", ["", "short.1", f"{NAME}.x", f"{NAME}.1", "abcdefgh-9999-9999.3", "a" * 5000])
def test_what_nobody_keeps_is_404_in_words(url: str, last: str) -> None:
    response = resume(url, last)
    assert response.status_code == 404
    assert response.json()["text"]


@pytest.mark.parametrize("name", ["short", "x" * 65, "mười-sáu-chữ-cái-dài", "a" * 20 + "\n"])
def test_a_name_that_could_be_guessed_or_broken_is_refused(url: str, name: str) -> None:
    assert ask(url, name).status_code == 400


def test_a_lost_connection_mid_answer_is_taken_up_again_in_the_browser(url: str, assistant: Writing) -> None:
    with DroppingProxy(url) as proxy, browser() as chromium:
        page = chromium.new_page()
        page.goto(proxy.url)
        page.fill("#question", GOALS)
        page.press("#question", "Enter")
        page.get_by_text("Chiến lược hiện hành", exact=True).wait_for()
        proxy.closed = True
        proxy.cut()
        page.wait_for_event("requestfailed", timeout=60_000)
        assistant.gate.set()
        assert page.locator("[data-problem]").count() == 0
        proxy.closed = False
        page.locator("[data-answer]").wait_for(timeout=60_000)
        assert page.locator("[data-answer]").count() == 1
        assert page.locator("[data-problem]").count() == 0
    assert len(assistant.asked) == 1


def test_a_reload_mid_answer_goes_on_listening(url: str, assistant: Writing) -> None:
    with browser() as chromium:
        page = chromium.new_page()
        page.goto(url)
        page.click("[data-consent-card] button[value=agree]")
        page.locator("[data-consent-told]", has_text="Từ giờ").wait_for()
        page.fill("#question", GOALS)
        page.press("#question", "Enter")
        meets(lambda: len(assistant.asked) == 1)
        page.reload()
        assistant.gate.set()
        page.locator("[data-answer]").wait_for(timeout=60_000)
    assert len(assistant.asked) == 1


def test_a_process_that_is_gone_is_said_kindly_and_asked_again(tmp_path: Path) -> None:
    first, second = Writing(), FakeAssistant()
    with DroppingProxy("http://127.0.0.1:9") as proxy, browser() as chromium:
        page = chromium.new_page()
        with serve(create_app(first)) as url:
            proxy.aim(url)
            page.goto(proxy.url)
            page.fill("#question", GOALS)
            page.press("#question", "Enter")
            page.get_by_text("Chiến lược hiện hành", exact=True).wait_for()
            proxy.closed = True
            proxy.cut()
            first.gate.set()
        with serve(create_app(second)) as url:
            proxy.aim(url)
            proxy.closed = False
            page.locator("[data-problem]", has_text="bị gián đoạn").wait_for(timeout=60_000)
            assert second.asked == []
            page.click("[data-retry]")
            page.locator("[data-answer]").wait_for(timeout=60_000)
            assert len(second.asked) == 1
