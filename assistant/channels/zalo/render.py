"""Messages as text: blocks, then links, then what may be chosen by number or by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.channels.zalo.text import Piece, Text, shortened
from assistant.messages import Block, Bullets, Button, File, Inbound, Message, Note, Paragraph, Quote, Reply, Span, choices_of, say
from assistant.replies import said

QUOTED = 240
"""Characters shown of a folded quote; the whole is one choice away."""
MOST_PIECES_OF_FILE = 20
_ENOUGH = 80
"""A quote that begins like this in the answer itself is not repeated."""
Choice = tuple[int, Button]


def messages_of(reply: Reply) -> tuple[Message, ...]:
    """The messages; a word that other platforms show at the tapped button is a message here, if it is all there is to say."""
    return reply.messages or ((say(reply.toast),) if reply.toast else ())


def numbered(messages: Sequence[Message], to: Inbound | None) -> Iterator[tuple[Message, list[Choice]]]:
    """Each message with its choices and their numbers, as the dialogue notes them (`assistant/dialogue/menu.py`). It notes
    none in groups and for news.
    """
    place = 1
    for message in messages:
        own = choices_of([message]) if to is not None and not to.group else []
        yield message, list(enumerate(own, place))
        place += len(own)


def body_of(message: Message) -> Text:
    """The blocks, an empty line between them. Links that stand as buttons are not written twice, nor what a file begins with."""
    text = Text()
    shown = {button.url for button in buttons_of(message) if button.url}
    for n, block in enumerate(message.blocks):
        text.add("\n\n" if n else "")
        _block(text, block, shown)
    return Text() if message.file and message.file.text.startswith(text.text) else text


def buttons_of(message: Message) -> list[Button]:
    """All of them in a row."""
    return [button for row in message.buttons for button in row]


def _block(text: Text, block: Block, shown: set[str]) -> None:
    match block:
        case Paragraph(spans):
            _line(text, spans, shown)
        case Bullets(items):
            for n, item in enumerate(items):
                text.add("\n• " if n else "• ")
                _line(text, item, shown)
        case Quote(heading, words, folded):
            known = folded and words.strip()[:_ENOUGH] in text.text
            _line(text, heading, shown)
            text.add("\n" if heading and not known else "")
            text.add("" if known else f"“{shortened(words, QUOTED)}”" if folded else words.strip())
        case Note(words):
            text.add(words)


def _line(text: Text, spans: Sequence[Span], shown: set[str]) -> None:
    for span in spans:
        text.add(span.text, bold=span.bold)
        if span.link and span.link not in shown:
            text.add(f" ({span.link})")


def add_links(text: Text, message: Message) -> None:
    """Addresses to open, each once, one in a line."""
    labels: dict[str, list[str]] = {}
    for button in buttons_of(message):
        if button.url:
            labels.setdefault(button.url, []).append(button.label)
    links = [said("link_line", label=", ".join(names), url=url) for url, names in labels.items()]
    text.add("".join(["\n\n", "\n".join(links)]) if links else "")


def add_choices(text: Text, choices: Sequence[Choice], lead: str = "menu_lead") -> None:
    """ "Bạn chọn bằng cách trả lời bằng số:" and the choices."""
    lines = [said("menu_line", n=n, label=button.label) for n, button in choices]
    text.add("\n".join([f"\n\n{said(lead)}", *lines]) if lines else "")


def add_words(text: Text, message: Message) -> None:
    """What may be answered in words."""
    words = [said("word", label=button.label) for button in buttons_of(message) if button.typed]
    text.add(f"\n\n{said('words_lead', words=said('words_or').join(words))}" if words else "")


def pieces_of_file(file: File) -> list[Piece]:
    """A text file as messages: there is no way to send it."""
    text = Text()
    text.add(file.text)
    pieces = text.pieces()
    return pieces if len(pieces) <= MOST_PIECES_OF_FILE else [*pieces[:MOST_PIECES_OF_FILE], Piece(said("file_cut"))]
