"""Every golden case, asked of the starter documents. A change may make answers better; it must not make them worse.

The floors stand a little below what was measured when they were last set. They may only be tightened.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from assistant.evaluation.cases import read_cases
from assistant.evaluation.measure import Result, Share, run_cases, shares, wrongly_answered, wrongly_refused
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.base import KnowledgeBase

CASES = read_cases(Path(__file__).parent / "golden")

# Shares of right answers: measured 0.958 of all, 0.971 of the development cases, 0.901 of the held-out ones. Processors round the
# embedder's 8 bits a little differently, so a few cases may fall either way.
# Kinds have room for one case more going wrong than was measured, but those that must never fail.
ALL, DEVELOPMENT, HELD_OUT = 0.94, 0.955, 0.87
KINDS = {
    "about": 1.0,
    "bad_input": 0.95,
    "comparison": 0.78,
    "definition": 0.86,
    "event": 0.88,
    "fact": 0.94,
    "greeting": 1.0,
    "howto": 0.78,
    "injection": 1.0,
    "latest": 0.95,
    "list": 0.9,
    "lookup": 0.9,
    "off_topic": 0.93,
    "official": 1.0,
    "sensitive": 1.0,
    "thanks": 1.0,
    "unanswerable": 0.92,
    "validity": 0.93,
}
VARIANTS = {
    "capitals": 1.0,
    "clock": 0.95,
    "dialogue": 0.91,
    "formal": 0.93,
    "no_diacritics": 0.94,
    "partly": 1.0,
    "spelling": 1.0,
    "teencode": 0.88,
    "telex": 1.0,
    "typo": 0.9,
}
# Ceilings: measured 0.029 (0.018 of the development cases) and 0.016.
WRONGLY_ANSWERED, WRONGLY_REFUSED = 0.045, 0.03


@pytest.fixture(scope="module")
def results(starter_base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """All cases, asked once; the table is shown with `pytest -s`, and beside a failure."""
    folder = tmp_path_factory.mktemp("golden")
    log = QuestionLog.open(f"sqlite:///{folder / 'assistant.sqlite3'}")
    settings = Settings(_env_file=None, data_dir=folder)
    found = run_cases(CASES, Assistant(settings, starter_base, log).answer)
    log.close()
    show(found)
    return found


def show(found: list[Result]) -> None:
    """The share of right answers for each kind and each way of writing, with its 95 % interval."""
    table = Table("", "right", "of", "share", "95 %")
    groups = {f"kind {k}": s for k, s in shares(found, lambda c: c.kind).items()} | {
        f"written {k}": s for k, s in shares(found, lambda c: c.variant).items()
    }
    groups |= {f"held out {k}": s for k, s in shares(found, lambda c: str(c.held_out)).items()} | shares(found, lambda _: "all")
    groups |= {"answered, must not be": wrongly_answered(found), "refused, must be answered": wrongly_refused(found)}
    for name, share in groups.items():
        low, high = share.interval
        table.add_row(name, str(share.right), str(share.count), f"{share.value:.3f}", f"{low:.2f}–{high:.2f}")
    Console(width=100).print(table)


def wrong(found: list[Result], held_out: bool = False) -> str:
    """The development cases that went wrong, for the message of a failure; the held-out ones stay unseen."""
    seen = [r for r in found if r.problems and (held_out or not r.case.held_out)]
    return "\n".join(f"{r.case.case_id} {r.case.question[:60]!r}: {'; '.join(r.problems)}" for r in seen)


def test_the_cases_are_all_there() -> None:
    assert len(CASES) >= 800
    assert sum(case.must_not_be_answered for case in CASES) >= 130
    assert len({case.conversation for case in CASES if case.conversation}) >= 40
    assert sum(case.variant == "clock" for case in CASES) >= 25
    assert len({case.case_id for case in CASES}) == len(CASES)
    assert 0.15 <= sum(case.held_out for case in CASES) / len(CASES) <= 0.25
    assert set(KINDS) <= {case.kind for case in CASES}
    assert set(VARIANTS) <= {case.variant for case in CASES}


def test_no_case_is_an_error(results: list[Result]) -> None:
    assert [r.case.case_id for r in results if r.answer.status.family == "error"] == []


def test_all_cases(results: list[Result]) -> None:
    assert shares(results, lambda _: "all")["all"].value >= ALL, wrong(results)


@pytest.mark.parametrize(("held_out", "floor"), [(False, DEVELOPMENT), (True, HELD_OUT)], ids=["development", "held out"])
def test_development_and_held_out_cases(results: list[Result], held_out: bool, floor: float) -> None:
    assert shares(results, lambda c: str(c.held_out))[str(held_out)].value >= floor


@pytest.mark.parametrize(("kind", "floor"), KINDS.items())
def test_kinds(results: list[Result], kind: str, floor: float) -> None:
    of_kind = [r for r in results if r.case.kind == kind]
    assert share(of_kind).value >= floor, wrong(of_kind)


@pytest.mark.parametrize(("variant", "floor"), VARIANTS.items())
def test_ways_of_writing(results: list[Result], variant: str, floor: float) -> None:
    written = [r for r in results if r.case.variant == variant]
    assert share(written).value >= floor, wrong(written)


def test_what_must_not_be_answered_is_refused(results: list[Result]) -> None:
    answered = [
        r.case.case_id for r in results if not any(s.startswith("answered") for s in r.case.status) and r.answer.status.family == "answered"
    ]
    assert wrongly_answered(results).value <= WRONGLY_ANSWERED, answered


def test_what_must_be_answered_is_not_refused(results: list[Result]) -> None:
    assert wrongly_refused(results).value <= WRONGLY_REFUSED, wrong(results)


def share(found: list[Result]) -> Share:
    """The share of right answers."""
    return Share(sum(not r.problems for r in found), len(found))
