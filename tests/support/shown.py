"""An independent look at what a reader is shown: written without the grounding check, so that it can contradict it.

A sentence of a composed answer must be taken from the source it cites: either word for word, or with every number, every
capitalised word and nearly every syllable found in what the source card shows, and "không", "chưa", "cấm" only where the
source has them.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.models import Answer, Source

_SENTENCE = re.compile(r"(?:^|(?<=\]))\s*(.+?)\s*\[(\d{1,2})\](?=\s|$)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+")
_TURNS = ("không", "chưa", "chẳng", "cấm", "trừ", "đừng")
_SYLLABLES = 0.85


def told(answer: Answer) -> list[tuple[str, Source]]:
    """The sentences of a composed answer, each with the source it cites. The lines about sources are left out."""
    body = answer.text.split("\n\n[1] ")[0]
    found = []
    for line in body.split("\n"):
        for match in _SENTENCE.finditer(line.removeprefix("- ")):
            found.append((match[1].strip(), answer.sources[int(match[2]) - 1]))
    return found


def unsupported(answer: Answer) -> list[str]:
    """What is wrong with each sentence of a composed answer that its source does not bear out."""
    return [f"{sentence} <- {wrong}" for sentence, source in told(answer) if (wrong := _wrong(sentence, source))]


def _wrong(sentence: str, source: Source) -> str:
    days = [f"{d:%d/%m/%Y} {d.day}/{d.month}/{d.year}" for d in (source.issued_on, source.effective_from, source.effective_to) if d]
    held = _flat(" ".join([source.quote, source.locator, source.title, source.number or "", source.kind or "", *days]))
    if _flat(sentence) in _flat(source.quote):
        return ""
    words = _WORD.findall(_plain(sentence))
    syllables = set(held.split())
    if missing := [n for n in _NUMBER.findall(sentence) if n.lstrip("0") not in {m.lstrip("0") for m in _NUMBER.findall(_shown(source))}]:
        return f"number {missing[0]}"
    capitals = [w for w in _WORD.findall(sentence)[1:] if w[0].isupper() and _plain(w) not in syllables]
    if capitals:
        return f"name {capitals[0]}"
    if turned := [w for w in _TURNS if w in words and w not in _flat(source.quote).split()]:
        return f"turned {turned[0]}"
    share = sum(w in syllables for w in words) / max(1, len(words))
    return "" if share >= _SYLLABLES else f"words {share:.2f}"


def _shown(source: Source) -> str:
    days = [f"{d:%d/%m/%Y} {d.day} {d.month} {d.year}" for d in (source.issued_on, source.effective_from, source.effective_to) if d]
    return " ".join([source.quote, source.locator, source.title, source.number or "", *days])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _flat(text: str) -> str:
    return f" {' '.join(_WORD.findall(_plain(text)))} "
