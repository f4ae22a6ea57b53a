"""Mending what a person typed: raw Telex or VNI, English words, phone shorthand, a slip of the finger.

Only tokens that the ingested text does not know are touched, and only towards syllables that it does know;
among several the one that fits its neighbours best is taken.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from knowledge.language.english import to_vietnamese
from knowledge.language.normalise import canonical, fold
from knowledge.language.tones import ToneModel
from knowledge.language.typing import is_syllable, telex, vni

_TABLE = tomllib.loads(Path(__file__).with_name("teencode.toml").read_text(encoding="utf-8"))
_SHORT: dict[str, str] = {canonical(short): long for short, long in _TABLE["short"].items()}
_TOKEN = re.compile(r"\d+[\w.]*/[\w/&.-]+|[^\W_]+(?:[&-][^\W_]+)*")
_VOWELS = set("aeiouy")
_LONGEST = 9
_MARKED_SHARE = 0.2


class Repairer:
    """Knows the syllables of one release; built once for it."""

    def __init__(self, tones: ToneModel) -> None:
        self._tones = tones
        self._plain: defaultdict[str, int] = defaultdict(int)
        for syllable, count in tones.unigrams.items():
            self._plain[fold(syllable)] += count
        marked = sum(count for syllable, count in tones.unigrams.items() if fold(syllable) != syllable)
        # Where the ingested text is in another language, none of these rules applies.
        self._vietnamese = marked >= _MARKED_SHARE * sum(self._plain.values())
        self._pairs: defaultdict[tuple[str, str], int] = defaultdict(int)
        for pair, count in tones.bigrams.items():
            first, second = pair.split(" ", 1)
            self._pairs[fold(first), fold(second)] += count
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        for plain in self._plain:
            if plain.isalpha() and len(plain) <= _LONGEST:
                for shorter in _deletions(plain):
                    self._near[shorter].add(plain)

    def repair(self, text: str) -> str:
        """`text` with unknown tokens mended where there is one good reading; everything else as it was typed."""
        if not self._vietnamese:
            return text
        text = to_vietnamese(text, lambda word: self._known(word) or is_syllable(fold(word)))
        tokens = list(_TOKEN.finditer(text))
        words = [t[0] for t in tokens]
        parts, end = [], 0
        for i, token in enumerate(tokens):
            mended = self._mended(words, i)
            words[i] = mended.split()[-1] if mended else token[0]
            parts += [text[end : token.start()], mended or token[0]]
            end = token.end()
        return "".join([*parts, text[end:]])

    def _known(self, word: str) -> bool:
        return self._plain.get(fold(word), 0) > 0

    def _mended(self, words: list[str], i: int) -> str | None:
        word = words[i]
        if "/" in word or word.isdigit() or len(word) > 2 * _LONGEST or self._known(word):
            return None
        for decoded in (telex(word), vni(word)):
            if decoded and (self._tones.unigrams.get(canonical(decoded)) or self._known(decoded)):
                return decoded
        if long := _SHORT.get(canonical(word)):
            return long
        if not word.isalpha() or (word.isupper() and len(word) <= 5):
            return None
        if is_syllable(fold(word)):
            return None
        before = fold(words[i - 1]) if i else ""
        after = fold(words[i + 1]) if i + 1 < len(words) else ""
        plain = fold(word)
        near = self._skeleton(plain, before) if not _VOWELS & set(plain) else self._slips(plain)
        if i and word[0].isupper() and words[i - 1][:1].isupper():
            after = ""  # inside a name ("Đắk Lắk") only the name itself can tell what was meant
        fitting = [c for c in near if self._beside(c, before, after) or len(words) == 1]
        return max(fitting, key=lambda c: (self._beside(c, before, after), self._plain[c]), default=None)

    def _slips(self, plain: str) -> Iterable[str]:
        """Known syllables one slip away: a letter dropped, added, replaced, or two swapped."""
        if not 2 <= len(plain) <= _LONGEST:
            return ()
        around = {found for shorter in _deletions(plain) for found in self._near.get(shorter, ())}
        return [c for c in around if one_slip(plain, c)]

    def _skeleton(self, plain: str, before: str) -> Iterable[str]:
        """Known syllables behind `before` whose letters begin with these consonants: "chiến lc" is "chiến lược"."""
        pattern = re.compile(".*".join(map(re.escape, plain)) + (".*" if len(plain) == 1 else "$"))
        return [second for (first, second) in self._pairs if first == before and pattern.match(second)] if before else ()

    def _beside(self, candidate: str, before: str, after: str) -> int:
        """How often the ingested text has the candidate beside one of these neighbours."""
        return self._pairs.get((before, candidate), 0) + self._pairs.get((candidate, after), 0)


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_slip(a: str, b: str) -> bool:
    """Whether the restricted Damerau-Levenshtein distance is 1."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    if len(a) != len(b):
        shorter, longer = sorted((a, b), key=len)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    different = [i for i in range(len(a)) if a[i] != b[i]]
    swapped = (
        len(different) == 2
        and different[1] == different[0] + 1
        and a[different[0]] == b[different[1]]
        and a[different[1]] == b[different[0]]
    )
    return len(different) == 1 or swapped
