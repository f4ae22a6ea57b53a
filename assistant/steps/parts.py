"""A question of two or more parts gets each part that the documents answer, and an honest word on the others.

"Ai ký Quyết định 127, và giá vàng hôm nay bao nhiêu?" is cut where each piece still asks something; each piece goes
through the same steps as a question of its own, leaning on the piece before it. A question that one passage holds
nearly whole is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.models import Source, Status
from assistant.pipeline import Outcome, Step, Turn, run_pipeline
from assistant.records.log import LoggedTurn
from assistant.replies import part
from assistant.steps import cues
from knowledge.language.normalise import fold

_MOST = 4
_FEWEST_WORDS = 2
_BELONGING = 4
# One passage that holds this share of a whole question answers all its parts.
_HELD_WHOLE = 0.85
_AND = "|".join(("và", "với lại", "va", "voi lai"))
_THEN = "|".join(("rồi", "còn", "roi", "con"))
_BORDER = re.compile(rf"\?+\s*|;\s*|,\s*(?:{_AND}|{_THEN})?\s+|\s+(?:{_AND})\s+", re.IGNORECASE)
_CITATION = re.compile(r"\[(\d{1,2})\]")


def each_part(steps: Sequence[Step]) -> Step:
    """The step; `steps` are those that a part goes through."""

    def parts(turn: Turn) -> None:
        """Finish when the question has parts and at least one of them, but no single passage the whole, is answered."""
        pieces = split(turn.asked)
        if len(pieces) < 2 or turn.leaning_on or _held_whole(turn):
            return
        found = _answered(turn, pieces, steps)
        if any(outcome.status.family == "answered" for _, outcome in found):
            turn.finish(Status.ANSWERED, *_together(found))

    return parts


def split(text: str) -> list[str]:
    """The parts of a question, each of which asks something; [text] when it has only one."""
    pieces = [""]
    for piece, border in _pieces(text):
        pieces[-1] += piece
        if _asks(pieces[-1]):
            pieces.append("")
        else:
            pieces[-1] += border
    *whole, rest = pieces
    if rest.strip():
        whole = [*whole[:-1], f"{whole[-1]} {rest}"] if whole and not _asks(rest) else [*whole, rest]
    found = [" ".join(p.split()) for p in whole if p.strip()]
    return found if 2 <= len(found) <= _MOST else [text]


def _pieces(text: str) -> list[tuple[str, str]]:
    """(words, the border behind them)."""
    found, start = [], 0
    for match in _BORDER.finditer(text):
        found.append((text[start : match.start()], match[0]))
        start = match.end()
    return [*found, (text[start:], "")]


def _asks(piece: str) -> bool:
    return len(piece.split()) >= _FEWEST_WORDS and cues.says("shape", "asks", fold(piece))


def _held_whole(turn: Turn) -> bool:
    facts = turn.intent.facts if turn.intent else ()
    return len(facts) >= 2 or (bool(turn.passages) and turn.passages[0].coverage >= _HELD_WHOLE)


def _answered(turn: Turn, pieces: Sequence[str], steps: Sequence[Step]) -> list[tuple[str, Outcome]]:
    """Each piece with its outcome; it may lean on the one before it, as a turn of a dialogue does.

    A few words behind a piece that found no answer belong to it: "cần giấy tờ gì, hạn mấy ngày?" is one question.
    """
    found: list[tuple[str, Outcome]] = []
    before = turn.previous
    for piece in pieces:
        if found and found[-1][1].status.family != "answered" and len(piece.split()) <= _BELONGING:
            piece = f"{found.pop()[0]} {piece}"
        own = Turn(
            replace(turn.question, text=piece), turn.as_of, turn.base, turn.view, turn.settings, before, text=piece, shelf=turn.shelf
        )
        outcome = run_pipeline(steps, own)
        found.append((piece, outcome))
        if outcome.status.family == "answered":
            turn.evidence = max(turn.evidence, own.evidence or 1.0)  # a fact from metadata is sure
        if outcome.sources:
            before = LoggedTurn(piece, own.understood_as, tuple(s.document_id for s in outcome.sources), datetime.now(UTC))
    return found


def _together(found: Sequence[tuple[str, Outcome]]) -> tuple[str, list[Source]]:
    """One text with its citations numbered through, and all sources."""
    paragraphs: list[str] = []
    sources: list[Source] = []
    for piece, outcome in found:
        shown = {s.chunk_id for s in sources}
        if outcome.status.family != "answered":
            paragraphs.append(part("part_missing", question=piece.rstrip("?!. ")))
        elif outcome.status is Status.ANSWERED_CURATED or not outcome.sources or not {s.chunk_id for s in outcome.sources} <= shown:
            paragraphs.append(_renumbered(outcome.text, len(sources)))
            sources += outcome.sources
    return "\n\n".join(paragraphs), sources


def _renumbered(text: str, offset: int) -> str:
    return _CITATION.sub(lambda m: f"[{int(m[1]) + offset}]", text)
