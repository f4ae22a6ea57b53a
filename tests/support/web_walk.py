"""A conversation in a real browser, for the README: a portal on another origin, its widget, and `python bot.py` behind it.

python -m tests.support.web_walk DATA_DIR [PICTURE.png]        DATA_DIR: with the starter documents, or empty (then it takes a while)
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.support.browser import browser
from tests.support.host_site import HostSite
from tests.support.shell import ROOT, start
from tests.support.waiting import meets
from tests.test_bot import free_port

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

OPERATOR = "Sở Khoa học và Công nghệ tỉnh An Giang"
FIRST_START_SECONDS = 600.0


def told(who: str, text: str) -> None:
    """One turn, as people read it."""
    print(f"{who}: " + "\n    ".join(line for line in text.splitlines() if line.strip()) + "\n")


def ask(frame: FrameLocator, question: str) -> None:
    """Type a question, wait for its answer, print both."""
    before = frame.locator("[data-answer]").count()
    told("An", question)
    frame.locator("#question").fill(question)
    frame.locator("#question").press("Enter")
    answer = frame.locator("[data-answer]").nth(before)
    answer.wait_for(timeout=60_000)
    told("Trang", answer.locator(".bubble").inner_text())


def walk(page: Page, portal: str, picture: Callable[[], object]) -> None:
    """Open, ask, agree, ask again, look at what is stored, erase it."""
    page.goto(portal)
    told("An", "[Hỏi trợ lý AI]")
    page.locator("tro-ly-ai-widget .open").click()
    frame = page.frame_locator("tro-ly-ai-widget iframe")
    frame.locator("#question").wait_for(timeout=60_000)
    told("Trang", frame.locator("[data-consent-card] .bubble").inner_text())
    ask(frame, "quyet dinh 127 con hieu luc khong")
    picture()
    told("An", "[Đồng ý]")
    frame.locator("[data-consent-card] button[value=agree]").click()
    frame.locator("[data-consent-told]", has_text="Cảm ơn").wait_for()
    told("Trang", frame.locator("[data-consent-told]").inner_text())
    ask(frame, "giá vé máy bay đi Hà Nội phục vụ chiến lược AI là bao nhiêu?")
    if (want := frame.locator("[data-want]").last).count():
        told("An", "[Báo tôi khi có câu trả lời]")
        want.click()
        said = frame.locator("[data-said]", has_text="Vâng.")
        said.wait_for()
        told("Trang", said.inner_text())
    frame.locator(".about-button").click()
    told("An", "[Xem dữ liệu]")
    frame.locator("button[value=data]").click()
    told("Trang", frame.locator("[data-mine-file] pre").inner_text())
    told("An", "[Xóa và rút đồng ý] [Xóa và rút đồng ý]")
    frame.locator("button[value=erase]").click()
    frame.locator("[data-mine-said]", has_text="lần nữa").wait_for()
    frame.locator("button[value=erase]").click()
    frame.locator("[data-mine-said]", has_text="Mã xác nhận").wait_for()
    told("Trang", frame.locator("[data-mine-said]").inner_text())


def main() -> None:
    """Serve, walk, stop."""
    data, picture = Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else ""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with HostSite(url, color="#0b6b39") as portal:
        process: subprocess.Popen[str] = start(
            data, str(ROOT / "bot.py"), PORT=str(port), WIDGET_ORIGINS=portal.url, OPERATOR_NAME=OPERATOR, TZ="Asia/Ho_Chi_Minh"
        )
        try:
            meets(lambda: _serves(url), FIRST_START_SECONDS)
            with browser() as chromium:
                page = chromium.new_page(viewport={"width": 1100, "height": 800}, locale="vi-VN", reduced_motion="reduce")
                walk(page, portal.url, lambda: picture and page.screenshot(path=picture))
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _serves(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
