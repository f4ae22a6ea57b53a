"""The widget in a real browser: a portal on another origin with a strict policy embeds it, a stranger may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.channels.web_site import Door, Site
from assistant.http import create_app
from tests.support.browser import browser, serve
from tests.support.fake_assistant import FakeAssistant
from tests.support.host_site import HostSite
from tests.support.people import OPERATOR, visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

GOALS = "Chiến lược đặt mục tiêu gì?"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}
DOORS = [Door("telegram", "Telegram", "https://t.me/tro_ly_ai_bot?start=web")]
STORED = "[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(Boolean)"
IN_FRAME = "document.querySelector('tro-ly-ai-widget').shadowRoot.activeElement?.localName"


class Place:
    """Our service, a portal that may show the widget, and one that may not."""

    def __init__(self, chromium: Browser, assistant: FakeAssistant, url: str, portal: HostSite, stranger: HostSite) -> None:
        self.chromium, self.assistant, self.url, self.portal, self.stranger = chromium, assistant, url, portal, stranger
        self.trouble: list[str] = []

    def visit(self, site: HostSite, viewport: dict[str, int] = DESK, **more: Any) -> Page:
        context = self.chromium.new_context(viewport=viewport, reduced_motion="reduce", **more)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda message: self.trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.goto(site.url)
        page.locator("tro-ly-ai-widget .open").wait_for()
        return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def place(chromium: Browser, tmp_path: Path) -> Iterator[Place]:
    assistant = FakeAssistant()
    service = _Later()
    with ExitStack() as stack:
        people, url = stack.enter_context(visitors(tmp_path, assistant)), stack.enter_context(serve(service))
        portal, stranger = stack.enter_context(HostSite(url, title="Hỏi về AI", color="#0b6b39")), stack.enter_context(HostSite(url))
        service.app = create_app(assistant, site=Site(people, (portal.url,), lambda: DOORS))
        yield Place(chromium, assistant, url, portal, stranger)
        for context in chromium.contexts:
            context.close()


class _Later:
    """The app is made when the portal's address is known."""

    app: FastAPI | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            assert self.app is not None
            await self.app(scope, receive, send)


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("tro-ly-ai-widget iframe")


def ask(page: Page, question: str = GOALS) -> None:
    frame = inside(page)
    frame.locator("#question").fill(question)
    frame.locator("#question").press("Enter")
    frame.locator("[data-answer]").last.wait_for()


def test_a_portal_with_a_strict_policy_shows_an_answer_with_its_source(place: Place) -> None:
    page = place.visit(place.portal)
    assert page.locator("tro-ly-ai-widget iframe").count() == 0  # nothing is asked of us before the button is pressed
    button = page.locator("tro-ly-ai-widget .open")
    assert button.inner_text() == "Hỏi về AI"
    assert button.evaluate("(button) => getComputedStyle(button).backgroundColor") == "rgb(11, 107, 57)"
    button.click()
    frame = inside(page)
    assert OPERATOR in frame.locator("[data-consent-card]").inner_text()
    ask(page)
    assert "Quyết định 1671/QĐ-TTg" in frame.locator("[data-answer]").inner_text()
    frame.locator(".source summary").first.click()
    assert "Đến năm 2030" in frame.locator("blockquote").first.inner_text()
    assert place.assistant.asked[0].keep is False
    assert place.trouble == []


def test_nothing_is_stored_before_somebody_agrees(place: Place) -> None:
    page = place.visit(place.portal)
    page.locator("tro-ly-ai-widget .open").click()
    ask(page)
    frame = next(frame for frame in page.frames if frame.url.startswith(place.url))
    frame.click(".about-button")
    frame.click("[data-theme-switch]")
    assert frame.evaluate(STORED) == page.evaluate(STORED) == []
    assert page.context.cookies() == []
    page.keyboard.press("Escape")
    frame.click("[data-consent-card] button[value=agree]")
    frame.locator("[data-consent-told]", has_text="Từ giờ tôi nhớ").wait_for()
    assert sorted(frame.evaluate(STORED)) == ["tro-ly-ai.conversation", "tro-ly-ai.theme", "tro-ly-ai.visitor"]
    assert page.evaluate(STORED) == []
    assert page.context.cookies() == []
    ask(page, "Câu thứ hai")
    assert place.assistant.asked[1].keep
    assert str(place.assistant.asked[1].conversation_id).startswith("web:")
    assert place.trouble == []


