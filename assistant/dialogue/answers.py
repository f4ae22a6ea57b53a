"""A question answered, and an Answer as a message: text, sources as quotes, buttons for what a person may want next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from assistant.channels.answer_view import SUMMARY_FORM, text_blocks, web_link
from assistant.dialogue.visit import Visit
from assistant.generation.sources import vn_date
from assistant.messages import Block, Bullets, Button, Effect, Line, Message, Note, Paragraph, Quote, Reply, Span
from assistant.models import Answer, Question, Source
from assistant.replies import said

MOST_SOURCES_WITH_BUTTONS = 3
ANSWER_ID_LENGTH = 12
ButtonMaker: TypeAlias = Callable[[Visit, Answer], Sequence[tuple[Button, ...]]]
MORE_BUTTONS: list[ButtonMaker] = []
"""Functions from (visit, answer) to rows of buttons, for what other files offer below an answer."""
AfterAnswer: TypeAlias = Callable[[Visit, str, Answer], Sequence[Effect]]
AFTER_ANSWERS: list[AfterAnswer] = []
"""Functions from (visit, question, answer) to what else is to be written with it."""


def ask(visit: Visit, text: str) -> Reply:
    """Put a question to the assistant."""
    answer = visit.house.assistant.answer(question_of(visit, text))
    effects = tuple(effect for more in AFTER_ANSWERS for effect in more(visit, text, answer))
    return Reply((answer_message(visit, answer),), effects=effects, outcome=answer.status.value)


def question_of(visit: Visit, text: str) -> Question:
    """The question, kept only if this person agreed. The same message always gets the same answer id."""
    inbound = visit.inbound
    answer_id = visit.house.records.seal.mark("answer", f"{inbound.channel}:{inbound.event_id}")[:ANSWER_ID_LENGTH]
    conversation = visit.known.conversation_id if visit.known else None
    return Question(text, conversation, inbound.channel, keep=visit.known is not None, answer_id=answer_id)


def answer_message(visit: Visit, answer: Answer) -> Message:
    """What is sent for an answer."""
    quotes = tuple(source_quote(n, source, answer.as_of) for n, source in enumerate(answer.sources, start=1))
    notes = tuple(Note(text) for text in (_small_print(answer),) if text)
    return Message((*text_of(answer), *quotes, *notes), _buttons(visit, answer))


def text_of(answer: Answer) -> tuple[Block, ...]:
    """The answer's paragraphs and lists, with citations as spans of their own."""
    blocks: list[Block] = []
    for block in text_blocks(answer.text, len(answer.sources)):
        lines = tuple(tuple(Span(piece.text, cite=piece.source) for piece in item) for item in block.items)
        blocks.append(Bullets(lines) if block.is_list else Paragraph(lines[0]))
    return tuple(blocks)


def source_quote(n: int, source: Source, as_of: date) -> Quote:
    """[1] Quyết định 127/QĐ-TTg – Điều 1, trang 3 · hết hiệu lực từ 28/8/2026, and the document's own words."""
    name = f"{source.kind or ''} {source.number or source.title}".strip()
    place = [part for part in (source.locator, said("page_number", page=source.page) if source.page else "") if part]
    states = [state for state in (validity(source, as_of), said("state_digest") if source.form == SUMMARY_FORM else "") if state]
    rest = "".join((f" – {', '.join(place)}" if place else "", "".join(f" · {state}" for state in states)))
    heading: Line = (Span(f"[{n}] ", cite=n), Span(name, bold=True, link=web_link(source.url) or None), Span(rest))
    return Quote(heading, source.quote)


def validity(source: Source, as_of: date) -> str:
    """Whether the document is in force, in a few words; empty when nobody knows."""
    if source.in_force is None:
        return ""
    if source.in_force:
        return said("state_in_force")
    if source.effective_to and as_of >= source.effective_to:
        return said("state_ended", date=vn_date(source.effective_to))
    return said("state_not_yet", date=vn_date(source.effective_from)) if source.effective_from else ""


def _small_print(answer: Answer) -> str:
    parts = [answer.notice, said("code", code=answer.answer_id) if answer.sources else ""]
    return " ".join(part for part in parts if part)


def _buttons(visit: Visit, answer: Answer) -> tuple[tuple[Button, ...], ...]:
    rows = see_buttons(answer)
    rows += [row for more in MORE_BUTTONS for row in more(visit, answer)]
    rows += [(question_button(text),) for text in answer.suggestions]
    if answer.sources or answer.status.family == "unanswerable":
        rows.append(opinion_buttons(answer.answer_id))
    return tuple(row for row in rows if row)


def see_buttons(answer: Answer) -> list[tuple[Button, ...]]:
    """To the words of the first sources, and to their originals."""
    return [_source_buttons(n, source) for n, source in enumerate(answer.sources[:MOST_SOURCES_WITH_BUTTONS], start=1)]


def _source_buttons(n: int, source: Source) -> tuple[Button, ...]:
    see = (Button(said("see_button", n=n), f"see:{source.chunk_id}"),) if source.chunk_id else ()
    link = web_link(source.url)
    calendar = (Button(said("calendar_button"), f"ics:{source.document_id}"),) if source.calendar else ()
    return (*see, *((Button(said("link_button", n=n), url=link),) if link else ()), *calendar)


def question_button(text: str) -> Button:
    """A question to tap."""
    return Button(text, f"ask:{text}")


def opinion_buttons(answer_id: str) -> tuple[Button, ...]:
    """👍 and 👎."""
    return Button(said("good_button"), f"good:{answer_id}"), Button(said("bad_button"), f"bad:{answer_id}")


def question_rows(texts: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
    """Questions to tap, one in a row."""
    return tuple((question_button(text),) for text in texts)
