"""Looking around without a question: documents by list, by words and page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.channels.answer_view import web_link
from assistant.dialogue.visit import Visit
from assistant.generation.sources import cited_name, vn_date
from assistant.messages import Block, Bullets, Button, Line, Message, Note, Paragraph, Quote, Reply, Span, paragraph, say
from assistant.replies import said
from knowledge.models import Chunk, Document

PAGE_OF_DOCUMENTS = 6
PAGE_OF_TEXT = 2400
LONGEST_LABEL = 60


def documents(visit: Visit, wanted: str) -> Reply:
    """/vanban [words]"""
    return _documents_page(visit, wanted.strip(), 0, replaces=False)


def turn_documents(visit: Visit, rest: str) -> Reply:
    """Another page of the list: "page:words"."""
    page, _, wanted = rest.partition(":")
    return _documents_page(visit, wanted, _number(page), replaces=True)


def _documents_page(visit: Visit, wanted: str, page: int, *, replaces: bool) -> Reply:
    found = visit.house.library.documents(wanted)
    if not found:
        return Reply((say(said("documents_none", wanted=wanted)),))
    pages = -(-len(found) // PAGE_OF_DOCUMENTS)
    page = min(page, pages - 1)
    shown = found[page * PAGE_OF_DOCUMENTS : (page + 1) * PAGE_OF_DOCUMENTS]
    heading = said("documents_found", wanted=wanted) if wanted else said("documents_title")
    blocks: tuple[Block, ...] = (
        title(f"{heading} ({len(found)})"),
        Bullets(tuple(_document_line(document) for document in shown)),
        Note(" ".join((said("document_page", page=page + 1, pages=pages), said("documents_hint")))),
    )
    buttons = [(Button(short(document.name), f"doc:{document.document_id}:0"),) for document in shown]
    return Reply((Message(blocks, (*buttons, *pager(page, pages, lambda n: f"docs:{n}:{wanted}")), replaces),))


def _document_line(document: Document) -> Line:
    name, title = cited_name(document), document.title
    return (Span(name, bold=True),) if title in name else (Span(name, bold=True), Span(f" – {title}"))


def read(visit: Visit, rest: str) -> Reply:
    """A page of a document's text: "document id:page"."""
    document_id, _, page = rest.rpartition(":")
    return _text_page(visit, document_id, _number(page), replaces=True)


def open_document(visit: Visit, document_id: str) -> Reply:
    """Its first page, below the news of it."""
    return _text_page(visit, document_id, 0, replaces=False)


def see(visit: Visit, chunk_id: str) -> Reply:
    """The page of a document on which a quoted passage stands."""
    found = visit.house.library.chunk(chunk_id)
    if found is None:
        return Reply((say(said("document_gone")),))
    document, chunk = found
    pages = _pages(visit.house.library.passages(document.document_id))
    page = next((n for n, chunks in enumerate(pages) if chunk in chunks), 0)
    return _text_page(visit, document.document_id, page, replaces=False)


def _text_page(visit: Visit, document_id: str, page: int, *, replaces: bool) -> Reply:
    document = visit.house.library.document(document_id)
    pages = _pages(visit.house.library.passages(document_id)) if document else []
    if document is None or not pages:
        return Reply((say(said("document_gone")),))
    page = min(page, len(pages) - 1)
    blocks: list[Block] = [Paragraph((Span(cited_name(document), bold=True, link=web_link(document.url) or None),))]
    blocks += [paragraph("\n".join(_facts(document)))] if page == 0 else []
    blocks += [Quote((Span(chunk.locator, bold=True),) if chunk.locator else (), chunk.text, folded=False) for chunk in pages[page]]
    blocks.append(Note(said("document_page", page=page + 1, pages=len(pages))))
    link = web_link(document.url)
    rows = [
        *pager(page, len(pages), lambda n: f"doc:{document_id}:{n}"),
        *([(Button(said("original_button"), url=link),)] if link else []),
    ]
    return Reply((Message(tuple(blocks), tuple(rows), replaces),))


def _facts(document: Document) -> list[str]:
    facts = [document.title]
    facts += [said("document_issued", date=vn_date(document.issued_on))] if document.issued_on else []
    facts += [said("document_issuer", issuer=document.issuer)] if document.issuer else []
    return facts


def _pages(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Chunks gathered into pages of about 2,400 characters."""
    pages: list[list[Chunk]] = []
    room = 0
    for chunk in chunks:
        if len(chunk.text) > room:
            pages.append([])
            room = PAGE_OF_TEXT
        pages[-1].append(chunk)
        room -= len(chunk.text)
    return pages


def title(text: str) -> Paragraph:
    return Paragraph((Span(text, bold=True),))


def pager(page: int, pages: int, action: Callable[[int], str]) -> list[tuple[Button, ...]]:
    """Back and on."""
    back = (Button(said("previous_button"), action(page - 1)),) if page else ()
    on = (Button(said("next_button"), action(page + 1)),) if page + 1 < pages else ()
    return [(*back, *on)] if back or on else []


def short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
