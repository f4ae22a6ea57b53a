"""Cases and settings in a real browser: two clicks make a case, a run shows what changed, a slip in a sentence is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assistant.models import Question, Status
from assistant.records.accounts import Role
from assistant.records.audit import entries
from assistant.records.cases import kept
from assistant.records.overrides import Overrides
from tests.assistant.conftest import TODAY
from tests.support.admin import Site, ready
from tests.support.axe import serious_problems
from tests.support.fake_assistant import HOSTILE
from tests.support.waiting import meets

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
GOLD = "Giá vàng hôm nay bao nhiêu?"


def asked(house: Site, question: str, channel: str = "web") -> Status:
    assert house.desk.assistant is not None
    return house.desk.assistant.answer(Question(question, None, channel, TODAY)).status


def test_two_clicks_make_a_case_and_a_run_shows_how_it_went(house: Site, entering: Callable[..., Page]) -> None:
    assert house.desk.assistant is not None
    turn = house.desk.assistant.answer(Question(f"Ai ký Quyết định 127/QĐ-TTg? {HOSTILE}", None, "web", TODAY))
    page = entering("lan", f"/cau-hoi/{turn.answer_id}")
    page.get_by_role("button", name="Đưa vào bộ kiểm thử").click()
    page.get_by_role("button", name="Lưu vào bộ kiểm thử").click()
    expect(page.get_by_text("Đã đưa vào bộ kiểm thử.")).to_be_visible()
    page.get_by_role("button", name="Đưa vào bộ kiểm thử").click()
    expect(page.get_by_text("Câu này đã ở trong bộ kiểm thử.")).to_be_visible()
    (made,) = kept(house.desk.engine)
    assert (made.answer_id, made.as_of, bool(made.cites)) == (turn.answer_id, TODAY, turn.status is Status.ANSWERED)
    page.goto(f"{house.url}/admin/kiem-thu")
    ready(page)
    expect(page.get_by_text("4 câu hỏi, trong đó 1 câu do cán bộ thêm.")).to_be_visible()
    for times in (1, 2):
        page.get_by_role("button", name="Chạy đánh giá").click()
        expect(page.get_by_text("Lượt vừa chạy")).to_be_visible(timeout=60_000)
        meets(lambda: house.desk.runner is not None and not house.desk.runner.state.running)
        expect(page.locator("table").last.locator("tbody tr")).to_have_count(times, timeout=30_000)
    expect(page.get_by_text("So với lần trước (trên 4 câu có ở cả hai lần)")).to_be_visible()
    expect(page.get_by_role("cell", name="Giá bạc hôm nay bao nhiêu?")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    viewer = entering("xem", "/kiem-thu", Role.VIEW)
    assert viewer.get_by_role("button", name="Chạy đánh giá").count() == 0
    page.get_by_role("button", name="Bỏ khỏi bộ kiểm thử").click()
    page.get_by_role("button", name="Đồng ý").click()
    meets(lambda: not kept(house.desk.engine))


def test_the_service_is_paused_with_a_reason_and_opened_again(house: Site, entering: Callable[..., Page]) -> None:
    page = entering("quan.tri", "/cai-dat", Role.ADMIN)
    page.get_by_role("button", name="Tạm dừng").first.click()
    box = page.get_by_role("dialog")
    box.get_by_label("Lời nhắn cho người hỏi").fill(f"Bảo trì đến 17 giờ. {HOSTILE}")
    box.get_by_role("button", name="Tạm dừng").click()
    expect(page.get_by_text("Hãy ghi lý do")).to_be_visible()
    box.get_by_label("Lý do").fill("Nâng cấp máy chủ")
    box.get_by_role("button", name="Tạm dừng").click()
    expect(page.get_by_text("Lý do: Nâng cấp máy chủ")).to_be_visible()
    meets(lambda: asked(house, GOLD) is Status.BLOCKED_SERVICE_PAUSED)
    page.get_by_role("button", name="Mở lại").click()
    page.get_by_role("button", name="Đồng ý").click()
    meets(lambda: asked(house, GOLD) is not Status.BLOCKED_SERVICE_PAUSED)
    assert [e.action for e in entries(house.desk.engine, limit=2)] == ["settings.drop", "settings.put"]
    assert entries(house.desk.engine, limit=2)[1].detail["value"]["reason"] == "Nâng cấp máy chủ"
    assert page.evaluate("window.hacked") is None


def test_a_sentence_keeps_its_slots_and_the_second_to_change_it_is_warned(house: Site, entering: Callable[..., Page]) -> None:
    overrides = Overrides(house.desk.engine)
    first, second = (entering(name, "/cai-dat", Role.ADMIN) for name in ("quan.tri", "quan.tri.hai"))
    for page in (first, second):
        page.get_by_label("Tìm trong câu chữ").fill("khong dam doan nearest")
        expect(page.get_by_text("1 câu", exact=True)).to_be_visible()
        page.locator(".q-expansion-item", has_text="Không có trong văn bản").locator(".q-item").first.click()
    text = first.get_by_label("Câu thay thế")
    text.fill("Tôi chưa tìm thấy.{nearest}")
    first.get_by_role("button", name="Lưu").last.click()
    expect(first.get_by_text("Thiếu chỗ điền: {contact}.")).to_be_visible()
    text.fill("Tôi chưa tìm thấy.{nearest}{contact}")
    first.get_by_role("button", name="Lưu").last.click()
    expect(first.get_by_text("quan.tri đổi lúc")).to_be_visible()
    second.get_by_label("Câu thay thế").fill("Chưa có.{nearest}{contact}")
    second.get_by_role("button", name="Lưu").last.click()
    expect(second.get_by_text("Người khác vừa đổi mục này.")).to_be_visible()
    expect(second.get_by_text("Giá trị đang dùng: Tôi chưa tìm thấy.{nearest}{contact}")).to_be_visible()
    expect(second.get_by_label("Câu thay thế")).to_have_value("Chưa có.{nearest}{contact}")
    assert overrides.now()["text:status.unanswerable_no_match"].value == "Tôi chưa tìm thấy.{nearest}{contact}"
    first.get_by_role("button", name="Về mặc định").last.click()
    meets(lambda: not overrides.now())


def test_the_threshold_shows_what_it_would_change_before_it_is_saved(house: Site, entering: Callable[..., Page]) -> None:
    page = entering("quan.tri", "/cai-dat", Role.ADMIN)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Không câu nào đổi kết quả.")).to_be_visible(timeout=60_000)
    page.get_by_label("Ngưỡng mới").last.fill("0")
    expect(page.get_by_text("Sẽ được trả lời thêm")).to_be_visible()
    page.locator(".card", has=page.get_by_role("heading", name="Ngưỡng trả lời")).get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đang dùng: 0,00")).to_be_visible()
    assert house.desk.assistant is not None
    meets(lambda: house.desk.assistant and house.desk.assistant.in_force.settings.answer_threshold == 0)
    assert house.desk.assistant.in_force.settings.answer_threshold == 0
    assert page.goto(f"{house.url}/admin/hang-doi") is not None
    editor = entering("lan", "/")
    answer = editor.goto(f"{house.url}/admin/cai-dat")
    assert answer is not None
    assert answer.status == 403


def test_axe_finds_nothing_serious(entering: Callable[..., Page]) -> None:
    page = entering("quan.tri", "/kiem-thu", Role.ADMIN)
    expect(page.get_by_text("Lượt vừa chạy")).to_be_visible()
    assert serious_problems(page, "light") + serious_problems(page, "dark") == []
    page.goto(f"{page.url.removesuffix('/kiem-thu')}/cai-dat")
    ready(page)
    page.locator(".q-expansion-item .q-item").first.click()
    assert serious_problems(page, "light") + serious_problems(page, "dark") == []
