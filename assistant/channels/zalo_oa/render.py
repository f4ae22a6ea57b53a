"""Replies as messages of an Official Account: plain text, up to five buttons under the last piece, a list of links.

A draft is {"message", "plain"?, "until"?}. `plain` says the same without buttons or list, for when Zalo refuses them: the
documents differ on their form. Choices that find no button are numbered in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.channels.zalo.render import (
    Choice,
    add_choices,
    add_links,
    add_words,
    body_of,
    buttons_of,
    messages_of,
    numbered,
    pieces_of_file,
)
from assistant.channels.zalo.text import MOST_WITH_MARKUP, Text, shortened, units
from assistant.channels.zalo_oa.events import TAPPED
from assistant.messages import Button, Draft, Inbound, Message, Quote, Reply, choices_of
from assistant.replies import said

MOST_BUTTONS, MOST_ELEMENTS = 5, 5
LONGEST_TITLE, LONGEST_SUBTITLE, LONGEST_PAYLOAD = 100, 500, 900
Pack = Callable[[str, int], str]


def drafts_of(reply: Reply, to: Inbound | None, pack: Pack) -> list[Draft]:
    """Every message for a reply, in order."""
    drafts: list[Draft] = []
    for message, choices in numbered(messages_of(reply), to):
        choices = choices if to else list(enumerate(choices_of([message])[:MOST_BUTTONS], start=1))  # buttons work under news, too
        drafts += _message(message, choices, pack)
        drafts += [_text(piece.plain) for piece in pieces_of_file(message.file)] if message.file else []
    return drafts


def _message(message: Message, choices: Sequence[Choice], pack: Pack) -> list[Draft]:
    typed = [button for button in buttons_of(message) if button.typed]
    links = [button for button in buttons_of(message) if button.url]
    listed = len(typed) + len(choices) + len(links) > MOST_BUTTONS
    room = MOST_BUTTONS - len(typed)
    keys = [_word_key(button) for button in typed]
    keys += [_key(n, button, len(choices) > room, pack) for n, button in choices[:room]]
    keys += [] if listed else [_link_key(button) for button in links]
    text = body_of(message)
    add_choices(text, choices[room:], "menu_more")
    drafts = [_text(piece.plain) for piece in text.pieces()]
    if keys:
        drafts = _with_keys(drafts, keys, _in_words(message, choices, links_too=not listed))
    return drafts + ([_list(message, links)] if listed and links else [])


def _in_words(message: Message, choices: Sequence[Choice], *, links_too: bool) -> str:
    """What the buttons offer, for when they are refused."""
    text = Text()
    add_words(text, message)
    if links_too:
        add_links(text, message)
    add_choices(text, choices)
    return text.pieces()[0].plain


def _with_keys(drafts: list[Draft], keys: list[dict[str, Any]], in_words: str) -> list[Draft]:
    """Buttons under the last piece, or under a piece of their own where their words would not fit below that one."""
    last = drafts[-1]["message"]["text"] if drafts else ""
    if not last or units(last) + units(in_words) + 2 > MOST_WITH_MARKUP:
        drafts, last = [*drafts, {}], said("menu_lead")
        plain = in_words
    else:
        plain = f"{last}\n\n{in_words}"
    attachment = {"type": "template", "payload": {"buttons": keys}}
    return [*drafts[:-1], {"message": {"text": last, "attachment": attachment}, "plain": plain}]


def _list(message: Message, links: Sequence[Button]) -> Draft:
    """Links as a list to open, each once; the name of a document comes from the first quote that links to it."""
    quotes = [block.heading for block in reversed(message.blocks) if isinstance(block, Quote)]
    names = {span.link: heading for heading in quotes for span in heading if span.link}
    elements = []
    for button in list({button.url: button for button in reversed(links)}.values())[::-1][:MOST_ELEMENTS]:
        title = "".join(span.text for span in names.get(button.url, ())) or button.label
        action = {"type": "oa.open.url", "url": button.url}
        subtitle = shortened(button.label, LONGEST_SUBTITLE)
        elements.append({"title": shortened(title, LONGEST_TITLE), "subtitle": subtitle, "default_action": action})
    plain = Text()
    add_links(plain, message)
    attachment = {"type": "template", "payload": {"template_type": "list", "elements": elements}}
    return {"message": {"attachment": attachment}, "plain": plain.pieces()[0].plain}


def _text(text: str) -> Draft:
    return {"message": {"text": text}}


def _key(n: int, button: Button, with_number: bool, pack: Pack) -> dict[str, Any]:
    title = said("menu_line", n=n, label=button.label) if with_number else button.label
    return {"title": shortened(title, LONGEST_TITLE), "type": "oa.query.hide", "payload": TAPPED + pack(button.action, LONGEST_PAYLOAD)}


def _word_key(button: Button) -> dict[str, Any]:
    """What is agreed to stands in the chat in words."""
    return {"title": shortened(button.label, LONGEST_TITLE), "type": "oa.query.show", "payload": button.label}


def _link_key(button: Button) -> dict[str, Any]:
    return {"title": shortened(button.label, LONGEST_TITLE), "type": "oa.open.url", "payload": {"url": button.url}}
