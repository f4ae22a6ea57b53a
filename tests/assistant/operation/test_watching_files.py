"""The dashboard and the alerts speak of metrics that there are, and each alert leads to its runbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.models import Question
from assistant.operation.watching import watched
from assistant.records import channel_tables as t
from assistant.records.log import QuestionLog
from assistant.records.writing import writing
from assistant.service import Assistant
from tests.assistant.conftest import make_assistant_settings
from tests.support.shell import ROOT

DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "tro-ly-ai.json").read_text(encoding="utf-8"))
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:tro_ly|process)_\w+|\bup(?=\{)")
SELECTOR = re.compile(r"\b((?:tro_ly|process)_\w+|up)\{([^}]*)\}")
GROUPED = re.compile(r"by \(([\w, ]+)\)")
OF_PROMETHEUS = {"job", "instance", "le"}


def expressions() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return [*panels, *(note["expr"] for note in DASHBOARD["annotations"]["list"]), *(rule["expr"] for rule in RULES)]


@pytest.fixture
def offered(assistant: Assistant, question_log: QuestionLog, tmp_path: Path) -> dict[str, set[str]]:
    """Every sample of /metrics with its labels, when there is a bit of everything."""

    def health(told: Any = assistant.health) -> dict[str, Any]:
        return {**told(), "language_model": {"name": "x", "state": "in_use", "tokens": {"input": 3, "output": 1}}}

    assistant.health = health  # type: ignore[method-assign]
    app = FastAPI()
    app.include_router(watched(assistant, question_log.engine, make_assistant_settings(tmp_path, metrics_token="a-token-for-the-test")))
    assistant.answer(Question("Quyết định 127 còn hiệu lực không?", channel="web"))
    assistant._base, base = None, assistant._base  # type: ignore[assignment]
    assistant.answer(Question("câu này gặp lỗi", channel="web"))
    assistant._base = base
    with writing(question_log.engine) as db:
        _one_row_each(db)
    text = TestClient(app).get("/metrics", headers={"Authorization": "Bearer a-token-for-the-test"}).text
    found: dict[str, set[str]] = {"up": set()}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def _one_row_each(db: Any) -> None:
    from tests.upgrades import value_of

    for table in (t.inbox, t.outbox, t.counts):
        row = {column.name: value_of(table.name, column, 1) for column in table.columns}
        db.execute(table.insert().values(**row | {name: None for name in ("done_at",) if name in row}))


def test_every_metric_that_is_named_is_offered_with_its_labels(offered: dict[str, set[str]]) -> None:
    for expression in expressions():
        named = set(NAME.findall(expression))
        assert named, expression
        assert named <= set(offered), (expression, named - set(offered))
        labels = set().union(*(offered[name] for name in named)) | OF_PROMETHEUS
        for _, selector in SELECTOR.findall(expression):
            assert set(re.findall(r"(\w+)\s*=", selector)) <= labels, expression
        for grouped in GROUPED.findall(expression):
            assert {label.strip() for label in grouped.split(",")} <= labels, expression


def test_everything_that_is_offered_of_our_own_is_written_down(offered: dict[str, set[str]]) -> None:
    plain = {re.sub(r"_(bucket|sum|count)$", "", name) for name in offered if name.startswith("tro_ly_") and not name.endswith("_created")}
    assert [name for name in sorted(plain) if f"`{name}`" not in OPERATIONS] == []


def anchors() -> Iterable[str]:
    for heading in re.findall(r"^#+ (.+)$", OPERATIONS, re.MULTILINE):
        yield re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_an_alert_leads_to_its_runbook(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
    assert rule["alert"].lower() in anchors()
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in ("critical", "warning")


def test_every_runbook_is_that_of_an_alert() -> None:
    runbooks = OPERATIONS.split("## Runbooks")[1]
    assert set(re.findall(r"^### (\w+)$", runbooks, re.MULTILINE)) == {rule["alert"] for rule in RULES}


def test_the_dashboard_can_be_imported() -> None:
    places = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & places, panel["title"]
        places |= cells
        assert panel["title"]
        assert panel["targets"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    [variable] = DASHBOARD["templating"]["list"]
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {f"${{{variable['name']}}}"}
