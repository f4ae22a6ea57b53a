""" "Báo tôi khi có câu trả lời" in a real browser: on the page, and in a widget that is closed when the answer comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from assistant.channels.web_site import Site
from assistant.dialogue.visitors import Visitors
from assistant.http import create_app
from assistant.models import Question
from assistant.records import news_tables
from assistant.records.log import QuestionLog
from tests.support.browser import browser, serve
from tests.support.fake_assistant import goals
from tests.support.host_site import HostSite
from tests.support.people import NOWHERE, Logging, visitors
from tests.support.waiting import meets

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Visitors]:
    log = QuestionLog.open(f"sqlite:///{tmp_path / 'assistant.sqlite3'}")
    with visitors(tmp_path, Logging(log)) as opened:
        yield opened
    log.close()


def ask_in_vain(page: Page | Frame) -> None:
    page.fill("#question", NOWHERE)
    page.press("#question", "Enter")
    page.locator("[data-want]").wait_for(timeout=30_000)


def agree_and_wait(page: Page | Frame) -> str:
    """Tap the button, agree because that needs it, and see that it is noted; the id of the answer that is kept."""
    page.click("[data-want]")
    page.get_by_text("Để báo cho bạn").wait_for(timeout=30_000)
    page.click("[data-consent-card] button[value=agree]")
    page.get_by_text("câu trả lời sẽ hiện ở đây").wait_for(timeout=30_000)
    return str(page.get_attribute("[data-answer]", "data-answer"))


def _ready(people: Visitors) -> bool:
    with people.house.records.engine.connect() as db:
        return db.execute(select(news_tables.wants.c.id).where(news_tables.wants.c.state == "ready")).first() is not None


def test_who_waits_finds_the_answer_at_the_next_visit_once(chromium: Browser, people: Visitors) -> None:
    with serve(create_app(people.house.assistant, site=Site(people))) as url:
        context = chromium.new_context(base_url=url, reduced_motion="reduce")
        page = context.new_page()
        page.goto("/")
        ask_in_vain(page)
        answer_id = agree_and_wait(page)
        assert [question.keep for question in people.house.assistant.asked] == [False, True]  # type: ignore[attr-defined]
        assert page.locator("[data-answer]").count() == 1
        page.close()
        wants = people.house.records.wants
        assert wants.answered([answer_id], goals(Question(NOWHERE))) == 1
        later = context.new_page()
        later.goto("/")
        later.locator("[data-news]").wait_for(timeout=30_000)
        shown = later.locator("[data-news]").inner_text()
        assert NOWHERE in shown
        assert "Quyết định 1671/QĐ-TTg" in shown
        meets(lambda: wants.waiting([answer_id]) == 0 and not _ready(people))
        later.reload()
        assert later.locator("[data-news]").count() == 1  # the conversation of this tab, not told again
        again = context.new_page()
        with again.expect_response("**/api/visitor/news"):
            again.goto("/")
        assert again.locator("[data-news]").count() == 0
        context.close()


def test_a_closed_widget_shows_a_badge_and_the_answer_counts_as_told_when_it_is_seen(chromium: Browser, people: Visitors) -> None:
    with serve(create_app(people.house.assistant, site=Site(people, ("http://127.0.0.1:*",)))) as url, HostSite(url) as portal:
        context = chromium.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.clock.install()
        page.goto(portal.url)
        page.locator("tro-ly-ai-widget .open").click()
        page.frame_locator("tro-ly-ai-widget iframe").locator("#question").wait_for(timeout=30_000)
        frame = next(one for one in page.frames if one.url.startswith(url))
        ask_in_vain(frame)
        answer_id = agree_and_wait(frame)
        page.keyboard.press("Escape")
        people.house.records.wants.answered([answer_id], goals(Question(NOWHERE)))
        page.clock.fast_forward(61_000)
        page.locator("tro-ly-ai-widget .news").wait_for(timeout=30_000)
        assert page.locator("tro-ly-ai-widget .open").get_attribute("aria-label") == "Hỏi trợ lý AI (có câu trả lời mới: 1)"
        assert _ready(people)
        page.locator("tro-ly-ai-widget .open").click()
        page.frame_locator("tro-ly-ai-widget iframe").locator("[data-news]").wait_for(timeout=30_000)
        meets(lambda: not _ready(people))
        assert not page.locator("tro-ly-ai-widget .news").is_visible()
        context.close()


def test_who_is_no_longer_known_is_asked_again(chromium: Browser, people: Visitors) -> None:
    with serve(create_app(people.house.assistant, site=Site(people))) as url:
        context = chromium.new_context(base_url=url)
        page = context.new_page()
        page.goto("/")
        page.click("[data-consent-card] button[value=agree]")
        page.locator("[data-consent-told]", has_text="Từ giờ").wait_for(timeout=30_000)
        people.erase(str(page.evaluate("localStorage['tro-ly-ai.visitor']")))
        page.reload()
        page.locator("[data-consent-card] button[value=agree]").wait_for(timeout=30_000)
        assert page.evaluate("Object.keys(localStorage)") == []
        context.close()
