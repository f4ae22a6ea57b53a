"""Whether the letters make Vietnamese: tones that were lost, letters of a wrong encoding, words torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.clean import mend
from ingest.doctor.case import Case
from ingest.doctor.findings import Finding, Kind, Severity
from ingest.readers.syllable import SHAPE, is_syllable
from knowledge.language.normalise import fold

# UTF-8 that was read as windows-1252 ("Quyáº¿t Ä‘á»‹nh"), and letters that became "?" ("Quy?t ??nh") or the replacement sign.
_MOJIBAKE = re.compile("á[»º].|Æ[°¡]|Ä[\u2018\u0090\u0091]|Ã[\u00a1-\u00bf]|\ufffd")
_MOJIBAKE_SIGNS = ("»", "º", "Æ", "Ä", "Ã", "\ufffd")
_ASKING = re.compile(r"(?<=[^\W\d_])\?+(?=[^\W\d_])")
_BARE_SYLLABLE = re.compile(fold(SHAPE.pattern))
_VOWEL = re.compile("[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]", re.IGNORECASE)
_FEWEST_WORDS = 6
_BARE, _SYLLABLES = 0.15, 0.8
_MOST_SHOWN = 3


def lost_tones(case: Case) -> Iterator[Finding]:
    """Paragraphs of Vietnamese syllables without a mark; most of a text that way is held."""
    bare = [i for i, words in enumerate(case.words) if _is_bare(words)]
    lost, first = sum(len(case.words[i]) for i in bare), next(iter(bare), 0)
    if lost < 30 or lost < 0.05 * case.word_count:
        return
    share, shown = lost / case.word_count, _shown(case.raw.blocks[first].text)
    if share > 0.5:
        text = f"Phần lớn chữ bị mất dấu ({share:.0%}), ví dụ {shown}. Hãy tìm bản có dấu."
        yield Finding(Kind.LOST_TONES, Severity.HOLD, text, case.page_of(first))
    else:
        yield Finding(Kind.LOST_TONES, Severity.WARN, f"Có đoạn bị mất dấu, ví dụ {shown}.", case.page_of(first))


def _is_bare(words: Sequence[str]) -> bool:
    """Words that could be Vietnamese, next to none with a mark; capitals and English fail the test of syllables."""
    if len(words) < _FEWEST_WORDS or sum(map(str.isascii, words)) < (1 - _BARE) * len(words):
        return False
    return sum(_BARE_SYLLABLE.fullmatch(w.lower()) is not None for w in words) > _SYLLABLES * len(words)


def garbled(case: Case) -> Iterator[Finding]:
    """Letters of a wrong encoding: what carries marks makes no Vietnamese syllables."""
    broken = _MOJIBAKE.findall(case.text) if any(sign in case.text for sign in _MOJIBAKE_SIGNS) else []
    asking = _ASKING.findall(case.text) if "?" in case.text else []
    marked = sum(count for word, count in case.counts.items() if not word.isascii())
    wrong = [word for word in case.strange if not word.isascii() and _is_latin(word)]
    weight = sum(case.counts[word] for word in wrong)
    if (len(broken) >= 5 or len(asking) >= 10) and len(broken) + len(asking) > 0.03 * case.word_count:
        shown = _around(case.text, _MOJIBAKE if len(broken) > len(asking) else _ASKING)
        yield Finding(Kind.GARBLED, Severity.HOLD, f"Chữ bị hỏng bảng mã, ví dụ {shown}. Hãy xin lại tệp gốc.")
    elif weight >= 20 and weight > 0.4 * marked:
        shown = _shown(" ".join(sorted(wrong, key=lambda word: -case.counts[word])[:6]))
        yield Finding(Kind.GARBLED, Severity.HOLD, f"Chữ đọc ra không phải tiếng Việt, ví dụ {shown}. Hãy xin lại tệp gốc.")
    elif len(broken) >= 2 or (weight >= 10 and weight > 0.1 * marked):
        yield Finding(Kind.GARBLED, Severity.WARN, "Một số chữ có vẻ bị hỏng bảng mã; nên đối chiếu với bản gốc.")


def _is_latin(word: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in word)


def _around(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    return _shown(text[max(0, found.start() - 20) : found.end() + 20]) if found else ""


def split_words(case: Case) -> Iterator[Finding]:
    """Words torn apart that the readers did not mend: "ĐIỀ U KHO ẢN"."""
    pieces = {word for word in case.strange if _is_piece(word)}
    torn = [i for i, words in enumerate(case.words) if _may_be_torn(words, pieces)] if pieces else []
    torn = [i for i in torn if mend(case.raw.blocks[i].text) != case.raw.blocks[i].text]
    if torn:
        shown = "; ".join(_torn_words(case.raw.blocks[i].text) for i in torn[:_MOST_SHOWN])
        text = f"Có chữ bị tách rời ở {len(torn)} đoạn, ví dụ “{shown}”."
        yield Finding(Kind.SPLIT_WORDS, Severity.WARN, text, case.page_of(torn[0]))


def _may_be_torn(words: Sequence[str], pieces: set[str]) -> bool:
    """Whether some piece makes a syllable with its neighbour; a quick look before mending."""
    pairs = (pair for pair in pairwise(words) if pair[0] in pieces or pair[1] in pieces)
    return not pieces.isdisjoint(words) and any(is_syllable(a + b) for a, b in pairs if not (a + b).isascii())


def _is_piece(word: str) -> bool:
    """No syllable, short, and not the symbol of a document's number ("NĐ", "CP")."""
    return len(word) < 6 and not (word.isupper() and len(word) > 1 and not _VOWEL.search(word))


def _torn_words(text: str) -> str:
    """The torn stretch of a paragraph: from the first word that mending changes to the last."""
    before, after = text.split(" "), mend(text).split(" ")
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    same = next((i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), 0)
    return " ".join(before[start : max(start + 2, len(before) - same)][:8])


def _shown(text: str) -> str:
    """A short quotation."""
    text = " ".join(text.split())
    return f"“{text[:60].rsplit(' ', 1)[0]}…”" if len(text) > 60 else f"“{text}”"
