"""Words that the form of official documents makes certain (Nghị định 30/2020/NĐ-CP, Phụ lục I), whatever marks a scanner saw.

Only marks are put right, never a letter: "Noi nhận" is "Nơi nhận", while "Nci nhận" is left as it was read.
"""

from __future__ import annotations

import re

from knowledge.language.normalise import canonical, fold

# Where the words stand, in text without marks; the words with their marks.
_FIXED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^noi nhan(?=\s?[:;.])", "nơi nhận"),
        (r"(?<=^- )nhu tren(?=\s?[;.,])", "như trên"),
        (r"^kinh gui(?=\s?:)", "kính gửi"),
        (r"^can cu(?= (?:luat|nghi|quyet|thong|hien|phap|bo|dieu|chi|chuong|ke|de)\b)", "căn cứ"),
        (r"^luu(?=\s?:)", "lưu"),
        (r"(?<=^- )luu(?=\s?:)", "lưu"),
        (r"cong hoa xa hoi chu nghia viet nam", "cộng hòa xã hội chủ nghĩa việt nam"),
        (r"doc lap(?=\s?-\s?tu do\s?-\s?hanh phuc)", "độc lập"),
        (r"(?<=doc lap - )tu do(?=\s?-\s?hanh phuc)", "tự do"),
        (r"(?<=tu do - )hanh phuc", "hạnh phúc"),
        (r"^dieu(?= \d{1,3}[a-z]?[.:])", "điều"),
        (r"^chuong(?= [ivxl]+\b)", "chương"),
        (r"^phu luc(?= (?:[ivxl]+|\d+)\b)", "phụ lục"),
    )
)


def with_fixed_words(text: str) -> str:
    """The text with those words put right, each letter in the case it was read in."""
    for pattern, words in _FIXED:
        if (match := pattern.search(fold(text))) and canonical(text[match.start() : match.end()]) != canonical(words):
            cased = (w.upper() if read.isupper() else w for w, read in zip(words, text[match.start() : match.end()], strict=True))
            text = text[: match.start()] + "".join(cased) + text[match.end() :]
    return text
