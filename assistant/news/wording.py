"""News in words: one message for each item, a digest for many, and the answer to a question that waited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.channels.answer_view import web_link
from assistant.events import Event, event_of
from assistant.generation.event_notes import registration, when
from assistant.generation.sources import cited_name, state, vn_date
from assistant.messages import Block, Bullets, Button, Line, Message, Note, Paragraph, Span, paragraph
from assistant.news.items import DEADLINE, DOCUMENT, EVENT, REMINDERS, START
from assistant.news.wishes import label_of
from assistant.records.newsbook import Item
from assistant.replies import said
from knowledge.models import Document

MOST_LINES, MOST_BUTTONS = 10, 5
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """An item with its document, as it stands today."""

    item: Item
    document: Document


def messages(pieces: Sequence[Piece], wishes: Sequence[str], today: date, digest_above: int, ends: date | None = None) -> list[Message]:
    """What one subscriber is told. `wishes`: why; `ends`: the day of a subscription that ends soon."""
    pieces = _without_echoes(pieces)
    titles = {piece.document.document_id: piece.document.title for piece in pieces}
    if len(pieces) > digest_above:
        return [_digest(pieces, _small_print(wishes, titles, ends), today)]
    return [_single(piece, _small_print(wishes, titles, ends), today) for piece in pieces]


def _without_echoes(pieces: Sequence[Piece]) -> list[Piece]:
    """An event is told once in a message: as new, before its deadline, before its start, whichever comes first in that list."""
    best: dict[str, Piece] = {}
    order = (DOCUMENT, EVENT, DEADLINE, START)
    for piece in sorted(pieces, key=lambda one: order.index(one.item.what)):
        best.setdefault(piece.document.document_id, piece)
    return [piece for piece in pieces if best[piece.document.document_id] is piece]


def _small_print(wishes: Sequence[str], titles: Mapping[str, str], ends: date | None) -> tuple[Note, ...]:
    labels = dict.fromkeys(label_of(wish, titles.get(wish.removeprefix("event:"), "")) for wish in wishes)
    notes = [said("news_because", wishes=", ".join(labels))]
    return tuple(Note(text) for text in (*notes, *([said("news_ends", date=vn_date(ends))] if ends else [])))


def _single(piece: Piece, notes: tuple[Note, ...], today: date) -> Message:
    document = piece.document
    link = web_link(document.url)
    heading = Paragraph((Span(heading_of(piece, today), bold=True),))
    see = (Button(said("open_button"), f"open:{document.document_id}"),)
    original = (Button(said("original_button"), url=link),) if link else ()
    return Message((heading, *_body(document, today), *notes), ((*see, *original), *manage_buttons()))


def _digest(pieces: Sequence[Piece], notes: tuple[Note, ...], today: date) -> Message:
    shown = pieces[:MOST_LINES]
    blocks: list[Block] = [Paragraph((Span(said("news_digest", count=len(pieces)), bold=True),))]
    blocks.append(Bullets(tuple(_line(piece, today) for piece in shown)))
    blocks += [paragraph(said("news_more", more=len(pieces) - len(shown)))] if len(pieces) > len(shown) else []
    rows = [(Button(_short(piece.document), f"open:{piece.document.document_id}"),) for piece in shown[:MOST_BUTTONS]]
    return Message((*blocks, *notes), (*rows, *manage_buttons()))


def heading_of(piece: Piece, today: date) -> str:
    """ "Ngày mai hết hạn đăng ký:" """
    what, day = piece.item.what, piece.item.day
    if what not in REMINDERS or day is None:
        return said(f"news_{what}")
    days = (day - today).days
    return said({0: f"news_{what}_today", 1: f"news_{what}_tomorrow"}.get(days, f"news_{what}"), days=days)


def _body(document: Document, today: date) -> tuple[Block, ...]:
    link = web_link(document.url) or None
    if event := event_of(document):
        return (Paragraph((Span(event.title, bold=True, link=web_link(event.link) or link),)), paragraph("\n".join(_facts(event, today))))
    name = cited_name(document)
    facts = [*([] if document.title in name else [document.title])]
    facts += [said("document_issuer", issuer=document.issuer)] if document.issuer else []
    own = Paragraph((Span(name, bold=True, link=link), Span(state(document, today))))
    return (own, paragraph("\n".join(facts))) if facts else (own,)


def _facts(event: Event, today: date) -> list[str]:
    facts = [", ".join(filter(None, [when(event), said("event_place", place=event.place) if event.place else ""]))]
    return [fact for fact in (*facts, event.organiser, registration(event, today)) if fact]


def _line(piece: Piece, today: date) -> Line:
    document = piece.document
    if event := event_of(document):
        lead = f"{heading_of(piece, today)} " if piece.item.what in REMINDERS else ""
        told = ". ".join(_facts(event, today))
        return Span(lead), Span(event.title, bold=True, link=web_link(event.link) or None), Span(f": {told}" if told else "")
    name = cited_name(document)
    title = "" if document.title in name else f" – {document.title}"
    return Span(name, bold=True, link=web_link(document.url) or None), Span(f"{state(document, today)}{title}")


def manage_buttons() -> tuple[tuple[Button, ...], ...]:
    """Stop, or choose anew, in one tap or in words."""
    return ((Button(said("stop_all_button"), "unsub:", typed=True), Button(said("change_button"), "wishes:", typed=True)),)


def _short(document: Document) -> str:
    event = event_of(document)
    label = event.title if event else document.name
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
