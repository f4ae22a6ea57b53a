"""The verdict on one sentence: which of the passages it cites bears it out, or why none does.

One passage must bear out the whole sentence. Facts of two passages in one sentence are not borne out by either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.generation.grounding.evidence import Evidence, Window
from assistant.generation.grounding.facts import missing_facts
from assistant.generation.grounding.form import misformed
from assistant.generation.grounding.opposites import opposite
from assistant.generation.grounding.placing import misplaced
from assistant.generation.grounding.polarity import turned_round
from assistant.generation.grounding.reading import read
from assistant.generation.grounding.support import Support, Words, shared_words
from assistant.generation.grounding.tokens import Reading
from knowledge.embedding import Embedder

_TRIED = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """`source` is the number of the passage that bears the sentence out; without one, `reason` says what is wrong.

    Reasons: those of `misformed`, then no_citation, fact (with what is missing), the operators of
    `words.toml` (negation, obligation, …), opposite, word (with one that the passage has not), misplaced, and support.
    """

    source: int | None
    reason: str = ""
    detail: str = ""
    probability: float = 0.0

    @property
    def supported(self) -> bool:
        """Whether the sentence may be shown."""
        return self.source is not None


# The further a sentence came, the more its reason tells.
_PROGRESS = ("no_citation", "fact", "operator", "opposite", "word", "misplaced", "support")


class Grounding:
    """Checks sentences against the passages they cite."""

    def __init__(self, embedder: Embedder) -> None:
        self._support = Support(embedder)

    def check(self, text: str, cited: Mapping[int, Evidence]) -> Verdict:
        """The verdict on a sentence; `cited` holds the passages it cites, by number."""
        if reason := misformed(text):
            return Verdict(None, reason)
        sentence = read(text)
        best = Verdict(None, "no_citation")
        for number, evidence in cited.items():
            verdict = self._against(text, sentence, number, evidence)
            if verdict.supported:
                return verdict
            best = max(best, verdict, key=_progress)
        return best

    def _against(self, text: str, sentence: Reading, number: int, evidence: Evidence) -> Verdict:
        if any(unit.flat == sentence.flat for unit in evidence.plain_units):
            return Verdict(number, probability=1.0)
        failure, fitting = _fitting(sentence, evidence)
        if not fitting:
            return failure
        if token := misplaced(sentence, evidence.whole):
            return Verdict(None, "misplaced", token.word)
        best = sorted(fitting, key=lambda found: -(found[0].held + found[0].beside))[:_TRIED]
        texts = [(words, f"{evidence.heading}. {window.text}" if evidence.heading else window.text) for words, window in best]
        probability = max(self._support.probabilities(text, texts))
        if probability < self._support.threshold:
            return Verdict(None, "support", probability=round(probability, 3))
        return Verdict(number, probability=round(probability, 3))


def _fitting(sentence: Reading, evidence: Evidence) -> tuple[Verdict, list[tuple[Words, Window]]]:
    """The windows that hold the facts and the operators of a sentence; why the nearest of the others does not."""
    fitting: list[tuple[Words, Window]] = []
    failures: list[tuple[float, Verdict]] = [(-1.0, Verdict(None, "support"))]
    for window in evidence.windows:
        words = shared_words(sentence, window, evidence)
        if missing := missing_facts(sentence, window, evidence):
            failures.append((words.held - len(missing), Verdict(None, "fact", missing[0].word)))
        elif operator := turned_round(sentence, window, evidence.units):
            failures.append((words.held, Verdict(None, operator)))
        elif word := opposite(sentence, window.lead.flat + window.body.flat):
            failures.append((words.held, Verdict(None, "opposite", word)))
        elif len(words.strange) > 1:
            failures.append((words.held, Verdict(None, "word", " ".join(words.strange))))
        else:
            fitting.append((words, window))
    return max(failures, key=lambda failure: failure[0])[1], fitting


def _progress(verdict: Verdict) -> int:
    return _PROGRESS.index(verdict.reason if verdict.reason in _PROGRESS else "operator")
