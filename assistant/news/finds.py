"""Looking at the active release for something to tell: after each release, and at the beginning of each day."""

from __future__ import annotations

from datetime import date, datetime

from assistant.clock import HERE
from assistant.library import ReadsDocuments
from assistant.news.items import arrivals, is_over, reminders
from assistant.news.plan import Plan
from assistant.records.newsbook import NewsBook


class Finds:
    """Notes what is new. What is there on the first day, the starter documents among it, is known and no news."""

    def __init__(self, library: ReadsDocuments, book: NewsBook, plan: Plan) -> None:
        self._library = library
        self._book = book
        self._plan = plan
        self._looked: tuple[str, date] | None = None

    def look(self, now: datetime) -> None:
        """Cheap while nothing has changed. A base without documents is not looked at."""
        release, today = self._library.release(), now.astimezone(HERE).date()
        if not release or (release, today) == self._looked:
            return
        documents = {document.document_id: document for document in self._library.documents()}
        came = list(arrivals(documents.values()))
        over = {item for item in came if is_over(item, documents[item.document_id], today)}
        if not self._book.begun():
            self._book.note(came, now, to_tell=False)
            self._book.begin_with_these(now)
        self._book.note(over, now, to_tell=False)
        self._book.note((item for item in came if item not in over), now, to_tell=True)
        self._book.note(reminders(documents.values(), today, self._plan.reminders), now, to_tell=True)
        self._looked = (release, today)
