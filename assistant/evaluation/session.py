"""One evaluation from beginning to end: ask the cases, show the tables, keep the run, compare it with the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from assistant.evaluation import report, runs
from assistant.evaluation.baselines.tutorial import missing_packages
from assistant.evaluation.cases import Case, read_cases
from assistant.evaluation.measure import Result, run_cases
from assistant.evaluation.observe import observed_assistant
from assistant.evaluation.side_by_side import Setup, figures_of
from assistant.evaluation.tradeoff import THRESHOLDS, Point, curve
from assistant.settings import Settings
from knowledge.base import KnowledgeBase

FOLDER = "evaluations"
PARTS = {"development": False, "held_out": True}
# Settings that may hold a secret: they are not written beside the figures.
_SECRET = re.compile(r"url|token|secret|key|password|passphrase")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure beside the table, and what counts as a fall."""

    margin: float = 0.01
    baseline: bool = False
    tradeoff: bool = False
    scorecard: Path | None = None

    def problem(self) -> str | None:
        """Why this cannot be measured here, if it cannot."""
        if self.baseline and (missing := missing_packages()):
            return f"--baseline needs {', '.join(missing)}: `make scorecard` installs them and runs this"
        return "--scorecard needs --baseline" if self.scorecard and not self.baseline else None


def evaluate(base: KnowledgeBase, settings: Settings, folder: Path, wanted: Wanted, console: Console, logged: Sequence[Case] = ()) -> bool:
    """Measure the cases of a folder, and those that staff made of logged questions; True when they fell against the last run by
    more than the margin.
    """
    cases, release = [*read_cases(folder), *logged], base.view().release
    ours = Setup("ours", _ask(base, settings, cases, "answering"), settings.answer_threshold)
    report.show(ours.results, release.number, console)
    setups, curves = [ours], {}
    if wanted.tradeoff or wanted.baseline:
        bold = settings.model_copy(update={"answer_threshold": 0.0})
        setups.append(Setup("ours_never_refusing", _ask(base, bold, cases, "answering without a threshold"), 0.0))
        curves = _curves(setups[0], setups[1], settings.answer_threshold)
        report.show_curve(curves, settings.answer_threshold, console)
    if wanted.baseline:
        from assistant.evaluation.baselines.run import run_baselines

        setups += run_baselines(base, cases)
        report.show_setups(setups, console)
    run, comparison = keep(ours.results, setups, settings, base)
    console.print(f"Kept in {run}", soft_wrap=True, highlight=False)
    if comparison:
        report.show_comparison(comparison, ours.results, console)
    if wanted.scorecard:
        from assistant.evaluation.scorecard import Measured, write_scorecard

        write_scorecard(Measured(setups, curves, settings.answer_threshold, release), wanted.scorecard)
        console.print(f"Scorecard: {wanted.scorecard}")
    return comparison is not None and comparison.fell(wanted.margin)


def _ask(base: KnowledgeBase, settings: Settings, cases: Sequence[Case], doing: str) -> list[Result]:
    with observed_assistant(settings, base) as answering:
        return run_cases(track(cases, doing, console=Console(stderr=True), transient=True), answering)


def _curves(ours: Setup, bold: Setup, chosen: float) -> dict[str, list[Point]]:
    answered = {r.case.case_id: r.answered for r in ours.results}
    thresholds = sorted({*THRESHOLDS, chosen})
    return {
        name: curve([r for r in bold.results if r.case.held_out is held_out], answered, chosen, thresholds)
        for name, held_out in PARTS.items()
    }


def keep(
    results: Sequence[Result], setups: Sequence[Setup], settings: Settings, base: KnowledgeBase
) -> tuple[Path, runs.Comparison | None]:
    """Write the run into its dated folder, and compare it with the one before."""
    folder = settings.data_dir / FOLDER
    before = runs.last_run(folder)
    release = base.view().release
    figures = {
        "release": release.number,
        "documents": release.documents,
        "chunks": release.chunks,
        "settings": {name: value for name, value in settings.model_dump(mode="json").items() if not _SECRET.search(name)},
        **report.figures(results),
        "setups": {setup.name: figures_of(setup) for setup in setups},
    }
    return runs.write_run(results, figures, folder), None if before is None else runs.compare(before, results)
