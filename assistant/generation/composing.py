"""An answer written by the language model from the quotes that would answer: checked sentence by sentence.

A sentence that its passage does not bear out is cut. When too little is left, or what is left answers less than the
quotes do, there is no composed answer, and the quotes are sent as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.generation.drafting import SCHEMA, Statement, statements
from assistant.generation.failure import ModelFailed
from assistant.generation.grounding.check import Verdict
from assistant.generation.grounding.doubt import doubt_in
from assistant.generation.grounding.evidence import Evidence
from assistant.generation.prompt import compose_messages
from assistant.generation.quote import Quote, is_list, items
from assistant.generation.sources import cited_name, state
from assistant.generation.writing import Writing
from assistant.progress import show
from assistant.replies import part
from knowledge.terms import Terms, Text

_MOST_SENTENCES = 14
# Of the sentences that were written, so many must stand.
_STANDING = 0.5
# Of what the quotes hold of the question, and of a list's items, so much must be in the composed answer.
_OF_THE_QUESTION, _OF_THE_LIST, _OF_AN_ITEM = 0.75, 0.8, 0.5


@dataclass(slots=True)
class Composed:
    """Checked sentences with the quote each is taken from. `used` holds the quotes in the order of first use."""

    quotes: Sequence[Quote]
    as_list: bool
    kept: list[tuple[str, int]] = field(default_factory=list)
    cut: list[dict[str, Any]] = field(default_factory=list)

    @property
    def used(self) -> list[Quote]:
        """The quotes that sentences were taken from; the first is source 1."""
        return [self.quotes[n - 1] for n in dict.fromkeys(n for _, n in self.kept)]

    @property
    def text(self) -> str:
        """The sentences, each with its source. The numbers are put in here; the model's own are never shown."""
        order = list(dict.fromkeys(n for _, n in self.kept))
        told = [f"{sentence} [{order.index(n) + 1}]" for sentence, n in self.kept]
        return "\n".join(f"- {t}" for t in told) if self.as_list and len(told) > 1 else " ".join(told)


def compose_from(writing: Writing, question: str, quotes: Sequence[Quote], terms: Terms, as_list: bool, as_of: date) -> Composed | None:
    """The composed answer; None when the quotes are to be sent, with the reason in `writing.note["outcome"]`."""
    composed = Composed(quotes, as_list)
    try:
        for statement in statements(writing.ask(compose_messages(question, quotes, as_of, writing.characters), SCHEMA)):
            _judge(writing, composed, statement)
            if len(composed.kept) + len(composed.cut) > _MOST_SENTENCES:
                raise ModelFailed("endless", "sentences")
        outcome = _shortfall(composed, terms)
    except ModelFailed as failure:
        outcome = failure.reason
    writing.note |= {"outcome": outcome or "composed", "kept": len(composed.kept), "cut": composed.cut}
    return None if outcome else composed


def _judge(writing: Writing, composed: Composed, statement: Statement) -> None:
    """Keep the sentence or cut it; one that was written before is passed over."""
    if any(statement.text == sentence for sentence, _ in composed.kept):
        return
    cited = {n: evidence_of(composed.quotes[n - 1]) for n in statement.sources if 1 <= n <= len(composed.quotes)}
    verdict = writing.grounding.check(statement.text, cited)
    if verdict.source is None:
        composed.cut.append(_cut(statement, verdict))
        return
    composed.kept.append((statement.text, verdict.source))
    show(composed.text)


def evidence_of(quote: Quote) -> Evidence:
    """The words that a reader sees beside the sentence are what must bear it out."""
    document = quote.passage.document
    return Evidence(quote.text, quote.passage.chunk.locator, document.title, document.number, document.issued_on)


def _cut(statement: Statement, verdict: Verdict) -> dict[str, Any]:
    why = {"detail": verdict.detail} if verdict.detail else {}
    return {"sentence": statement.text[:400], "sources": list(statement.sources), "reason": verdict.reason, **why}


def _shortfall(composed: Composed, terms: Terms) -> str:
    """Why the composed answer is worth less than the quotes; empty when it is not."""
    if not composed.kept:
        reasons = {cut["reason"] for cut in composed.cut}
        return "off_language" if reasons == {"language"} else "nothing_left" if composed.cut else "empty"
    if len(composed.kept) < _STANDING * (len(composed.kept) + len(composed.cut)):
        return "little_left"
    told = Text.read(composed.text)
    if composed.as_list and any(_lacks_items(q, told) for q in composed.used[:1]):
        return "incomplete_list"
    with_headings = [told, *(Text.read(q.passage.chunk.locator) for q in composed.used)]
    whole = [t for q in composed.quotes for t in (Text.read(q.text), Text.read(q.passage.chunk.locator))]
    short = terms.coverage(_together(with_headings)) < _OF_THE_QUESTION * terms.coverage(_together(whole))
    return "beside_the_question" if short else ""


def _lacks_items(quote: Quote, told: Text) -> bool:
    """Whether a quote is a list of which the answer leaves out too much."""
    listed = [Text.read(item).syllables for item in items(quote.text)] if is_list(quote.text) else []
    held = sum(len(syllables & told.syllables) >= _OF_AN_ITEM * len(syllables) for syllables in listed)
    return held < _OF_THE_LIST * len(listed)


def _together(texts: Sequence[Text]) -> Text:
    whole = texts[0]
    for text in texts[1:]:
        whole |= text
    return whole


def source_lines(composed: Composed, as_of: date) -> list[str]:
    """ "[1] Quyết định 1671/QĐ-TTg ngày 28/8/2026 (bản tóm tắt, đang có hiệu lực), phần “…”", with the passage's own doubt."""
    lines = []
    for n, quote in enumerate(composed.used, start=1):
        document, locator = quote.passage.document, quote.passage.chunk.locator
        told = {"n": n, "name": cited_name(document), "state": state(document, as_of)}
        lines.append(part("composed_source", locator=locator, **told) if locator else part("composed_source_plain", **told))
        if (doubt := doubt_in(quote.text)) and not doubt_in(composed.text):
            lines.append(part("doubt", n=n, doubt=doubt))
    return lines
