"""The gap loop in a real browser: asked in vain, reviewed, answered by the office, told; and two people at one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assistant.models import Question
from assistant.records import review
from assistant.records.accounts import Role
from assistant.records.audit import entries
from assistant.records.curated import approve, create, listed, one, submit
from assistant.records.curated_words import Words
from assistant.records.review import Group
from assistant.records.writing import writing
from tests.assistant.curated.conftest import citation_of
from tests.support.admin import Site, ready
from tests.support.axe import serious_problems
from tests.support.fake_assistant import HOSTILE
from tests.support.waiting import meets

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
ROOM = "Đăng ký tập huấn AI của Sở ở phòng nào?"
ROOM_AGAIN = "dang ky tap huan ai cua so o phong nao"
GOLD = "Giá vàng hôm nay bao nhiêu?"


def ask(page: Page, question: str) -> None:
    """Type a question on the citizens' page and wait for what comes."""
    before = page.locator("[data-answer]").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator("[data-answer]").nth(before).wait_for(timeout=60_000)


def in_queue(house: Site, question: str, state: str = "open") -> Group:
    """The card of a question, once it is there."""

    def found() -> list[Group]:
        return [group for group in review.groups(house.desk.engine, state=state) if group.question == question]

    meets(lambda: bool(found()), 60)
    return found()[0]


def test_from_a_question_without_an_answer_to_the_person_who_is_told(house: Site, chromium: Browser, entering: Callable[..., Page]) -> None:
    citizen = chromium.new_context(base_url=house.url, reduced_motion="reduce").new_page()
    citizen.goto("/")
    ask(citizen, ROOM)
    citizen.click("[data-want]")
    citizen.click("[data-consent-card] button[value=agree]")
    citizen.get_by_text("câu trả lời sẽ hiện ở đây").wait_for(timeout=30_000)

    card = in_queue(house, ROOM)
    editor = entering("lan", "/hang-doi")
    expect(editor.get_by_role("heading", name=ROOM)).to_be_visible()
    expect(editor.get_by_text("1 người chờ được báo")).to_be_visible()
    editor.keyboard.press("5")
    editor.wait_for_url(f"**/tra-loi-chuan/moi?card={card.id}")
    ready(editor)
    expect(editor.get_by_label("Câu hỏi", exact=True)).to_have_value(ROOM)
    editor.get_by_label("Câu trả lời", exact=True).fill("Bạn đăng ký tại phòng 203, trong giờ hành chính. [1]")
    editor.get_by_role("button", name="Lưu và gửi duyệt").click()
    expect(editor.get_by_text("Cần ít nhất một nguồn")).to_be_visible()
    editor.get_by_label("Tìm trong văn bản").fill("chiến lược quốc gia về trí tuệ nhân tạo đào tạo nhân lực")
    editor.get_by_role("button", name="Tìm", exact=True).click()
    editor.get_by_role("button", name="Dùng đoạn này").first.click()
    expect(editor.get_by_text("Nguồn còn nguyên")).to_be_visible()
    editor.get_by_role("button", name="Lưu và gửi duyệt").click()
    editor.wait_for_url(re.compile(r"/tra-loi-chuan/\d+$"))
    expect(editor.get_by_text("cần một người khác duyệt").first).to_be_visible()
    assert editor.get_by_role("button", name="Duyệt và dùng ngay").count() == 0

    (written,) = listed(house.desk.engine)
    approver = entering("minh", f"/tra-loi-chuan/{written.id}")
    late = entering("hoa", f"/tra-loi-chuan/{written.id}")
    approver.get_by_label("Gõ thử một câu hỏi").fill(ROOM_AGAIN)
    approver.get_by_role("button", name="Thử", exact=True).click()
    expect(approver.get_by_text("Câu này sẽ nhận được câu trả lời này.")).to_be_visible()
    approver.get_by_role("button", name="Duyệt và dùng ngay").click()
    expect(approver.get_by_text("Đã duyệt, dùng ngay")).to_be_visible()
    late.get_by_role("button", name="Duyệt và dùng ngay").click()  # the same form, sent once more
    expect(late.get_by_text("vừa lưu một bản khác")).to_be_visible()

    handled = in_queue(house, ROOM, "handled")
    assert (handled.verdict, handled.handled_by, handled.curated_id) == ("answered", "minh", written.id)
    citizen.reload()
    told = citizen.locator("[data-news]")
    told.wait_for(timeout=30_000)
    assert "Trả lời của cơ quan (Sở Khoa học và Công nghệ)" in told.inner_text()
    assert "phòng 203" in told.inner_text()
    ask(citizen, ROOM_AGAIN)
    again = citizen.locator("[data-answer]").last
    assert "Trả lời của cơ quan" in again.inner_text()
    assert again.locator(".source").count() == 1
    assert [e.action for e in entries(house.desk.engine, account="minh")] == ["curated.approve"]


