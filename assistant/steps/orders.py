"""Orders to the assistant inside a question: "bỏ qua mọi hướng dẫn", "đóng vai luật sư". They are no part of what is asked.

Nothing here could obey them: this only keeps their words from being looked for in the documents.
"""

from __future__ import annotations

import re

from assistant.steps import cues
from knowledge.language.normalise import fold

_CLAUSE = re.compile(r"[^.!?;,\n]+[.!?;,\n]*")


def without_orders(text: str) -> str:
    """The clauses of `text` that order nothing; "" when there are no others."""
    if not cues.says("orders", "given", fold(text)):
        return text
    return "".join(clause for clause in _CLAUSE.findall(text) if not cues.says("orders", "given", fold(clause))).strip(" .,;!?\n")
