"""A quote as a person sees it: the source with its metadata, and the line that introduces it."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote as quote_path

from assistant.events import Phase, event_of
from assistant.generation.quote import Quote
from assistant.models import Source
from assistant.replies import part
from knowledge.base import View
from knowledge.models import Document


def vn_date(day: date) -> str:
    """05/01/2021 but 28/8/2026: a leading zero for days below 10 and for months 1 and 2 (Nghị định 30/2020/NĐ-CP)."""
    return f"{day:%d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day:%d}/{day.month}/{day.year}"


def spellings(day: date) -> list[str]:
    """How documents may write a day."""
    return list(
        {
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d}/{day.month}/{day.year}",
            f"ngày {day.day} tháng {day.month} năm {day.year}",
        }
    )


def source_of(quote: Quote, as_of: date) -> Source:
    """The source of a quote, its validity seen from `as_of`."""
    document, chunk = quote.passage.document, quote.passage.chunk
    return Source(
        document_id=document.document_id,
        number=document.number,
        kind=document.kind,
        title=document.title,
        issuer=document.issuer,
        issued_on=document.issued_on,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        in_force=document.in_force(as_of),
        locator=chunk.locator,
        page=chunk.page,
        quote=quote.text,
        url=document.url,
        chunk_id=chunk.chunk_id,
        replaced_by=document.replaced_by,
        form=document.form,
        calendar=calendar_path(document, as_of),
    )


def calendar_path(document: Document, as_of: date) -> str | None:
    """Where the event of a document can be had for a phone's calendar; None when there is none, or it is over."""
    event = event_of(document)
    if event is None or event.phase(as_of) not in (Phase.AHEAD, Phase.RUNNING):
        return None
    return f"/su-kien/{quote_path(document.document_id, safe='')}.ics"


def lead_in(quote: Quote, n: int, as_of: date) -> str:
    """ "Theo Quyết định 127/QĐ-TTg ngày 26/01/2021 (bản tóm tắt, đang có hiệu lực), phần “…”: [1]" """
    document, locator = quote.passage.document, quote.passage.chunk.locator
    name = cited_name(document)
    if not locator:
        return part("lead_plain", name=name, state=state(document, as_of), n=n)
    return part("lead", name=name, state=state(document, as_of), locator=locator, n=n)


def cited_name(document: Document) -> str:
    """How a sentence names a document: number and date, or whose it is when it has no number, or its title."""
    day = part("issued", date=vn_date(document.issued_on)) if document.issued_on else ""
    if document.number:
        return f"{document.name}{day}"
    if document.kind and day:
        owner = document.issuer or document.province
        return f"{document.kind}{day}{part('of', owner=owner) if owner else ''}"
    return part("titled", kind=document.kind, title=document.title) if document.kind else document.title


def state(document: Document, as_of: date) -> str:
    """In brackets: whether it is a digest, and whether it is in force."""
    notes = [part("digest")] if document.form == "tóm tắt" else []
    in_force = document.in_force(as_of)
    if in_force:
        notes.append(part("in_force"))
    elif in_force is False and document.effective_to and as_of >= document.effective_to:
        notes.append(part("ended", date=vn_date(document.effective_to)))
    elif in_force is False and document.effective_from:
        notes.append(part("not_yet", date=vn_date(document.effective_from)))
    return f" ({', '.join(notes)})" if notes else ""


def warning(document: Document, view: View, as_of: date) -> str:
    """What a reader must know of a document that is not in force on `as_of`; empty when it is."""
    if document.in_force(as_of) is not False:
        return ""
    if document.effective_to and as_of >= document.effective_to:
        return part("ended_warning", name=cited_name(document), date=vn_date(document.effective_to), replaced=replaced_by(document, view))
    return part("not_yet_warning", name=cited_name(document), date=vn_date(document.effective_from)) if document.effective_from else ""


def replaced_by(document: Document, view: View) -> str:
    """ ", được thay thế bởi Quyết định 1671/QĐ-TTg ngày 28/8/2026"; empty when nothing replaced it."""
    if not document.replaced_by:
        return ""
    newer = next(iter(view.names.with_number(document.replaced_by)), None)
    return part("replaced", name=cited_name(newer) if newer else document.replaced_by)