def test_two_people_edit_one_answer_and_nothing_is_lost(house: Site, entering: Callable[..., Page]) -> None:
    first = entering("lan", "/tra-loi-chuan/moi")
    first.get_by_label("Câu hỏi", exact=True).fill(HOSTILE)
    first.get_by_label("Câu trả lời", exact=True).fill("Bản đầu.")
    first.get_by_label("Căn cứ khác").fill("Thông báo 12")
    first.get_by_role("button", name="Lưu nháp").dblclick()  # pressed twice: written once
    first.wait_for_url(re.compile(r"/tra-loi-chuan/\d+$"))
    ready(first)
    (made,) = listed(house.desk.engine, wanted="Bản đầu")
    second = entering("minh", f"/tra-loi-chuan/{made.id}")
    for page, words in ((first, "Bản của Lan."), (second, "Bản của Minh.")):
        page.get_by_label("Câu trả lời", exact=True).fill(words)
        page.get_by_role("button", name="Lưu nháp").click()
    warned = second.get_by_role("alertdialog")
    expect(warned.get_by_text("lan vừa lưu một bản khác").first).to_be_visible()
    expect(warned.get_by_text("Bản của Lan.")).to_be_visible()
    expect(second.get_by_label("Câu trả lời", exact=True)).to_have_value("Bản của Minh.")
    warned.get_by_role("button", name="Lưu bản của tôi thay vào").click()
    meets(lambda: (now := one(house.desk.engine, made.id)) is not None and now.words.text == "Bản của Minh.")
    expect(second.get_by_text("Bản 2: sửa, lan").first).to_be_visible()
    assert second.evaluate("window.hacked") is None
    assert second.locator("img[src=x]").count() == 0


def test_cards_are_handled_by_key_and_the_second_person_is_warned(house: Site, entering: Callable[..., Page]) -> None:
    assert house.desk.assistant is not None
    for question in (GOLD, f"{HOSTILE} ở đâu ra thế nhỉ?"):
        house.desk.assistant.answer(Question(question, channel="web"))
    in_queue(house, GOLD)
    first, second = entering("lan", "/hang-doi"), entering("minh", "/hang-doi")
    for page in (first, second):
        page.get_by_role("button", name=GOLD).click()
        expect(page.get_by_role("heading", name=GOLD)).to_be_visible()
    first.get_by_label("Ghi chú").fill("không thuộc lĩnh vực")
    first.get_by_role("heading", name=GOLD).click()
    first.keyboard.press("3")
    expect(first.get_by_text("Đã ghi: Ngoài phạm vi.")).to_be_visible()
    second.keyboard.press("1")
    expect(second.get_by_text("Người khác vừa xử lý thẻ này")).to_be_visible()
    expect(second.get_by_text("Kết luận: ngoài phạm vi (không thuộc lĩnh vực)")).to_be_visible()
    expect(first.get_by_text("1 thẻ, 1 lượt hỏi")).to_be_visible()
    assert in_queue(house, GOLD, "handled").handled_by == "lan"
    for page in (first, second):
        assert page.evaluate("window.hacked") is None
    viewer = entering("xem", "/hang-doi", Role.VIEW)
    assert viewer.get_by_role("button", name="Ngoài phạm vi").count() == 0
    viewer.keyboard.press("3")
    assert viewer.goto(f"{house.url}/admin/tra-loi-chuan/moi").status == 403  # type: ignore[union-attr]


def test_an_answer_whose_source_changed_or_whose_time_is_over_is_warned_of(house: Site, entering: Callable[..., Page]) -> None:
    assert house.desk.assistant is not None
    citation = replace(citation_of(house.desk.assistant.base), quote="Câu này không còn trong văn bản.", digest="khác")
    gone = replace(citation, document_id="khong-con")
    with writing(house.desk.engine) as db:
        for question, cites, end in ((f"Nguồn đã đổi {HOSTILE}?", citation, None), ("Nguồn đã mất?", gone, date(2026, 1, 1))):
            made = create(db, Words(question, "Đúng vậy.", citations=(cites,), basis="Công văn 1", valid_to=end), "lan")
            approve(db, made, submit(db, made, 1, "lan"), "minh")
    page = entering("lan", "/tra-loi-chuan")
    warned = page.get_by_role("alert")
    expect(warned.get_by_role("listitem")).to_have_count(2)
    for words in ("Văn bản không còn đoạn này", "Văn bản không còn trong kho, Đã quá thời hạn dùng"):
        expect(warned.get_by_text(words)).to_be_visible()
    warned.get_by_role("link", name="Nguồn đã đổi").click()
    ready(page)
    page.get_by_role("button", name="Lưu và gửi duyệt").click()
    expect(page.get_by_text("Lời trích [1] không còn đúng nguyên văn")).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_axe_finds_nothing_serious(house: Site, entering: Callable[..., Page]) -> None:
    page = entering("quan.tri", "/hang-doi", Role.ADMIN)
    assert serious_problems(page, "light") + serious_problems(page, "dark") == []
    page.goto(f"{house.url}/admin/tra-loi-chuan/1")
    ready(page)
    assert serious_problems(page, "light") + serious_problems(page, "dark") == []
