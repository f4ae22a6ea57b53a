"""A dated folder for every evaluation, and what changed since the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.measure import Result
from assistant.evaluation.shares import Share

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the cases that both have, unchanged; cases that were added or rewritten since do not count."""

    before: Share
    now: Share
    wrongly_answered_before: Share
    wrongly_answered_now: Share
    newly_right: tuple[str, ...]
    newly_wrong: tuple[str, ...]

    def fell(self, margin: float) -> bool:
        """Whether fewer cases are right, or more that must be refused are answered, by more than `margin`."""
        wrongly = self.wrongly_answered_now.value - self.wrongly_answered_before.value
        return self.before.value - self.now.value > margin or wrongly > margin


def rows_of(results: Iterable[Result]) -> list[dict[str, Any]]:
    """What is kept of each case for the next comparison."""
    return [
        {
            "id": r.case.case_id,
            "digest": r.case.digest,
            "held_out": r.case.held_out,
            "right": r.right,
            "status": r.answer.status.value,
            "wrongly_answered": r.answered if r.case.must_not_be_answered else None,
        }
        for r in results
    ]


def compare(before: Rows, results: Sequence[Result]) -> Comparison:
    """What changed between the rows of a run and these results."""
    pairs = [(before[row["id"]], row) for row in rows_of(results) if before.get(row["id"], {}).get("digest") == row["digest"]]
    refusals = [(b, n) for b, n in pairs if n["wrongly_answered"] is not None]
    return Comparison(
        before=Share(sum(b["right"] for b, _ in pairs), len(pairs)),
        now=Share(sum(n["right"] for _, n in pairs), len(pairs)),
        wrongly_answered_before=Share(sum(b["wrongly_answered"] for b, _ in refusals), len(refusals)),
        wrongly_answered_now=Share(sum(n["wrongly_answered"] for _, n in refusals), len(refusals)),
        newly_right=tuple(n["id"] for b, n in pairs if n["right"] and not b["right"]),
        newly_wrong=tuple(n["id"] for b, n in pairs if b["right"] and not n["right"]),
    )


def last_run(folder: Path) -> Rows | None:
    """The rows of the newest run in this folder by case id; None when there is none."""
    files = sorted(folder.glob("*/results.jsonl"))
    if not files:
        return None
    return {row["id"]: row for row in map(json.loads, files[-1].read_text(encoding="utf-8").splitlines())}


def write_run(results: Sequence[Result], figures: Mapping[str, Any], folder: Path) -> Path:
    """A new dated folder: the figures, a row for each case, and the development cases that went wrong with what was said."""
    run = folder / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    run.mkdir(parents=True)
    (run / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    _write_lines(run / "results.jsonl", rows_of(results))
    _write_lines(run / "failures.jsonl", (_failure(r) for r in results if not r.right and not r.case.held_out))
    return run


def _write_lines(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _failure(result: Result) -> dict[str, Any]:
    return {
        "id": result.case.case_id,
        "question": result.case.question[:300],
        "problems": result.problems,
        "status": result.answer.status.value,
        "text": result.answer.text,
        "sources": [f"{s.document_id} › {s.locator}" for s in result.answer.sources],
    }
