"""What the editor of curated answers does with the records and the knowledge base, without drawing anything. Blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from assistant.admin.desk import Desk
from assistant.clock import HERE
from assistant.curated.standing import CHANGED, GONE, standings
from assistant.generation.sources import vn_date
from assistant.models import Status
from assistant.records import curated as rows
from assistant.records import review
from assistant.records.curated import Curated
from assistant.records.curated_words import Citation, Words, checked
from assistant.replies import part, reply
from knowledge.models import Passage
from knowledge.search import search

_FOUND = 8


def write(db: Connection, *, now: Curated | None, version: int, words: Words, me: str, card: int | None, submit: bool) -> int:
    """Save, and ask for approval if that is wanted; the id. Words that did not change are not saved as somebody else's."""
    if now is None:
        curated_id, version = rows.create(db, words, me), 1
        if card:
            review.link(db, card, me, curated_id)
    elif checked(words) != now.words or version != now.version:
        curated_id, version = now.id, rows.edit(db, now.id, version, words, me)
    else:
        curated_id = now.id
    if submit:
        rows.submit(db, curated_id, version, me)
    return curated_id


def approve_now(db: Connection, *, desk: Desk, now: Curated, me: str) -> int:
    """In force from the next question on. Whether each source's document is in force today is kept with it."""
    base, today = (desk.assistant.base if desk.assistant else None), datetime.now(HERE).date()
    documents = base.view().documents if base else {}
    found = [documents.get(citation.document_id) for citation in now.words.citations]
    return rows.approve(db, now.id, now.version, me, [one.in_force(today) if one else None for one in found])


def misquoted(desk: Desk, words: Words) -> int:
    """The number of the first citation whose words do not stand in its document (any more); 0 when all do."""
    if desk.assistant is None:
        return 0
    found = standings(words, desk.assistant.base.view())
    return next((n for n, one in enumerate(found, start=1) if one.text in (CHANGED, GONE)), 0)


def standing_of(desk: Desk, words: Words) -> list[str]:
    """How each citation stands today."""
    if desk.assistant is None:
        return []
    today = datetime.now(HERE).date()
    return [one.on(today) for one in standings(words, desk.assistant.base.view())]


def passages_for(desk: Desk, wanted: str) -> list[Passage]:
    """Passages that may bear an answer out, the best first."""
    return list(search(desk.assistant.base, wanted, _FOUND).passages) if desk.assistant and wanted.strip() else []


def citation_of(passage: Passage) -> Citation:
    """A passage as a source, its words copied."""
    chunk = passage.chunk
    return Citation(chunk.document_id, chunk.chunk_id, chunk.locator, chunk.text, chunk.digest)


def reads_as(desk: Desk, now: Curated) -> str:
    """How a person will read it."""
    words, operator = now.words, desk.settings.operator
    basis = "\n\n" + part("curated_basis", basis=words.basis) if words.basis else ""
    office = part("curated_office", name=operator) if operator else ""
    on = (now.approved_at if now.approved == words and now.approved_at else datetime.now(HERE)).astimezone(HERE).date()
    marks = "" if "[1]" in words.text else "".join(f" [{n}]" for n, _ in enumerate(words.citations, start=1))
    return reply(Status.ANSWERED_CURATED, office=office, date=vn_date(on), answer=f"{words.text}{marks}{basis}")


def requoted(citation: Citation, quote: str) -> Citation:
    """The same source with other words of it."""
    return replace(citation, quote=quote.strip())
