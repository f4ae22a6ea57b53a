"""What an evaluation found: a table for people, a dated folder for the record, and the comparison with the last run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.evaluation.measure import Result, Share, shares, wrongly_answered, wrongly_refused


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results of one run over one release."""

    results: Sequence[Result]
    release: int

    @property
    def overall(self) -> Share:
        """The share of cases answered, or refused, as they should be."""
        return Share(sum(not r.problems for r in self.results), len(self.results))

    def as_json(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The figures, with the settings and the release they hold for."""
        return {
            "release": self.release,
            "settings": dict(settings),
            "overall": _figures(self.overall),
            "wrongly_answered": _figures(wrongly_answered(self.results)),
            "wrongly_refused": _figures(wrongly_refused(self.results)),
            "kinds": {name: _figures(share) for name, share in shares(self.results, lambda case: case.kind).items()},
            "variants": {name: _figures(share) for name, share in shares(self.results, lambda case: case.variant).items()},
            "held_out": {name: _figures(share) for name, share in shares(self.results, lambda case: str(case.held_out)).items()},
        }

    def show(self, console: Console) -> None:
        """Print the share of right answers for each kind and variant, with 95 % intervals."""
        table = Table(title=f"{len(self.results)} cases, release {self.release}", title_justify="left")
        for name in ("", "right", "of", "share", "95 % interval"):
            table.add_column(name, justify="left" if not name else "right")
        groups = {"kind": lambda c: c.kind, "variant": lambda c: c.variant, "held out": lambda c: str(c.held_out)}
        for title, key in groups.items():
            for name, share in shares(self.results, key).items():
                table.add_row(f"{title}: {name}", *_cells(share))
        table.add_section()
        table.add_row("all", *_cells(self.overall))
        table.add_row("answered, but must not be", *_cells(wrongly_answered(self.results)))
        table.add_row("refused, but must not be", *_cells(wrongly_refused(self.results)))
        console.print(table)


def write_run(evaluation: Evaluation, settings: Mapping[str, Any], folder: Path) -> tuple[Path, float | None]:
    """Write figures and failures into a new dated folder; also the overall share of the run before, if any."""
    before = sorted(folder.glob("*/figures.json"))
    last = json.loads(before[-1].read_text(encoding="utf-8"))["overall"]["share"] if before else None
    run = folder / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    run.mkdir(parents=True)
    (run / "figures.json").write_text(json.dumps(evaluation.as_json(settings), ensure_ascii=False, indent=2), encoding="utf-8")
    with (run / "failures.jsonl").open("w", encoding="utf-8") as file:
        for result in evaluation.results:
            if result.problems:
                file.write(json.dumps(_failure(result), ensure_ascii=False) + "\n")
    return run, last


def _failure(result: Result) -> dict[str, Any]:
    return {
        "id": result.case.case_id,
        "question": result.case.question[:300],
        "problems": result.problems,
        "status": result.answer.status.value,
        "text": result.answer.text,
        "sources": [f"{s.document_id} › {s.locator}" for s in result.answer.sources],
    }


def _figures(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"right": share.right, "count": share.count, "share": round(share.value, 4), "interval": [round(low, 4), round(high, 4)]}


def _cells(share: Share) -> tuple[str, str, str, str]:
    low, high = share.interval
    return str(share.right), str(share.count), f"{share.value:.3f}", f"{low:.3f} – {high:.3f}"
