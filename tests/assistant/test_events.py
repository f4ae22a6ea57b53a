"""Events seen from a day, and as calendar files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import icalendar
import pytest

from assistant.events import Event, Phase, calendar, event_of, events_of
from assistant.generation.event_notes import event_note
from knowledge.models import Document


def notice(**event: Any) -> Document:
    return Document("hoi-thao", "Hội thảo AI", path="hoi-thao.md", digest="", url="https://example.vn/ht", details={"event": event})


WORKSHOP = notice(
    title="Hội thảo AI cho nhà nông",
    start="2026-12-05T08:00",
    end="2026-12-05T11:30",
    place="Rạch Giá",
    registration_link="https://example.vn/dk",
    registration_deadline="2026-12-01",
)
FAIR = notice(start=date(2026, 12, 12), end=date(2026, 12, 14))


@pytest.mark.parametrize(
    ("document", "on", "phase"),
    [
        (WORKSHOP, date(2026, 12, 4), Phase.AHEAD),
        (WORKSHOP, date(2026, 12, 5), Phase.RUNNING),
        (WORKSHOP, date(2026, 12, 6), Phase.PAST),
        (FAIR, date(2026, 12, 13), Phase.RUNNING),
        (FAIR, date(2026, 12, 15), Phase.PAST),
        (notice(place="Hà Nội"), date(2026, 12, 5), Phase.UNDATED),
        (notice(start="sáng thứ bảy"), date(2026, 12, 5), Phase.UNDATED),
    ],
)
def test_where_an_event_stands(document: Document, on: date, phase: Phase) -> None:
    event = event_of(document)
    assert event
    assert event.phase(on) is phase


def test_documents_without_an_event() -> None:
    assert event_of(Document("a", "Luật", "a.md", "")) is None
    assert event_of(Document("a", "Luật", "a.md", "", details={"event": "sai"})) is None
    assert [e.title for e in events_of([FAIR, Document("a", "Luật", "a.md", ""), WORKSHOP])] == ["Hội thảo AI cho nhà nông", "Hội thảo AI"]


@pytest.mark.parametrize(
    ("document", "on", "said"),
    [
        (WORKSHOP, date(2026, 11, 22), ["còn 13 ngày nữa", "08:00 ngày 05/12/2026", "Còn nhận đăng ký đến 01/12/2026"]),
        (WORKSHOP, date(2026, 12, 2), ["còn 3 ngày nữa", "Đã hết hạn đăng ký"]),
        (FAIR, date(2026, 12, 13), ["đang diễn ra", "từ 12/12/2026 đến 14/12/2026"]),
        (WORKSHOP, date(2027, 1, 1), ["đã diễn ra"]),
    ],
)
def test_what_a_reader_must_know(document: Document, on: date, said: list[str]) -> None:
    note = event_note(document, on)
    assert all(words in note for words in said), note


def test_a_calendar_file_with_times() -> None:
    event = event_of(WORKSHOP)
    assert event
    [entry] = icalendar.Calendar.from_ical(calendar(event)).walk("VEVENT")
    assert entry["summary"] == "Hội thảo AI cho nhà nông"
    assert entry["dtstart"].dt.isoformat() == "2026-12-05T08:00:00+07:00"
    assert entry["dtend"].dt.isoformat() == "2026-12-05T11:30:00+07:00"
    assert entry["location"] == "Rạch Giá"
    assert entry["url"] == "https://example.vn/dk"
    assert len(entry.walk("VALARM")) == 1


def test_whole_days_end_with_the_day_after() -> None:
    event = event_of(FAIR)
    assert event
    [entry] = icalendar.Calendar.from_ical(calendar(event)).walk("VEVENT")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2026, 12, 12), date(2026, 12, 15))


def test_no_day_no_calendar() -> None:
    with pytest.raises(ValueError, match="without a day"):
        calendar(Event(FAIR, "x"))


def test_a_time_with_a_date_is_overlapped_by_its_day() -> None:
    event = Event(FAIR, "x", datetime(2026, 12, 5, 8), datetime(2026, 12, 5, 9))  # noqa: DTZ001  (local time, as documents give it)
    assert event.overlaps(date(2026, 12, 5), date(2026, 12, 5))
    assert not event.overlaps(date(2026, 12, 6), date(2026, 12, 31))
