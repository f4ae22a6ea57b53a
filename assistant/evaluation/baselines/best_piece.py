"""A search made into an assistant that is measured like ours: it says its best piece and shows the three best as sources.

It answers always, or stays silent below a threshold of its own score, chosen on the development cases. Where a
refusal is right, any kind of refusal counts; a greeting it cannot return, so there it is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.evaluation.baselines import Hit, Search
from assistant.evaluation.cases import Case, problems
from assistant.evaluation.measure import RANKED, Observed, Result, result_of
from assistant.models import Answer, Source, Status
from knowledge.models import Document

_LOOKED_AT = 20
_ALWAYS = float("-inf")


@dataclass(frozen=True, slots=True)
class Found:
    """A case with the pieces found for it."""

    case: Case
    hits: tuple[Hit, ...]

    @property
    def score(self) -> float:
        """The score of the best piece; below every threshold when there is none."""
        return self.hits[0].score if self.hits else _ALWAYS


def find(cases: Sequence[Case], search: Search) -> list[Found]:
    """Search for every question as it was typed; turns of a dialogue are asked alone."""
    return [Found(case, tuple(search.best(case.question, _LOOKED_AT))) for case in cases]


def choose_threshold(found: Sequence[Found], documents: Mapping[str, Document]) -> float:
    """The threshold that makes most of these cases right; the lowest of several."""
    gains = sorted((f.score, _is_right(f, documents, False) - _is_right(f, documents, True)) for f in found)
    best, best_gain, gain = _ALWAYS, 0, 0
    for n, (score, change) in enumerate(gains):
        gain += change
        following = gains[n + 1][0] if n + 1 < len(gains) else float("inf")
        if gain > best_gain and following > score:
            best, best_gain = following, gain
    return best


def results(found: Sequence[Found], documents: Mapping[str, Document], threshold: float = _ALWAYS) -> list[Result]:
    """What such an assistant would have answered."""
    return [result_of(f.case, Observed(_answer(f, documents, f.score >= threshold), f.score, _ranked(f))) for f in found]


def _is_right(found: Found, documents: Mapping[str, Document], answers: bool) -> int:
    return int(not problems(found.case, _answer(found, documents, answers)))


def _ranked(found: Found) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.document_id for hit in found.hits))[:RANKED]


def _answer(found: Found, documents: Mapping[str, Document], answers: bool) -> Answer:
    shown = found.hits[:RANKED] if answers else ()
    status = Status.ANSWERED if shown else _refusal(found.case)
    sources = tuple(_source(hit, documents[hit.document_id]) for hit in shown)
    return Answer("", status, shown[0].text if shown else "", found.case.as_of or date.min, 0, sources)


def _refusal(case: Case) -> Status:
    """The refusal that the case accepts, if it accepts one."""
    refusals = [s for s in Status if s.family != "answered"]
    return next((s for s in refusals if s.value in case.status or s.family in case.status), Status.UNANSWERABLE_NO_MATCH)


def _source(hit: Hit, document: Document) -> Source:
    return Source(
        document.document_id,
        document.number,
        document.kind,
        document.title,
        document.issuer,
        document.issued_on,
        document.effective_from,
        document.effective_to,
        None,
        "",
        None,
        hit.text,
        document.url,
    )
