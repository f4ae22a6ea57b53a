"""The pages in a real browser: what each role sees, what a citizen typed stays text, and axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from assistant.admin.frame import MENU
from assistant.admin.gate import COOKIE
from assistant.admin.pages import load_pages
from assistant.models import Answer, Question, Status
from assistant.records.accounts import Role
from assistant.records.audit import entries
from assistant.records.log import QuestionLog
from tests.support.admin import PASSWORD, Site, admin_site, ready
from tests.support.axe import serious_problems
from tests.support.browser import browser
from tests.support.fake_assistant import CURRENT, HOSTILE, goals

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
load_pages()
TURN = "/cau-hoi/a0000"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with admin_site(tmp_path_factory.mktemp("pages")) as running:
        log = QuestionLog(running.desk.engine)
        for n in range(60):
            question = HOSTILE if n == 0 else f"Cơ quan nào chủ trì việc thứ {n}?"
            source = replace(CURRENT, title=HOSTILE, quote=HOSTILE, locator=HOSTILE, chunk_id="c1") if n == 0 else CURRENT
            status = Status.ANSWERED if n % 3 else Status.UNANSWERABLE_NO_MATCH
            answer: Answer = replace(goals(Question(question)), answer_id=f"a{n:04d}", status=status, sources=(source,))
            passages = [
                {
                    "chunk_id": f"c{k}",
                    "document_id": "qd-1671-2026",
                    "locator": HOSTILE,
                    "text": HOSTILE,
                    "score": 2.0,
                    "meaning": 1.0,
                    "coverage": 0.5,
                }
                for k in (1, 2)
            ]
            trace = {"asked": question, "threshold": 0.5, "hidden": []}
            log.write(
                answer,
                channel="web",
                question=question,
                understood_as=f"{question} (AI)",
                passages=passages,
                error=None,
                evidence=0.71,
                trace=trace,
            )
        log.add_feedback("a0000", "down", HOSTILE)
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def go(site: Site, page: Page, path: str) -> None:
    page.goto(f"{site.url}/admin{path}")
    ready(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(site: Site, chromium: Browser, scheme: str) -> None:
    page = site.enter(chromium, site.person("quan.tri", Role.ADMIN), color_scheme=scheme)
    found = {}
    for path in (*(place.path for place in MENU), TURN, "/khong-co-trang-nay"):
        page.goto(f"{site.url}/admin{path}")
        if path != "/khong-co-trang-nay":
            ready(page)
        found[path] = serious_problems(page)
    page.context.clear_cookies()
    page.goto(f"{site.url}/admin/dang-nhap")
    found["login"] = serious_problems(page)
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_each_role_sees_its_own_menu_and_is_refused_the_rest(site: Site, chromium: Browser) -> None:
    for role in Role:
        page = site.enter(chromium, site.person(f"vai-{role.replace('_', '-')}", role))
        go(site, page, "/")
        shown = page.locator("nav .place").all_inner_texts()
        assert len(shown) == len([place for place in MENU if role.may(place.role)])
        for place in MENU:
            answer = page.goto(f"{site.url}/admin{place.path}")
            assert answer is not None
            assert answer.status == (200 if role.may(place.role) else 403), place.path


def test_what_people_typed_is_shown_as_text(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("quan.tri", Role.ADMIN))
    for path in (TURN, "/cau-hoi?answer_id=a0000", "/"):
        go(site, page, path)
        if path != "/":
            expect(page.get_by_text(HOSTILE).first).to_be_visible()
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x]").count() == 0


def test_one_turn_shows_what_was_used_and_what_was_not(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("xem", Role.VIEW))
    go(site, page, TURN)
    for text in ("Chưa đúng", "0,71 (cần từ 0,50)", "Được dùng", "Không dùng", "12,5", "a0000"):
        expect(page.get_by_text(text).first).to_be_visible()
    go(site, page, "/cau-hoi/khong-co")
    expect(page.get_by_text("Không có lượt hỏi nào mang mã này").first).to_be_visible()


def test_the_list_is_filtered_paged_and_taken_home(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("xem", Role.VIEW))
    go(site, page, "/cau-hoi")
    rows = page.locator("table.q-table tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="Trang sau").click()
    expect(rows).to_have_count(10)
    page.get_by_role("button", name="Trang trước").click()
    expect(rows).to_have_count(50)
    page.get_by_label("Từ trong câu hỏi").fill('"viec thu 17"')
    page.get_by_label("Từ trong câu hỏi").press("Enter")
    expect(rows).to_have_count(1)
    page.wait_for_url("**/cau-hoi?words=*")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải CSV").click()
    assert "việc thứ 17?" in taken.value.path().read_text(encoding="utf-8-sig")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải Excel").click()
    assert taken.value.path().read_bytes().startswith(b"PK")
    assert [entry.action for entry in entries(site.desk.engine, limit=2)] == ["list.export"] * 2


def test_an_account_is_made_by_a_link_that_is_shown_once_and_gets_a_second_factor(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("quan.tri", Role.ADMIN))
    go(site, page, "/tai-khoan")
    page.get_by_label("Tên đăng nhập").fill("moi.vao")
    page.get_by_role("button", name="Tạo tài khoản").click()
    link = page.locator(".secret").inner_text()
    page.get_by_role("button", name="Đóng", exact=True).click()
    expect(page.get_by_text("moi.vao · chờ đặt mật khẩu")).to_be_visible()

    fresh = chromium.new_context().new_page()
    fresh.goto(f"{site.url}/admin/lien-ket/{link.rsplit('/', 1)[1]}")
    fresh.get_by_label("Mật khẩu mới").fill(PASSWORD)
    fresh.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    fresh.get_by_role("button", name="Đặt mật khẩu").click()
    fresh.get_by_label("Tên đăng nhập").fill("moi.vao")
    fresh.get_by_label("Mật khẩu").fill(PASSWORD)
    fresh.get_by_role("button", name="Đăng nhập").click()
    fresh.wait_for_url("**/admin/")
    go(site, fresh, "/toi")
    fresh.get_by_role("button", name="Bật xác thực hai bước").click()
    secret = fresh.locator(".secret").inner_text()
    fresh.get_by_label("Mã sáu số").fill(pyotp.TOTP(secret).now())
    fresh.get_by_role("button", name="Xác nhận").click()
    expect(fresh.locator("[role=dialog] .secret")).to_have_count(10)
    fresh.get_by_role("button", name="Đóng", exact=True).click()
    expect(fresh.get_by_text("Đang bật.")).to_be_visible()
    assert site.desk.accounts.named("moi.vao").has_second_factor  # type: ignore[union-attr]


def test_closing_an_account_puts_its_owner_out_at_once(site: Site, chromium: Browser) -> None:
    theirs = site.enter(chromium, site.person("bi-khoa", Role.VIEW))
    go(site, theirs, "/cau-hoi")
    page = site.enter(chromium, site.person("quan.tri", Role.ADMIN))
    go(site, page, "/tai-khoan")
    page.locator(".person", has_text="bi-khoa").get_by_role("button", name="Khóa").click()
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_text("bi-khoa · đã khóa")).to_be_visible()
    theirs.get_by_role("button", name="Trang sau").click()
    theirs.wait_for_url("**/admin/dang-nhap**")


def test_a_button_of_a_page_that_was_open_before_the_role_was_taken_does_nothing(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("mat-quyen", Role.ADMIN))
    go(site, page, "/tai-khoan")
    account = site.desk.accounts.named("mat-quyen")
    assert account is not None
    site.desk.accounts.change(account, "test", role=Role.VIEW)
    page.get_by_label("Tên đăng nhập").fill("len-vao")
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_text("không có quyền làm việc này")).to_be_visible()
    assert site.desk.accounts.named("len-vao") is None


def test_the_theme_is_kept(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("xem", Role.VIEW), color_scheme="light")
    go(site, page, "/")
    assert page.evaluate("document.body.classList.contains('body--light')")
    page.get_by_role("button", name="Đổi nền").click()
    page.wait_for_function("document.body.classList.contains('body--dark')")
    go(site, page, "/cau-hoi")
    assert page.evaluate("document.body.classList.contains('body--dark')")
    assert {cookie["name"] for cookie in page.context.cookies()} >= {COOKIE, "tro_ly_admin_mau"}


def test_on_a_narrow_screen_the_menu_opens_by_its_button(site: Site, chromium: Browser) -> None:
    page = site.enter(chromium, site.person("xem", Role.VIEW), viewport={"width": 768, "height": 900})
    go(site, page, "/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("nav .place").first).not_to_be_in_viewport()
    page.get_by_role("button", name="Mở hoặc đóng danh mục").click()
    page.get_by_role("link", name="Câu hỏi", exact=True).click()
    page.wait_for_url(f"{site.url}/admin/cau-hoi")
    expect(page.locator("h1")).to_have_text("Câu hỏi")
