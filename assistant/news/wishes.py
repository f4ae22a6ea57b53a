"""What one may subscribe to, and which wishes a document fulfils.

A wish is "documents", "events", "province:An Giang" (as provinces are named since 01/7/2025), "topic:data", or
"event:<document id>", which is only reminded of. Topics and their words stand in `replies.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.events import Event, event_of
from assistant.replies import Topic, said, topics, wish_words
from knowledge.language.normalise import fold
from knowledge.language.places import is_abroad, places_in, provinces, successor
from knowledge.models import Document

DOCUMENTS, EVENTS = "documents", "events"
KINDS = (DOCUMENTS, EVENTS)


def province_wish(province: str) -> str:
    """The wish for a province, a merged one included."""
    return f"province:{successor(province) or province}"


def topic_wish(slug: str) -> str:
    """The wish for a topic."""
    return f"topic:{slug}"


def event_wish(document_id: str) -> str:
    """The wish to be reminded of one event."""
    return f"event:{document_id}"


def province_wishes() -> list[str]:
    """All 34, in the order of the alphabet."""
    return [province_wish(name) for name in provinces()]


def topic_wishes() -> list[str]:
    """All topics."""
    return [topic_wish(slug) for slug in topics()]


def is_wish(text: str) -> bool:
    """Whether this is a wish that can be fulfilled."""
    return text in KINDS or text.startswith("event:") or text in province_wishes() or text in topic_wishes()


def wish_in(text: str) -> str | None:
    """The wish that was typed: "sự kiện", "tỉnh An Giang", "du lieu"; None when none is understood."""
    words = " ".join(fold(text).strip(" .!,?").split())
    places = [place for place in places_in(text) if not is_abroad(place)]
    if places:
        return province_wish(places[0])
    if words in wish_words():
        return wish_words()[words]
    return next((topic_wish(slug) for slug, topic in topics().items() if words and _speaks(words, topic)), None)


def label_of(wish: str, event_title: str = "") -> str:
    """A wish in words."""
    kind, _, rest = wish.partition(":")
    if kind == "topic":
        return topics()[rest].label if rest in topics() else rest
    if kind == "event":
        return event_title or said("wish_event")
    return said(f"wish_{kind}") if wish in KINDS else rest


def fulfilled(document: Document, *, reminder: bool = False) -> frozenset[str]:
    """The wishes that news of this document fulfils. A reminder also goes to who asked for it beside the event."""
    event = event_of(document)
    wishes = {EVENTS if event else DOCUMENTS, *(province_wish(name) for name in _provinces(document, event))}
    wishes |= {topic_wish(slug) for slug, topic in topics().items() if _is_of(document, topic)}
    return frozenset(wishes | ({event_wish(document.document_id)} if reminder else set()))


def _provinces(document: Document, event: Event | None) -> Iterator[str]:
    told = [document.province or "", document.issuer or "", document.title, event.place if event else ""]
    yield from (place for text in told for place in places_in(text) if not is_abroad(place))


def _is_of(document: Document, topic: Topic) -> bool:
    return fold(document.kind or "") in topic.kinds or _speaks(fold(document.title), topic)


def _speaks(folded: str, topic: Topic) -> bool:
    return any(re.search(rf"\b{re.escape(words)}\b", folded) for words in topic.words)
