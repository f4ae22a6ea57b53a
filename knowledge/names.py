"""Which documents a question names: by number ("127", "QĐ 127", "127/QĐ-TTg") or by a name people use.

A full number names its document; a kind with a number names those that fit; a bare number only counts when it
cannot be a year, a share or an article. Names are the titles and aliases of the documents, contained whole.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold, folded_syllables
from knowledge.models import Document

_CUES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_FULL = re.compile(r"\b(\d{1,5}(?:/\d{4})?/[a-z][\w-]*)")
_KIND_NUMBER = re.compile(rf"\b({'|'.join(_CUES['kinds'])}) (?:so )?(\d{{1,5}})(?:/(\d{{4}}))?(?![\w/]|[.,]\d)")
# "Quyết định 127 và 1671": the kind stands once.
_SECOND = re.compile(
    rf"\b({'|'.join(_CUES['kinds'])}) (?:so )?\d{{1,5}}(?:/\S+)? (?:va|voi|hay|hoac) (?:so )?(\d{{2,5}})(?:/(\d{{4}}))?(?![\w/%]|[.,]\d)"
)
_BARE = re.compile(r"(?<![\w/.,-])(\d{2,4})(?:/(\d{4}))?(?![\w/%-]|[.,]\d)")
_COUNTED_BEFORE = re.compile(rf"(?:{'|'.join(_CUES['before_other_numbers'])}|-) ?$")
_COUNTED_AFTER = re.compile(rf" ?(?:{'|'.join(_CUES['after_other_numbers'])})\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that a question names. `certainty` is 1.0 for a full number, less for a looser way."""

    document_id: str
    certainty: float


class DocumentNames:
    """The numbers and names of all documents of a release."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_number: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_lead: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Document]] = defaultdict(list)
        for document in documents:
            self._learn(document)
        self._longest = max((name.count(" ") + 1 for name in self._by_name), default=0)

    def with_number(self, number: str) -> list[Document]:
        """Documents of exactly this number, however it is spelt."""
        return self._by_number.get(_number_key(number), [])

    def mentioned(self, question: str) -> list[Mention]:
        """The documents that `question` names, the surest first."""
        text = fold(expand(question, question=True))
        found: dict[str, float] = {}
        for document, certainty in [*self._numbered(text), *self._named(text)]:
            found[document.document_id] = max(certainty, found.get(document.document_id, 0.0))
        return sorted((Mention(i, c) for i, c in found.items()), key=lambda m: -m.certainty)

    def unknown_numbers(self, question: str) -> list[str]:
        """Full numbers, or kinds with a number, that the question gives and no document has."""
        text = fold(expand(question, question=True))
        full = [m[1] for m in _FULL.finditer(text) if not self._by_number.get(_number_key(m[1])) and "-" in m[1]]
        loose = [f"{m[1]} {m[2]}" for m in _KIND_NUMBER.finditer(text) if not self._fitting(m[1], m[2], m[3])]
        return [*full, *loose]

    def _learn(self, document: Document) -> None:
        if document.number:
            self._by_number[_number_key(document.number)].append(document)
            if lead := re.match(r"0*(\d+)", document.number):
                self._by_lead[lead[1]].append(document)
        aliases = document.details.get("aliases")
        for name in (document.title, *(aliases if isinstance(aliases, list | tuple) else [aliases or ""])):
            words = folded_syllables(expand(str(name)))
            if len(words) >= 2:
                self._by_name[" ".join(words)].append(document)

    def _numbered(self, text: str) -> Iterable[tuple[Document, float]]:
        for match in _FULL.finditer(text):
            yield from ((d, 1.0) for d in self._by_number.get(_number_key(match[1]), []))
        for match in _KIND_NUMBER.finditer(text):
            yield from ((d, 0.95) for d in self._fitting(match[1], match[2], match[3]))
        for match in _SECOND.finditer(text):
            yield from ((d, 0.9) for d in self._fitting(match[1], match[2], match[3]))
        for match in _BARE.finditer(text):
            if self._could_be_number(text, match):
                yield from ((d, 0.6) for d in self._fitting("", match[1], match[2]))

    def _could_be_number(self, text: str, match: re.Match[str]) -> bool:
        year = len(match[1]) == 4 and match[1][:2] in ("19", "20")
        around = _COUNTED_BEFORE.search(text[: match.start()]) or _COUNTED_AFTER.match(text[match.end() :])
        return not year and not around

    def _fitting(self, kind: str, lead: str, year: str | None) -> list[Document]:
        """Documents whose number starts with `lead`, of that kind and year as far as they are given."""
        candidates = self._by_lead.get(lead.lstrip("0"), [])
        of_kind = [d for d in candidates if not kind or fold(d.kind or "").endswith(kind)]
        return [d for d in of_kind if not year or f"/{year}/" in (d.number or "") or (d.issued_on and str(d.issued_on.year) == year)]

    def _named(self, text: str) -> Iterable[tuple[Document, float]]:
        words = folded_syllables(text)
        for length in range(min(self._longest, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                for document in self._by_name.get(" ".join(words[start : start + length]), ()):
                    yield document, min(0.9, 0.5 + 0.1 * length)


def _number_key(number: str) -> str:
    return fold(number).lstrip("0").replace(" ", "")
