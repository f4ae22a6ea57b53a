"""Telegram's HTML as its documentation describes it, read strictly: what Telegram would refuse raises BadMarkup."""

from __future__ import annotations

import re
from html import unescape

_TOKEN = re.compile(r"<(/?)([a-z-]+)((?:\s[^<>]*)?)>|&(?:(lt|gt|amp|quot)|#\d{1,7}|#x[0-9a-fA-F]{1,6});|[<>&]|[^<>&]+")
_PLAIN = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler", "blockquote"}
_ATTRIBUTES = {
    "a": re.compile(r'\shref="[^"<>]+"'),
    "blockquote": re.compile(r"(\sexpandable)?"),
    "span": re.compile(r'\sclass="tg-spoiler"'),
}
MOST_ENTITIES = 100


class BadMarkup(ValueError):
    """Telegram would say: can't parse entities."""


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def visible(html: str) -> str:
    """The text after entities parsing.

    Raises:
        BadMarkup: a tag, attribute or entity that is not allowed, or tags that do not nest.
    """
    out: list[str] = []
    open_tags: list[str] = []
    entities = 0
    end = 0
    for match in _TOKEN.finditer(html):
        if match.start() != end:
            raise BadMarkup(f"unreadable at {end}")
        end = match.end()
        token, closing, tag, attributes = match[0], match[1], match[2], match[3] or ""
        if tag is None:
            if token in "<>&":
                raise BadMarkup(f"bare {token} at {match.start()}")
            out.append(unescape(token))
        elif closing:
            if not open_tags or open_tags.pop() != tag:
                raise BadMarkup(f"unexpected end tag {tag}")
            entities += 1
        else:
            _check(tag, attributes, open_tags)
            open_tags.append(tag)
    if end != len(html) or open_tags:
        raise BadMarkup(f"unclosed {open_tags}")
    if entities > MOST_ENTITIES:
        raise BadMarkup(f"{entities} entities")
    return "".join(out)


def _check(tag: str, attributes: str, open_tags: list[str]) -> None:
    rule = _ATTRIBUTES.get(tag)
    if tag not in _PLAIN and rule is None:
        raise BadMarkup(f"unsupported start tag {tag}")
    if not (rule.fullmatch(attributes) if rule else not attributes):
        raise BadMarkup(f"attributes of {tag}")
    if tag == "blockquote" and "blockquote" in open_tags:
        raise BadMarkup("nested blockquote")
