"""Sections -> chunks: whole clauses, packed up to about 700 characters, never across a heading.

A chunk quotes only its own words; what it needs to be understood (document, headings, the clause that
introduces a list) goes into its `context`, which is embedded and searched with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from textwrap import wrap

from ingest.models import ChunkDraft, Section, Unit
from ingest.spots import boxes, page_of
from ingest.spots import pieces as spot_pieces
from knowledge.language.sentences import sentences

TARGET = 700
_LONGEST_UNIT = 1200
_LONGEST_LEAD = 160


def chunks(title: str, parts: Iterable[Section]) -> list[ChunkDraft]:
    """Cut every section into drafts, in reading order. One that stands under nothing is cited by its number."""
    drafts = [draft for part in parts for draft in _section_chunks(title, part)]
    return [draft if draft.locator else replace(draft, locator=f"đoạn {n}") for n, draft in enumerate(drafts, start=1)]


def _section_chunks(title: str, section: Section) -> Iterator[ChunkDraft]:
    lead = ""
    for group in _packed(_short_units(section.units)):
        yield _draft(title, section, group, lead)
        lead = _next_lead(group, lead)


def _short_units(units: Iterable[Unit]) -> Iterator[Unit]:
    """Units as they are, the overlong ones split where sentences end."""
    for unit in units:
        if len(unit.text) <= _LONGEST_UNIT:
            yield unit
            continue
        parts = list(_sentence_groups(unit.text))
        for part, spots in zip(parts, spot_pieces(unit.spots, parts), strict=True):
            yield Unit(part, unit.label, unit.depth, page_of(spots, unit.page), spots)


def _sentence_groups(text: str) -> Iterator[str]:
    held = ""
    for sentence in (part for whole in sentences(text) for part in _bounded(whole)):
        if held and len(held) + len(sentence) > TARGET:
            yield held
            held = sentence
        else:
            held = f"{held} {sentence}".strip()
    yield held


def _bounded(sentence: str) -> list[str]:
    """A sentence that no sentence is as long as, cut between words: a table or a list without marks, or no text at all."""
    return wrap(sentence, _LONGEST_UNIT, replace_whitespace=False) if len(sentence) > _LONGEST_UNIT else [sentence]


def _packed(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    group: list[Unit] = []
    size = 0
    for unit in units:
        if group and size + len(unit.text) >= TARGET:
            yield group
            group, size = [], 0
        group.append(unit)
        size += len(unit.text)
    if group:
        yield group


def _next_lead(group: list[Unit], lead: str) -> str:
    """The clause or sentence that introduces what follows: the last one that ends with a colon."""
    for unit in reversed(group):
        if unit.text.rstrip().endswith(":"):
            return unit.text[-_LONGEST_LEAD:] if len(unit.text) > _LONGEST_LEAD else unit.text
        if unit.depth <= 1 and unit.label.startswith("khoản"):
            return ""
    return lead


def _draft(title: str, section: Section, group: list[Unit], lead: str) -> ChunkDraft:
    context = [title, *section.path, lead] if lead and group[0].depth == 2 else [title, *section.path]
    return ChunkDraft(
        text="\n".join(unit.text for unit in group),
        locator=_locator(section.path, group),
        context=". ".join(part.strip().rstrip(".:;") for part in context if part),
        page=group[0].page,
        boxes=boxes(spot for unit in group for spot in unit.spots),
    )


def _locator(path: tuple[str, ...], group: list[Unit]) -> str:
    """How one cites it: "Điều 3, khoản 2–4" or "Mục tiêu › Đến năm 2025"."""
    labels = [unit.label for unit in group if unit.label]
    named = labels[:1] if len(set(labels)) <= 1 else [f"{labels[0]} – {labels[-1]}"]
    clauses = sorted({label for label in labels if label.startswith("khoản")}, key=lambda s: int(s.split()[1]))
    if clauses and len(clauses) == len(set(labels)) and len(clauses) > 1:
        named = [f"{clauses[0]}–{clauses[-1].split()[1]}"]
    where = " › ".join(_short(heading) for heading in path)
    return ", ".join(part for part in [where, *named] if part)


def _short(heading: str) -> str:
    return heading if len(heading) <= 90 else heading[:88].rsplit(" ", 1)[0] + "…"
