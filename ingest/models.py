"""What flows through an ingest: a file is read into blocks, structured into sections, cut into drafts of chunks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from knowledge.models import Box

BlockKind = Literal["heading", "text", "item"]


class Spot(NamedTuple):
    """Where words of a block stand: from its word number `word` (from 0) up to the next spot's, in this box."""

    word: int
    box: Box


class Doubt(NamedTuple):
    """A word that a reader of scans was unsure of: its number in the block, and its readings with their log-probabilities."""

    word: int
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text as it stands on the page: a heading (with its level from 1), a paragraph, or a list item.

    `doubts` are left out of the written form, which digests are made of: their figures may differ in the last place
    from run to run.
    """

    text: str
    kind: BlockKind = "text"
    level: int = 0
    page: int | None = None
    spots: tuple[Spot, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader returns: the metadata the file states itself, and its blocks in reading order."""

    title: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause, point, item or paragraph. `label` is how one cites it ("khoản 2", "điểm a"); `depth` nests it."""

    text: str
    label: str = ""
    depth: int = 0
    page: int | None = None
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Units under one heading path, outermost heading first."""

    path: tuple[str, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class ChunkDraft:
    """A chunk before it is stored. `context` (titles, headings, lead-in clause) is searched but not quoted."""

    text: str
    locator: str
    context: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()


class Refused(Exception):
    """A document that cannot be published; the message is a Vietnamese sentence a clerk understands."""


class Unreadable(Refused):
    """A file that its reader cannot make sense of; another program may."""
