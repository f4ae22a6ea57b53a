"""What there is to tell: documents and events that were not known before, and days that come near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.events import Event, Phase, day_of, event_of
from assistant.records.newsbook import Item
from knowledge.language.normalise import fold
from knowledge.models import Document

DOCUMENT, EVENT, DEADLINE, START = "document", "event", "deadline", "start"
REMINDERS = (DEADLINE, START)


def arrivals(documents: Iterable[Document]) -> Iterator[Item]:
    """Every document as something that came. It is known by its id, and by number, issuer and date where it has them: the
    same paper from another file is no news.
    """
    for document in documents:
        names = [f"id:{document.document_id}"]
        if document.number and document.issued_on:
            names.append(f"paper:{fold(document.number)}:{fold(document.issuer or '')}:{document.issued_on}")
        yield Item(EVENT if event_of(document) else DOCUMENT, document.document_id, tuple(names))


def reminders(documents: Iterable[Document], today: date, days_before: Sequence[int]) -> Iterator[Item]:
    """Deadlines and starts that are as near as one of `days_before`. Each of those gives one reminder; one that was missed
    is made up for by the next.
    """
    for document in documents:
        event = event_of(document)
        for what, day in _days(event) if event else ():
            left = (day - today).days
            if near := [days for days in sorted(days_before) if 0 <= left <= days]:
                yield Item(what, document.document_id, (f"{what}:{document.document_id}:{day}:{near[0]}",), day)


def _days(event: Event) -> Iterator[tuple[str, date]]:
    if event.deadline and event.start is not None:
        yield DEADLINE, day_of(event.deadline)
    if event.start:
        yield START, day_of(event.start)


def is_over(item: Item, document: Document, today: date) -> bool:
    """Whether telling it would come too late: no longer in force, past, or no longer true."""
    if item.what == DOCUMENT:
        return document.effective_to is not None and today >= document.effective_to
    event = event_of(document)
    if event is None or event.phase(today) is Phase.PAST:
        return True
    return item.what in REMINDERS and (item.day is None or item.day < today or (item.what, item.day) not in _days(event))
