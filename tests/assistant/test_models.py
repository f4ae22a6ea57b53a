"""The answer's JSON has the fields that scripts depend on, and nothing in it needs Python to be read."""

from __future__ import annotations

import json
from datetime import date

from tests.assistant.conftest import Asking

ANSWER_FIELDS = {"answer_id", "status", "text", "sources", "as_of", "release", "timings_ms"}
SOURCE_FIELDS = set(
    "document_id number kind title issuer issued_on effective_from effective_to in_force locator page quote url".split()  # noqa: SIM905
)


def test_an_answer_as_json_has_the_contracts_fields(settled: Asking) -> None:
    data = json.loads(json.dumps(settled("Quyết định 127 còn hiệu lực không?").as_json()))
    assert set(data) >= ANSWER_FIELDS
    assert data["sources"]
    assert all(set(source) >= SOURCE_FIELDS for source in data["sources"])
    source = next(s for s in data["sources"] if s["document_id"] == "quyet-dinh-127-qd-ttg")
    assert (source["issued_on"], source["effective_to"], source["in_force"]) == ("2021-01-26", "2026-08-28", False)
    assert date.fromisoformat(data["as_of"]) == date(2026, 11, 22)
    assert data["timings_ms"]["total"] > 0


def test_a_refusal_has_the_same_fields_and_no_sources(settled: Asking) -> None:
    data = settled("giá vàng hôm nay").as_json()
    assert set(data) >= ANSWER_FIELDS
    assert data["sources"] == ()
