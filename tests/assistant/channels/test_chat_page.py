"""The chat page in a real browser: what a person sees and does, with a script and without, by finger and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.channels.web_site import Site
from assistant.http import create_app
from tests.support.browser import browser, serve
from tests.support.fake_assistant import HOSTILE, FakeAssistant
from tests.support.people import visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
GOALS = "Chiến lược đặt mục tiêu gì?"
OpenPage = Callable[..., "Page"]

# The answer's bubble without what may differ: the time, blank text, and the marks of templates.
OUTLINE = """article => {
  const outline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.trim();
    if (node.localName === "time" || node.localName === "svg") return node.localName;
    const attributes = [...node.attributes].map((one) => `${one.name}=${one.value}`).filter((text) => !text.startsWith("data-if")).sort();
    return [node.localName, attributes.join(" "), [...node.childNodes].map(outline).filter((child) => child.length)];
  };
  for (const input of article.querySelectorAll("input[name=conversation_id]")) input.value = "";
  article.classList.remove("fresh");
  article.normalize();
  return JSON.stringify(outline(article));
}"""
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, textarea")]
  .filter((one) => one.checkVisibility() && !one.matches(".cite, .skip"))
  .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44)
  .map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def open_page(chromium: Browser, assistant: FakeAssistant, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens the chat page in a fresh context; afterwards, no page may have broken its security policy or its script."""
    trouble: list[str] = []

    def keep(message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            trouble.append(message.text)

    with visitors(tmp_path, assistant) as people, serve(create_app(assistant, site=Site(people))) as url:
        contexts = []

        def opened(viewport: dict[str, int] = PHONE, *, go: bool = True, **options: Any) -> Page:
            context = chromium.new_context(viewport=viewport, base_url=url, reduced_motion="reduce", **options)  # type: ignore[arg-type]
            context.set_default_timeout(10_000)
            contexts.append(context)
            page = context.new_page()
            page.on("console", keep)
            page.on("pageerror", lambda error: trouble.append(str(error)))
            if go:
                page.goto("/")
            return page

        yield opened
        for context in contexts:
            context.close()
    assert not trouble


def ask(page: Page, question: str = GOALS) -> None:
    """Type a question, press Enter, wait for one more answer."""
    before = page.locator("[data-answer]").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator("[data-answer]").nth(before).wait_for()


def agree(page: Page) -> None:
    """Tap "Đồng ý" on the card."""
    page.click("[data-consent-card] button[value=agree]")
    page.locator("[data-consent-told]", has_text="Từ giờ tôi nhớ cuộc trò chuyện này").wait_for()


def test_a_question_gets_a_bubble_with_its_sources(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page)
    assert page.locator(".turn-user .bubble").inner_text() == GOALS
    assert page.input_value("#question") == ""
    assert "Quyết định 1671/QĐ-TTg" in page.locator("[data-text]").inner_text()
    assert page.locator("[data-text] li").count() == 2
    badges = page.locator(".badge").all_inner_texts()
    ended = "Hết hiệu lực từ 28/08/2026, thay bằng Quyết định 1671/QĐ-TTg"
    assert badges == ["Còn hiệu lực", ended, "Chưa rõ hiệu lực", "Chưa có hiệu lực, áp dụng từ 01/01/2027"]
    assert assistant.asked[0].channel == "web"
    assert assistant.asked[0].keep is False


def test_a_card_opens_by_tap_and_by_citation(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    first, second = page.locator(".source").nth(0), page.locator(".source").nth(1)
    first.locator("summary").click()
    assert "Đến năm 2030" in first.locator("blockquote").inner_text()
    for part in ("Điều 1, khoản 2", "Thủ tướng Chính phủ", "28/08/2026", "Bản tóm tắt"):
        assert part in first.inner_text()
    link = first.locator(".source-link")
    assert str(link.get_attribute("href")).startswith("https://congbao.chinhphu.vn/")
    assert "noopener" in str(link.get_attribute("rel"))
    assert page.locator(".source").nth(2).locator(".source-link").count() == 0  # javascript: is no address
    page.locator(".cite", has_text="2").click()
    assert second.get_attribute("open") is not None
    assert page.evaluate("document.activeElement.closest('.source') === document.querySelectorAll('.source')[1]")


def test_the_server_and_the_script_draw_the_same_answer(open_page: OpenPage) -> None:
    scripted, plain = open_page(), open_page(java_script_enabled=False)
    ask(scripted)
    plain.fill("#question", GOALS)
    plain.click(".send")
    assert scripted.locator("[data-answer]").evaluate(OUTLINE) == plain.locator("[data-answer]").evaluate(OUTLINE)


def test_without_a_script_a_question_is_answered(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page(java_script_enabled=False)
    page.click(".chip >> nth=1")
    assert page.locator(".turn-user .bubble").inner_text() == assistant.asked[0].text
    page.locator(".source summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    assert not page.locator("[data-actions]").is_visible()
    page.fill("#question", "Câu thứ hai")
    page.click(".send")
    assert assistant.asked[1].text == "Câu thứ hai"
    assert assistant.asked[1].conversation_id == assistant.asked[0].conversation_id


def test_feedback_is_posted_and_thanked(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    agree(page)
    ask(page)
    page.click("[data-vote=up]")
    page.get_by_text("Cảm ơn bạn đã góp ý").wait_for()
    page.click("[data-vote=down]")
    page.fill("[data-comment] textarea", "Thiếu chỉ tiêu")
    with page.expect_response("**/api/feedback"):
        page.click("text=Gửi góp ý")
    page.get_by_text("Cảm ơn bạn đã góp ý").wait_for()
    assert [(value, comment) for _, value, comment in assistant.feedback] == [("up", None), ("down", None), ("down", "Thiếu chỉ tiêu")]
    assert not page.locator("[data-comment]").is_visible()
    assert page.get_attribute("[data-vote=down]", "aria-pressed") == "true"
    page.reload()
    assert page.get_attribute("[data-vote=down]", "aria-pressed") == "true"


def test_copying_takes_the_sources_along(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page)
    page.click("[data-copy]")
    page.get_by_text("Đã sao chép").wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert "- Việt Nam trở thành một trong các trung tâm trí tuệ nhân tạo của ASEAN và châu Á [1]" in copied
    assert "[2] Quyết định 127/QĐ-TTg – Chiến lược quốc gia" in copied
    assert "https://congbao.chinhphu.vn/" in copied


def test_enter_while_composing_a_word_does_not_send(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    page.focus("#question")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "tiếng viê", "selectionStart": 9, "selectionEnd": 9})
    page.evaluate("question.addEventListener('keydown', (event) => { window.composing = event.isComposing; })")
    page.press("#question", "Enter")
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": True, "cancelable": True})
    assert page.evaluate("window.composing") is True
    assert page.locator(".turn-user").count() == 0
    page.fill("#question", "dòng một")
    page.press("#question", "Shift+Enter")
    page.keyboard.type("dòng hai")
    page.press("#question", "Enter")
    page.locator("[data-answer]").wait_for()
    assert [question.text for question in assistant.asked] == ["dòng một\ndòng hai"]


def test_a_new_conversation_is_empty_and_has_a_new_id(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    agree(page)
    ask(page)
    page.click("[data-new]")
    assert page.locator("[data-answer], .turn-user").count() == 0
    assert page.evaluate("document.activeElement.id") == "question"
    ask(page, "Câu khác")
    assert assistant.asked[0].conversation_id != assistant.asked[1].conversation_id
    page.reload()
    assert page.locator(".turn-user .bubble").all_inner_texts() == ["Câu khác"]


def test_a_reload_shows_the_conversation_again(open_page: OpenPage) -> None:
    page = open_page()
    agree(page)
    ask(page)
    ask(page, "Cơ quan nào chủ trì?")
    before = page.locator("[data-answer]").all_inner_texts()
    page.reload()
    assert page.locator("[data-answer]").all_inner_texts() == before
    assert page.locator(".turn-user .bubble").all_inner_texts() == [GOALS, "Cơ quan nào chủ trì?"]


def test_the_dark_page_is_remembered(open_page: OpenPage) -> None:
    page = open_page(DESK)
    background = "getComputedStyle(document.querySelector('.chat')).backgroundColor"
    light = page.evaluate(background)
    agree(page)
    page.click("[data-theme-switch]")
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    assert page.evaluate(background) == dark
    assert page.get_attribute("[data-theme-switch]", "aria-checked") == "true"
    assert open_page(color_scheme="dark").evaluate(background) == dark
    assert open_page(color_scheme="dark", java_script_enabled=False).evaluate(background) == dark


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 360])
def test_nothing_is_wider_than_the_phone(open_page: OpenPage, script: bool, width: int) -> None:
    page = open_page({"width": width, "height": 740}, java_script_enabled=script)
    page.fill("#question", "long " + "ă" * 300)
    page.click(".send")
    page.locator("[data-answer]").wait_for()
    page.locator(".source summary").first.click()
    wide = "[document.documentElement.scrollWidth, document.getElementById('log').scrollWidth]"
    assert max(page.evaluate(wide)) <= width


def test_markup_in_question_and_answer_is_only_text(open_page: OpenPage) -> None:
    page = open_page()
    agree(page)
    ask(page, HOSTILE)
    ask(page, "hostile")
    page.reload()
    assert page.locator(".turn-user .bubble").first.inner_text() == HOSTILE
    assert page.locator("img").count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("fulfil", "shown"),
    [
        ({"status": 429, "json": {"status": "error_busy", "text": "Đang đông."}}, "Đang đông."),
        ({"status": 500, "json": {"status": "error_internal", "text": "Có lỗi."}}, "Có lỗi."),
        ({"status": 502, "body": "<html>Bad gateway"}, "Chưa kết nối được với trợ lý"),
        ({"status": 200, "body": "null"}, "Chưa kết nối được với trợ lý"),
        (None, "Chưa kết nối được với trợ lý"),
    ],
)
def test_a_failure_is_said_kindly_and_can_be_tried_again(open_page: OpenPage, fulfil: dict[str, Any] | None, shown: str) -> None:
    page = open_page()
    page.route("**/api/ask/stream", lambda route: route.fulfill(**fulfil) if fulfil else route.abort())
    page.fill("#question", GOALS)
    page.press("#question", "Enter")
    assert shown in page.locator("[data-problem]").inner_text()
    page.unroute("**/api/ask/stream")
    page.click("[data-retry]")
    page.locator("[data-answer]").wait_for()
    assert page.locator("[data-problem]").count() == 0
    assert page.locator(".turn-user").count() == 1


def test_a_failure_inside_the_assistant_can_be_tried_again(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#question", "error")
    page.press("#question", "Enter")
    assert "Trợ lý gặp lỗi." in page.locator("[data-problem]").inner_text()


def test_being_offline_is_said(open_page: OpenPage) -> None:
    page = open_page()
    page.context.set_offline(True)
    page.fill("#question", GOALS)
    page.press("#question", "Enter")
    assert "không có mạng" in page.locator("[data-problem]").inner_text()


def test_after_thirty_seconds_the_page_stops_waiting(open_page: OpenPage) -> None:
    page = open_page(go=False)
    page.clock.install()
    page.goto("/")
    page.route("**/api/ask/stream", lambda route: None)
    page.fill("#question", GOALS)
    page.press("#question", "Enter")
    page.locator("[data-working]").wait_for()
    page.clock.fast_forward(29_000)
    assert page.locator("[data-problem]").count() == 0
    page.clock.fast_forward(2_000)
    assert "lâu hơn thường lệ" in page.locator("[data-problem]").inner_text()


def _press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until the focus is on what `selector` names; 40 presses are enough for this page."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{key} never reached {selector}")


def test_everything_can_be_done_by_keyboard(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    page.evaluate("document.activeElement.blur()")
    _press_until(page, "Tab", ".skip")
    page.keyboard.press("Enter")
    page.keyboard.type(GOALS)
    page.keyboard.press("Enter")
    page.locator("[data-answer]").wait_for()
    _press_until(page, "Shift+Tab", ".cite")
    page.keyboard.press("Enter")
    assert page.locator(".source[open]").count() == 1
    page.keyboard.press("Enter")
    assert page.locator(".source[open]").count() == 0
    _press_until(page, "Tab", "[data-vote=up]")
    with page.expect_response("**/api/feedback"):
        page.keyboard.press("Space")
    _press_until(page, "Tab", ".chip")
    page.keyboard.press("Enter")
    page.locator("[data-answer]").nth(1).wait_for()
    _press_until(page, "Shift+Tab", ".about-button")
    page.keyboard.press("Enter")
    assert page.locator("#about").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#about").is_visible()
    assert [question.text for question in assistant.asked] == [GOALS, "Cơ quan nào chủ trì chiến lược?"]
    assert assistant.feedback[0][1] == "up"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_target_is_large_enough_for_a_finger(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(viewport)
    ask(page)
    page.click("[data-vote=down]")
    page.locator(".source summary").first.click()
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(open_page: OpenPage, viewport: dict[str, int], scheme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    page = open_page(viewport, color_scheme=scheme)
    ask(page)
    for summary in page.locator(".source summary").all():
        summary.click()
    page.click("[data-vote=down]")
    page.get_by_text("Cảm ơn bạn đã góp ý").wait_for()
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then((result) => result.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))")
    assert violations == []
