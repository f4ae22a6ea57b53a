"""Slips of a scanner put right: "kỳ niệm" is "kỷ niệm", "ĐIỂU LỆ" is "ĐIỀU LỆ", "Noi nhận" is "Nơi nhận".

The readers tell which words they were unsure of and what else each may be; here the syllables of the catalogue say which
of these fit their neighbours. It is done after the file's digest is taken: what the catalogue learns later does not make
an unchanged file look changed. Digits, numbers of documents and names are never touched. Every word that was changed is
kept beside the document as it was read (`details["ocr_repairs"]`); the page itself can be looked at with `page_image`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.models import Block, RawDocument
from ingest.slips.fixed import with_fixed_words
from ingest.slips.names import untouchable
from ingest.slips.syllables import Syllables
from knowledge.language.tones import ToneModel

__all__ = ["without_slips"]

_MOST_TOLD = 500


class Repair(NamedTuple):
    """One word that was changed: the page it stands on, as it was read, as it is written now."""

    page: int | None
    read: str
    written: str


def without_slips(raw: RawDocument, learned: ToneModel) -> RawDocument:
    """The document with its scanned pages repaired; others, and documents without such pages, as they are.

    Args:
        learned: the syllables of the catalogue; where they are few, those of the starter documents count too.
    """
    scanned = set(raw.metadata.get("scanned_pages", ()))
    if not scanned:
        return raw
    syllables = Syllables.of(learned)
    blocks = tuple(_repaired(block, syllables) if block.page in scanned or block.doubts else block for block in raw.blocks)
    told = [list(r) for before, after in zip(raw.blocks, blocks, strict=True) for r in _repairs(before, after)][:_MOST_TOLD]
    return replace(raw, blocks=blocks, metadata={**raw.metadata, **({"ocr_repairs": told} if told else {})})


def _repaired(block: Block, syllables: Syllables) -> Block:
    words = block.text.split()
    fixed = with_fixed_words(block.text)
    if block.doubts:
        options = _options(words, block, syllables)
        # Words that the form makes certain are settled; the others are chosen beside them.
        for number, word in enumerate(fixed.split()):
            if word != words[number]:
                options[number] = ((word, 0.0),)
        fixed = " ".join(syllables.best(options))
    return replace(block, text=fixed, doubts=())


def _options(words: Sequence[str], block: Block, syllables: Syllables) -> list[tuple[tuple[str, float], ...]]:
    """What each word may be: as it was read and, where the model and the reader allow it, other readings."""
    options: list[tuple[tuple[str, float], ...]] = [((word, 0.0),) for word in words]
    closed = untouchable(words)
    for number, readings in block.doubts:
        if number < len(words) and number not in closed and readings[0][0] == words[number]:
            options[number] = tuple(syllables.allowed(readings))
    return options


def _repairs(before: Block, after: Block) -> Iterator[Repair]:
    if before.text != after.text:
        spots = list(before.spots)
        for number, (read, written) in enumerate(zip(before.text.split(), after.text.split(), strict=True)):
            if read != written:
                page = next((spot.box.page for spot in reversed(spots) if spot.word <= number), before.page)
                yield Repair(page, read, written)
