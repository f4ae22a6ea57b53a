"""Replies as requests to the Bot API. A draft is {"method", "parameters", "plain"?}: what waits in the outbox as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.channels.telegram.markup import BOLD, FOLDED, ITALIC, QUOTE, Markup, Piece, Tag, link
from assistant.messages import Block, Bullets, Button, Draft, Inbound, Kind, Message, Note, Paragraph, Quote, Reply, Span

CALLBACK_BYTES = 64
LONGEST_TOAST = 200
LONGEST_CAPTION = 1000
_NO_PREVIEW = {"is_disabled": True}
Pack = Callable[[str, int], str]


def drafts_of(reply: Reply, to: Inbound | None, pack: Pack) -> list[Draft]:
    """Every request for a reply, in order. `pack` makes an action fit into so many bytes."""
    drafts = [draft for message in reply.messages for draft in _message(message, to, pack)]
    if to is not None and to.kind is Kind.TAP and (query := to.reference.get("callback_id")):
        toast = {"callback_query_id": query, "text": reply.toast[:LONGEST_TOAST] or None}
        drafts.insert(0, {"method": "answerCallbackQuery", "parameters": toast})
    return drafts


def _message(message: Message, to: Inbound | None, pack: Pack) -> list[Draft]:
    pieces = markup_of(message.blocks).pieces()
    keyboard = _keyboard(message.buttons, pack)
    if message.file:
        return [_document(message, pieces, to)]
    drafts = [_text(piece, to) for piece in pieces]
    if drafts and keyboard:
        drafts[-1]["parameters"]["reply_markup"] = keyboard
    edited = to.reference.get("message_id") if to is not None and to.kind is Kind.TAP else None
    if message.replaces and edited and len(drafts) == 1:
        drafts[0] = _edit(drafts[0], edited)
    return drafts


def _text(piece: Piece, to: Inbound | None) -> Draft:
    parameters = {"text": piece.html, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW, **_place(to)}
    return {"method": "sendMessage", "parameters": parameters, "plain": piece.plain}


def _edit(draft: Draft, message_id: str) -> Draft:
    """The same text in the place of an earlier message."""
    dropped = ("reply_parameters", "message_thread_id")
    kept = {name: value for name, value in draft["parameters"].items() if name not in dropped}
    return {**draft, "method": "editMessageText", "parameters": {**kept, "message_id": int(message_id)}}


def _document(message: Message, pieces: Sequence[Piece], to: Inbound | None) -> Draft:
    caption = pieces[0].plain[:LONGEST_CAPTION] if pieces else None
    file = {"name": message.file.name, "text": message.file.text} if message.file else {}
    return {"method": "sendDocument", "parameters": {"caption": caption, **_place(to)}, "file": file}


def _place(to: Inbound | None) -> dict[str, Any]:
    """In a group: below the message that asked, in its topic."""
    if to is None or not to.group or "message_id" not in to.reference:
        return {}
    below = {"message_id": int(to.reference["message_id"]), "allow_sending_without_reply": True}
    topic = to.reference.get("thread_id")
    return {"reply_parameters": below, **({"message_thread_id": int(topic)} if topic else {})}


def _keyboard(rows: Sequence[Sequence[Button]], pack: Pack) -> dict[str, Any] | None:
    keys = [[_key(button, pack) for button in row] for row in rows]
    return {"inline_keyboard": keys} if keys else None


def _key(button: Button, pack: Pack) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": pack(button.action, CALLBACK_BYTES)}


def markup_of(blocks: Sequence[Block]) -> Markup:
    """Blocks, an empty line between them."""
    markup = Markup()
    for n, block in enumerate(blocks):
        if n:
            markup.add("\n\n")
        match block:
            case Paragraph(spans):
                _line(markup, spans)
            case Bullets(items):
                for m, item in enumerate(items):
                    markup.add("\n• " if m else "• ")
                    _line(markup, item)
            case Quote(heading, text, folded):
                _line(markup, heading)
                markup.add("\n" if heading else "")
                markup.add(text.strip(), FOLDED if folded else QUOTE)
            case Note(text):
                markup.add(text, ITALIC)
    return markup


def _line(markup: Markup, spans: Sequence[Span]) -> None:
    for span in spans:
        tags: list[Tag] = [link(span.link)] if span.link else []
        tags += [BOLD] if span.bold else []
        tags += [ITALIC] if span.italic else []
        markup.add(span.text, *tags)
