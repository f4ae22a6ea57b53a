"""What is sent to the language model, and nothing else is: this is the one place where text leaves the house.

Callers hand over the turn's own text, never `turn.question.text`: personal data are masked when the question is read,
and what was logged of earlier turns is masked as well. Passages that speak to a machine are left out.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from assistant.generation.grounding.evidence import without_commands
from assistant.generation.model import Message
from assistant.generation.quote import Quote
from assistant.generation.sources import cited_name, state
from knowledge.language.sentences import cut_at_sentence


@cache
def _prompts() -> dict[str, str]:
    return {k: v.strip() for k, v in tomllib.loads(Path(__file__).with_name("prompts.toml").read_text(encoding="utf-8")).items()}


def compose_messages(question: str, quotes: Sequence[Quote], as_of: date, characters: int) -> list[Message]:
    """The question and the quotes that would answer it; `characters` bounds the text of all quotes together."""
    each = characters // max(1, len(quotes))
    passages = [
        {
            "n": n,
            "document": f"{cited_name(q.passage.document)}{state(q.passage.document, as_of)}",
            "part": q.passage.chunk.locator,
            "text": cut_at_sentence(without_commands(q.text), each)[0],
        }
        for n, q in enumerate(quotes, start=1)
    ]
    return _messages("compose", {"question": question, "passages": passages})


def rewrite_messages(question: str, before: str, documents: Sequence[str]) -> list[Message]:
    """A follow-up with the question before it and the documents that one was answered from."""
    return _messages("rewrite", {"before": before, "documents": list(documents), "question": question})


def _messages(name: str, data: dict[str, object]) -> list[Message]:
    return [("system", _prompts()[name]), ("user", json.dumps(data, ensure_ascii=False))]
