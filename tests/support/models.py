"""Language models for tests, as behaviours of the loopback chat server: one that retells, and some that do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from tests.support.chat_server import Behaviour, Reply


def asked(request: dict[str, Any]) -> dict[str, Any]:
    """The data of a request: {"question", "passages"} for composing, {"question", "before", "documents"} for rewriting."""
    data: dict[str, Any] = json.loads(request["messages"][-1]["content"])
    return data


def is_rewriting(request: dict[str, Any]) -> bool:
    return "before" in asked(request)


def sentences_of(passage: dict[str, Any]) -> list[str]:
    """The sentences and items of a passage, as they are."""
    lines = [line.removeprefix("- ").rstrip(";") for line in passage["text"].split("\n")]
    return [part for line in lines for part in re.split(r"(?<=\.)\s+(?=[A-ZĐ])", line) if part]


def retell(request: dict[str, Any], reply: Reply) -> None:
    """Everything the passages say, sentence by sentence: what a model should do at its dullest."""
    if is_rewriting(request):
        data = asked(request)
        reply.text(json.dumps({"question": f"{data['before'].rstrip('?')} {data['question']}"}, ensure_ascii=False))
        return
    reply.sentences(*((s, [p["n"]]) for p in asked(request)["passages"] for s in sentences_of(p)))


def says(*written: tuple[str, Iterable[int]]) -> Behaviour:
    """A model that says this, whatever it is asked."""
    return lambda _, reply: reply.sentences(*written)


def retells_and_adds(*lies: tuple[str, Iterable[int]]) -> Behaviour:
    """A model that retells the passages, and adds what it believes."""

    def behave(request: dict[str, Any], reply: Reply) -> None:
        if is_rewriting(request):
            return retell(request, reply)
        told = [(s, [p["n"]]) for p in asked(request)["passages"] for s in sentences_of(p)]
        return reply.sentences(*told, *lies)

    return behave
