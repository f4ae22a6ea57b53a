"""Which old encodings a file turned out to hold: noted where they are decoded, handed to whoever reads the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = {"tcvn3": "TCVN3", "vni": "VNI", "viscii": "VISCII", "vps": "VPS", "cp1258": "windows-1258"}
_MARKS = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")
_SAMPLE = 50_000
_notes: list[set[str]] = []


@contextmanager
def noting() -> Iterator[set[str]]:
    """Collects what is noted until the end; a file inside a file has a collection of its own."""
    seen: set[str] = set()
    _notes.append(seen)
    try:
        yield seen
    finally:
        _notes[:] = [other for other in _notes if other is not seen]


def note(encoding: str | None) -> None:
    """An encoding other than UTF-8 was decoded; UTF-16 comes under several names."""
    if _notes and encoding and not encoding.startswith("utf-8"):
        _notes[-1].add("UTF-16" if encoding.startswith("utf-16") else _NAMES.get(encoding, encoding))


def note_form(text: str) -> None:
    """Letters and marks stored apart (Unicode NFD) in most of the text: they look right and match nothing until they are composed."""
    if _notes and not unicodedata.is_normalized("NFC", text) and len(_MARKS.findall(text[:_SAMPLE])) * 20 > len(text[:_SAMPLE]):
        _notes[-1].add("Unicode NFD")