def test_a_site_that_is_not_allowed_gets_no_frame(place: Place) -> None:
    page = place.visit(place.stranger)
    page.locator("tro-ly-ai-widget .open").click()
    while not any("frame-ancestors" in text for text in place.trouble):
        page.wait_for_timeout(50)  # the test's own time limit ends a wait in vain
    assert page.locator("tro-ly-ai-widget .shut").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("tro-ly-ai-widget .panel").is_visible()


def test_the_keyboard_stays_inside_and_escape_closes(place: Place) -> None:
    page = place.visit(place.portal)
    page.locator("tro-ly-ai-widget .open").focus()
    page.keyboard.press("Enter")
    inside(page).locator("#question").wait_for()
    page.wait_for_function(f"{IN_FRAME} === 'iframe'")
    inside(page).locator("#question:focus").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "tro-ly-ai-widget"
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.localName") == "tro-ly-ai-widget"
    page.wait_for_function(f"{IN_FRAME} === 'iframe'")
    page.keyboard.press("Escape")
    page.locator("tro-ly-ai-widget .panel").wait_for(state="hidden")
    assert page.evaluate(IN_FRAME) == "button"
    assert page.locator("tro-ly-ai-widget .open").get_attribute("aria-expanded") == "false"
    page.click("#before")
    page.locator("tro-ly-ai-widget .panel").wait_for()
    inside(page).locator("[data-close]").click()
    page.locator("tro-ly-ai-widget .panel").wait_for(state="hidden")
    assert place.trouble == []


def test_on_a_phone_it_fills_the_screen(place: Place) -> None:
    page = place.visit(place.portal, PHONE)
    page.locator("tro-ly-ai-widget .open").click()
    inside(page).locator("#question").wait_for()
    box = page.locator("tro-ly-ai-widget .panel").bounding_box()
    assert box == {"x": 0, "y": 0, **{"width": PHONE["width"], "height": PHONE["height"]}}


def test_axe_finds_nothing_around_the_frame_or_in_it(place: Place) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    page = place.visit(place.portal, bypass_csp=True)
    page.locator("tro-ly-ai-widget .open").click()
    ask(page)
    for frame in page.frames:
        frame.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = "axe.run({ iframes: false }).then((result) => result.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
    assert [frame.evaluate(found) for frame in page.frames] == [[], []]


def test_the_phone_code_is_a_picture_of_our_own(place: Place) -> None:
    page = place.visit(place.portal)
    page.locator("tro-ly-ai-widget .open").click()
    frame = inside(page)
    frame.locator(".about-button").click()
    link = frame.locator(".doors a")
    assert link.get_attribute("href") == DOORS[0].link
    assert frame.locator(".doors img").evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    assert place.trouble == []


@pytest.mark.parametrize(
    ("origins", "policy"),
    [((), "frame-ancestors 'none'"), (("https://a.vn", "https://*.b.vn"), "frame-ancestors https://a.vn https://*.b.vn")],
)
def test_only_the_page_of_the_widget_may_be_framed(origins: tuple[str, ...], policy: str) -> None:
    client = TestClient(create_app(FakeAssistant(), site=Site(origins=origins)))
    assert policy in client.get("/widget").headers["content-security-policy"].split("; ")
    for path in ("/", "/health", "/widget.js", "/qr/telegram.svg"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert "access-control-allow-origin" not in response.headers
        assert "set-cookie" not in response.headers


def test_a_channel_that_is_off_has_no_code() -> None:
    client = TestClient(create_app(FakeAssistant(), site=Site(doors=lambda: DOORS)))
    assert client.get("/qr/telegram.svg").headers["content-type"].startswith("image/svg+xml")
    assert client.get("/qr/zalo_oa.svg").status_code == 404
    assert "Hỏi tiếp trên điện thoại" in client.get("/").text
    assert "Hỏi tiếp trên điện thoại" not in TestClient(create_app(FakeAssistant())).get("/").text


def test_the_script_is_asked_for_again_only_when_it_changed() -> None:
    client = TestClient(create_app(FakeAssistant()))
    first = client.get("/widget.js")
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/widget.js", headers={"if-none-match": first.headers["etag"]}).status_code == 304
