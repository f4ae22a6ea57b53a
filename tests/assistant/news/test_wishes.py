"""What one may subscribe to, as people type it, and what fulfils it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.news.hours import QuietHours
from assistant.news.items import reminders
from assistant.news.plan import Plan
from assistant.news.wishes import fulfilled, label_of, province_wishes, topic_wishes, wish_in
from knowledge.models import Document
from tests.assistant.conftest import make_assistant_settings
from tests.support.shelf import event

LAW = Document("l", "Luật Bảo vệ dữ liệu cá nhân", kind="Luật")


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("sự kiện", "events"),
        ("Van ban moi", "documents"),
        ("An Giang", "province:An Giang"),
        ("tỉnh kien giang", "province:An Giang"),
        ("TP. Hồ Chí Minh", "province:Hồ Chí Minh"),
        ("dữ liệu", "topic:data"),
        ("cuoc thi", "topic:contests"),
        ("giá vàng", None),
        ("", None),
        ("!?", None),
    ],
)
def test_wishes_as_people_type_them(typed: str, wish: str | None) -> None:
    assert wish_in(typed) == wish


def test_every_wish_has_a_label() -> None:
    labels = [label_of(wish) for wish in ("documents", "events", "event:x", *province_wishes(), *topic_wishes())]
    assert len(set(labels)) == 3 + 34 + len(topic_wishes())
    assert label_of("event:x", "Ngày hội AI") == "Ngày hội AI"


@pytest.mark.parametrize(
    ("document", "wishes"),
    [
        (LAW, {"documents", "topic:laws", "topic:data"}),
        (replace(LAW, kind="Kế hoạch", title="Kế hoạch AI", province="Kiên Giang"), {"documents", "province:An Giang", "topic:strategy"}),
        (replace(LAW, kind="Công văn", title="Mời họp", issuer="UBND tỉnh Cà Mau"), {"documents", "province:Cà Mau"}),
        (event("e", date(2026, 12, 1), title="Hội thảo AI", place="Hà Nội, Đà Nẵng"), {"events", "province:Hà Nội", "province:Đà Nẵng"}),
    ],
    ids=["law", "merged province", "issuer", "event"],
)
def test_what_a_document_fulfils(document: Document, wishes: set[str]) -> None:
    assert fulfilled(document) >= wishes
    assert f"event:{document.document_id}" in fulfilled(document, reminder=True) - fulfilled(document)
    assert ("documents" in fulfilled(document)) is not ("events" in fulfilled(document))


@pytest.mark.parametrize(("hours", "quiet"), [("21-7", {21, 23, 0, 6}), ("0-0", set()), ("12-14", {12, 13})])
def test_quiet_hours_are_local(hours: str, quiet: set[int]) -> None:
    here = ZoneInfo("Asia/Ho_Chi_Minh")
    looked = {21, 23, 0, 6, 7, 12, 13, 14, 20}
    assert {hour for hour in looked if QuietHours.read(hours).at(datetime(2026, 11, 25, hour, tzinfo=here))} == quiet


def test_a_missed_reminder_is_made_up_for_by_the_next() -> None:
    soon = event("e", date(2026, 12, 10), date(2026, 12, 5))
    found = {day: [item.names[0] for item in reminders([soon], date(2026, 12, day), (3, 1))] for day in (1, 2, 3, 4, 5, 6, 10, 11)}
    assert found == {
        1: [],
        2: ["deadline:e:2026-12-05:3"],
        3: ["deadline:e:2026-12-05:3"],
        4: ["deadline:e:2026-12-05:1"],
        5: ["deadline:e:2026-12-05:1"],
        6: [],
        10: ["start:e:2026-12-10:1"],
        11: [],
    }


def test_the_plan_comes_from_settings(tmp_path) -> None:  # type: ignore[no-untyped-def]
    plan = Plan.of(make_assistant_settings(tmp_path, news_quiet_hours="22-6", news_reminder_days="7,2", news_wait_minutes=0))
    assert (plan.quiet, plan.reminders, plan.wait.total_seconds()) == (QuietHours(22, 6), (7, 2), 0)
    assert Plan.of(make_assistant_settings(tmp_path, news_reminder_days="")).reminders == ()
    assert Plan.of(make_assistant_settings(tmp_path)) == Plan()
