"""The pages of documents and events in a real browser, from the upload to what people are told."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from playwright.sync_api import expect

from assistant.records.accounts import Role
from assistant.records.audit import entries
from assistant.records.news_tables import subscriptions
from assistant.records.overrides import Overrides
from assistant.records.writing import writing
from assistant.reporting.letterhead import OVERRIDE
from knowledge.models import Document
from tests.support.admin import Site, ready
from tests.support.axe import serious_problems
from tests.support.kept_documents import HOSTILE_TITLE
from tests.support.overriding import put

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
ONE = "/van-ban/xem?id=chien-luoc"
PAGES = (
    *("/van-ban", ONE, "/", "/van-ban/tai-len", "/van-ban/ban-phat-hanh/so-sanh?tu=1&den=1", "/van-ban/cach-ly", "/van-ban/ban-phat-hanh"),
    *("/su-kien/xem?id=thong-bao", "/van-ban/nguon", "/su-kien"),
)
ROWS = "table.q-table tbody tr"


@pytest.fixture
def page(site: Site, chromium: Browser) -> Page:
    return site.enter(chromium, site.person("bien.tap", Role.EDIT))


def go(site: Site, page: Page, path: str) -> None:
    page.goto(f"{site.url}/admin{path}")
    ready(page)


def documents(site: Site) -> dict[str, Document]:
    assert site.desk.shelf is not None
    return dict(site.desk.shelf.base.view().documents)


def yes(page: Page) -> None:
    page.get_by_role("button", name="Đồng ý").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Site, chromium: Browser, scheme: str) -> None:
    page = site.enter(chromium, site.person("quan.tri", Role.ADMIN), color_scheme=scheme)
    found = {}
    for path in PAGES if scheme == "light" else PAGES[1::2]:
        go(site, page, path)
        found[path] = serious_problems(page)
        assert page.evaluate("window.hacked") is None, path
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_what_is_not_there_is_said(site: Site, page: Page) -> None:
    for path in ("/van-ban/xem?id=khong-co", "/van-ban/ban-phat-hanh/so-sanh?tu=1&den=99", "/su-kien/xem?id=khong-co"):
        answer = page.goto(f"{site.url}/admin{path}")
        assert answer is not None
        assert answer.status == 404, path


def test_the_list_is_filtered_and_taken_home(site: Site, page: Page) -> None:
    go(site, page, "/van-ban")
    expect(page.locator(ROWS)).to_have_count(6)
    expect(page.get_by_text(HOSTILE_TITLE).first).to_be_visible()
    page.get_by_label("Từ cần tìm").fill("chien luoc quoc gia")
    page.get_by_role("button", name="Lọc", exact=True).click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("Hết hiệu lực")
    page.wait_for_url("**/van-ban?words=chien*")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "127/QĐ-TTg" in text
    assert "09/2019" not in text
    for path in ("/van-ban/ban-phat-hanh", "/van-ban/nguon", "/su-kien"):
        go(site, page, path)
        with page.expect_download() as taken:
            page.get_by_role("button", name="Tải Excel").click()
        assert taken.value.path().read_bytes().startswith(b"PK"), path


def test_files_are_dropped_checked_and_published(site: Site, page: Page, tmp_path: Path) -> None:
    good = tmp_path / "<script>window.hacked=1<script> kế hoạch.md"
    good.write_text("# Kế hoạch số 9\n\nTỉnh An Giang mở chín lớp tập huấn trí tuệ nhân tạo trong năm 2027.", encoding="utf-8")
    bad, never = tmp_path / "hong.pdf", tmp_path / "a.exe"
    bad.write_bytes(b"%PDF-1.7 khong phai")
    never.write_bytes(b"MZ")
    go(site, page, "/van-ban/tai-len")
    page.locator(".drop input[type=file]").set_input_files([good, bad, never])
    expect(page.locator(".sent li")).to_have_count(3)
    expect(page.locator(".sent .bad")).to_contain_text("Loại tệp này không đọc được.")
    expect(page.locator(".sent-all")).to_have_text("Đã tải lên 2 trong 3 tệp")
    expect(page.get_by_text("Đã chọn 2 trong 2 tệp")).to_be_visible()
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator(".work .counts")).to_contain_text("Không đọc được: 1", timeout=30_000)
    page.get_by_role("button", name="Công bố", exact=True).click()
    yes(page)
    expect(page.locator(".work .counts")).to_contain_text("Thêm mới: 1", timeout=30_000)
    expect(page.get_by_text("Đã chọn 1 trong 1 tệp")).to_be_visible()
    assert any("Kế hoạch số 9" in one.title for one in documents(site).values())
    page.get_by_role("button", name="Xóa khỏi khay").click()
    yes(page)
    expect(page.get_by_text("Khay đang trống.")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    noted = [entry.action for entry in entries(site.desk.engine, limit=5)]
    assert noted == ["documents.discard", "documents.publish", "documents.check", "documents.upload", "documents.upload"]


def test_two_people_edit_one_document_and_nothing_is_lost(site: Site, chromium: Browser, page: Page) -> None:
    theirs = site.enter(chromium, site.person("nguoi.khac", Role.EDIT))
    for one in (page, theirs):
        go(site, one, ONE)
    theirs.get_by_label("Tỉnh, thành phố").fill("Cà Mau")
    theirs.get_by_role("button", name="Lưu và công bố").click()
    expect(theirs.locator(".work .counts")).to_contain_text("Cập nhật: 1", timeout=30_000)
    page.get_by_label("Người ký").fill("Nguyễn Văn A")
    page.get_by_role("button", name="Lưu và công bố").click()
    expect(page.locator(".note[role=alert]")).to_contain_text("nguoi.khac vừa sửa văn bản này")
    expect(page.get_by_label("Người ký")).to_have_value("Nguyễn Văn A")
    assert documents(site)["chien-luoc"].signer is None
    page.get_by_role("button", name="Lưu và công bố").click()
    expect(page.locator(".work .counts")).to_contain_text("Cập nhật: 1", timeout=30_000)
    now = documents(site)["chien-luoc"]
    assert (now.province, now.signer) == ("Cà Mau", "Nguyễn Văn A")


def test_the_page_of_a_passage_is_shown(site: Site, page: Page) -> None:
    go(site, page, "/van-ban/xem?id=pdf-chu")
    page.get_by_role("button", name="Xem trang 1").first.click()
    picture = page.get_by_role("dialog").locator("img")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('[role=dialog] img').naturalWidth > 800")


def test_quarantine_lets_pass_with_a_name_and_a_release_is_rolled_back(site: Site, page: Page) -> None:
    go(site, page, "/van-ban/cach-ly")
    expect(page.locator(".findings")).to_contain_text("căn cước")
    page.get_by_role("button", name="Duyệt và công bố").click()
    yes(page)
    expect(page.get_by_text("Không có văn bản nào đang cách ly.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("cell", name="bien.tap")).to_be_visible()
    assert "danh-sach" in documents(site)
    go(site, page, "/van-ban/ban-phat-hanh")
    page.get_by_role("link", name=re.compile("So với bản [0-9]")).first.click()
    expect(page.get_by_role("heading", name="Thêm mới (1)")).to_be_visible()
    page.get_by_role("link", name="Về danh sách bản phát hành").click()
    page.get_by_role("button", name="Quay về bản này").first.click()
    yes(page)
    expect(page.get_by_text(re.compile("Đang dùng bản số"))).to_be_visible()
    assert "danh-sach" not in documents(site)
    page.get_by_role("button", name="Quay về bản này").first.click()
    yes(page)
    expect(page.locator(".release").first).to_contain_text("đang dùng")


def test_a_document_is_taken_out_and_put_back(site: Site, page: Page) -> None:
    go(site, page, "/van-ban/xem?id=phan-bon")
    page.get_by_role("button", name="Gỡ văn bản").click()
    yes(page)
    expect(page.get_by_text("Văn bản này đã được gỡ (bien.tap")).to_be_visible(timeout=30_000)
    assert "phan-bon" not in documents(site)
    page.get_by_role("button", name="Đưa trở lại").click()
    expect(page.get_by_role("button", name="Gỡ văn bản")).to_be_visible(timeout=30_000)
    assert "phan-bon" in documents(site)


def test_an_event_is_corrected_and_its_subscribers_are_counted(site: Site, page: Page) -> None:
    row = {"channel": "telegram", "told_to": 0, "since": datetime.now(UTC)}
    with writing(site.desk.engine) as db:
        for chat, wish in (("a", "events"), ("b", "events"), ("b", "event:thong-bao")):
            db.execute(subscriptions.insert().values(**row, chat=chat, wish=wish))
    go(site, page, "/su-kien")
    expect(page.get_by_text("2 cuộc trò chuyện, 3 lượt đăng ký")).to_be_visible()
    expect(page.locator(ROWS).first).to_contain_text("Đọc tự động")
    page.locator(ROWS).first.get_by_role("link").click()
    page.wait_for_url("**/su-kien/xem?id=thong-bao")
    ready(page)
    page.get_by_label("Kết thúc", exact=True).fill("2026-12-01")
    page.get_by_role("button", name="Lưu và công bố").click()
    expect(page.get_by_text("Sự kiện không thể kết thúc trước khi bắt đầu.")).to_be_visible()
    page.get_by_label("Kết thúc", exact=True).fill("2026-12-13")
    page.get_by_label("Địa điểm").fill("Trung tâm hội nghị <b>tỉnh</b>")
    page.get_by_role("button", name="Lưu và công bố").click()
    expect(page.locator(".work .counts")).to_contain_text("Cập nhật: 1", timeout=30_000)
    event = documents(site)["thong-bao"].details["event"]
    assert (event["start"], event["end"], event["place"]) == ("2026-12-12T08:00", "2026-12-13", "Trung tâm hội nghị <b>tỉnh</b>")
    go(site, page, "/su-kien")
    expect(page.locator(ROWS).first).to_contain_text("Đã sửa")


def test_a_source_is_added_read_and_removed(site: Site, chromium: Browser, page: Page, tmp_path: Path) -> None:
    (tmp_path / "nghi-quyet.md").write_text("# Nghị quyết\n\nTỉnh dành một phần ngân sách cho dữ liệu mở.", encoding="utf-8")
    go(site, page, "/van-ban/nguon")
    page.get_by_label("Liên kết hoặc thư mục").fill(str(tmp_path))
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_text("Chỉ người quản trị được thêm thư mục của máy chủ.")).to_be_visible()
    admin = site.enter(chromium, site.person("quan.tri", Role.ADMIN))
    go(site, admin, "/van-ban/nguon")
    admin.get_by_label("Liên kết hoặc thư mục").fill(str(tmp_path))
    admin.get_by_label("Tên ngắn (không bắt buộc)").fill("nghi-quyet")
    admin.get_by_role("button", name="Thêm", exact=True).click()
    expect(admin.get_by_text("chưa đọc lần nào")).to_be_visible()
    admin.get_by_role("button", name="Làm mới", exact=True).click()
    expect(admin.get_by_text("có thay đổi")).to_be_visible(timeout=30_000)
    assert "nghi-quyet" in documents(site)
    admin.get_by_role("button", name="Gỡ nguồn").click()
    yes(admin)
    expect(admin.get_by_text("Chưa có nguồn nào.")).to_be_visible(timeout=30_000)
    assert "nghi-quyet" not in documents(site)


def test_the_monthly_report_is_taken_from_the_first_page(site: Site, page: Page) -> None:
    go(site, page, "/bao-cao-thang/the-thuc")
    assert serious_problems(page) == []
    page.get_by_label("Cơ quan ban hành báo cáo").fill("Sở <b>Khoa học</b> và Công nghệ")
    page.get_by_label("Nơi nhận").fill("- Như trên;\n- Lãnh đạo Sở")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    overrides = Overrides(site.desk.engine)
    put(overrides, OVERRIDE, {"issuer": "Sở A"}, "binh", overrides.now()[OVERRIDE])
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".note[role=alert]")).to_contain_text("binh vừa sửa thể thức")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".note[role=alert]")).to_be_hidden()
    go(site, page, "/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải báo cáo").click()
    written = docx.Document(str(taken.value.path()))
    assert any("Kết quả hoạt động của Trợ lý AI" in paragraph.text for paragraph in written.paragraphs)
    cells = "\n".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    assert "SỞ <B>KHOA HỌC</B> VÀ CÔNG NGHỆ" in cells
    assert "- Lãnh đạo Sở;" in cells
    answer = page.goto(f"{site.url}/admin/bao-cao-thang?thang=2026-13")
    assert answer is not None
    assert answer.status == 404
