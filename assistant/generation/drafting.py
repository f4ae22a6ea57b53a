"""From the JSON that a model is still writing to finished sentences, each with the numbers of the passages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.generation.failure import ModelFailed
from knowledge.language.normalise import clean
from knowledge.language.sentences import sentences

# "complete" comes last: without it the text broke off, and its last sentence cannot be trusted.
SCHEMA: dict[str, Any] = {
    "title": "answer",
    "description": "The answer, sentence by sentence, each with the numbers of the passages it is taken from.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"sources": {"type": "array", "items": {"type": "integer"}}, "text": {"type": "string"}},
                "required": ["sources", "text"],
                "additionalProperties": False,
            },
        },
        "complete": {"type": "boolean"},
    },
    "required": ["sentences", "complete"],
    "additionalProperties": False,
}
_CITED = re.compile(r"\s*[\[(【]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])】]")
_MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the model and the passages it cites; the text holds no marks of its own."""

    text: str
    sources: tuple[int, ...]


def statements(partials: Iterable[Any]) -> Iterator[Statement]:
    """The sentences in order, each as soon as it is finished.

    Raises:
        ModelFailed: nothing came (empty), no end came (endless), or what came is no such object (malformed).
    """
    given, last = 0, None
    for last in partials:
        items = _items(last)
        while given < len(items) - 1:
            yield from _split(items[given])
            given += 1
        if given > _MOST_SENTENCES:
            raise ModelFailed("endless", "sentences")
    if last is None:
        raise ModelFailed("empty")
    if not isinstance(last, Mapping) or not isinstance(last.get("complete"), bool):
        raise ModelFailed("malformed", "no end")
    for item in _items(last)[given:]:
        yield from _split(item)


def _items(partial: Any) -> list[Any]:
    items = partial.get("sentences") if isinstance(partial, Mapping) else None
    return items if isinstance(items, list) else []


def _split(item: Any) -> Iterator[Statement]:
    """The sentences of one item; a model may write several into one."""
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        return
    text = " ".join(clean(item["text"]).split())
    listed = item.get("sources")
    numbers = [n for n in listed if isinstance(n, int) and not isinstance(n, bool)] if isinstance(listed, list) else []
    numbers += [int(n) for found in _CITED.findall(text) for n in re.split(r"\D+", found)]
    for sentence in sentences(_CITED.sub("", text)):
        if any(c.isalnum() for c in sentence):
            yield Statement(sentence.lstrip("-•*– ").rstrip(), tuple(dict.fromkeys(numbers)))
