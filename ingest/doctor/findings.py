"""What the doctor may find in a document, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A note is worth knowing, a warning worth a look; what is held is not published until a person approves it."""

    NOTE = "note"
    WARN = "warn"
    HOLD = "hold"


class Kind(StrEnum):
    """What was found; scripts tell findings apart by these values."""

    ENCODING = "encoding"
    MISLABELLED = "mislabelled"
    SCANNED = "scanned"
    OCR_UNSURE = "ocr_unsure"
    SPLIT_WORDS = "split_words"
    LOST_TONES = "lost_tones"
    GARBLED = "garbled"
    MISSING_NUMBER = "missing_number"
    MISSING_DATE = "missing_date"
    YEARS_APART = "years_apart"
    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near_duplicate"
    OTHER_NUMBER = "other_number"
    OLDER_VERSION = "older_version"
    NEWER_VERSION = "newer_version"
    PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `text` is a Vietnamese sentence for a clerk; `page` is the first one concerned, where pages are known.

    `similarity` and `other` (a document id) are told of duplicates and versions, `counts` of personal data, by kind.
    """

    kind: Kind
    severity: Severity
    text: str
    page: int | None = None
    similarity: float | None = None
    other: str | None = None
    counts: Mapping[str, int] | None = None


def held(findings: tuple[Finding, ...]) -> bool:
    """Whether a person must approve the document before it is published."""
    return any(finding.severity is Severity.HOLD for finding in findings)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What must be held, then what needs a look, then the notes."""
    order = list(Severity)[::-1]
    return tuple(sorted(findings, key=lambda finding: order.index(finding.severity)))
