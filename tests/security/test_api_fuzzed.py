"""Every operation of our own OpenAPI description, called as it allows and as it does not (schemathesis): never a server error.

The assistant is the fake one, because answering is tested elsewhere; routes, reading of bodies, people and their tables are real.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from starlette.testclient import TestClient

from assistant.channels.web_site import Site
from assistant.http import create_app
from assistant.records.log import QuestionLog
from tests.support.people import Logging, visitors

schemathesis = pytest.importorskip("schemathesis")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "6"))
"""Of each operation. More by hand: FUZZ_EXAMPLES=500."""
LEAST_OPERATIONS = 13


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("fuzzed")
    log = QuestionLog.open(f"sqlite:///{folder / 'assistant.sqlite3'}")
    with visitors(folder, Logging(log)) as people:
        app = create_app(people.house.assistant, site=Site(people))
        with TestClient(app, raise_server_exceptions=False) as running:
            yield running
    log.close()


def call(client: TestClient, operation: Any, case: Any) -> None:
    """Send it as it is, and look that the answer is one of those that the description lists."""
    wanted = case.as_transport_kwargs(base_url="http://testserver")
    sent = {name: wanted[name] for name in ("method", "url", "params", "json", "data", "headers") if name in wanted}
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    response = client.request(**sent)
    seen = (case.method, case.path, sent, response.status_code, response.text)
    assert response.status_code < 500, seen
    documented = {str(code) for code in operation.definition.raw["responses"]} | {"405"}
    assert str(response.status_code) in documented, seen


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_call_is_a_server_error(client: TestClient, mode: str) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= LEAST_OPERATIONS
    called = 0
    for operation in operations:
        cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        one = st.tuples(st.just(operation), cases)
        limits = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
        try:
            limits(given(one)(lambda drawn: call(client, *drawn)))()
        except Unsatisfiable:  # nothing about this operation can be wrong
            continue
        called += 1
    assert called >= LEAST_OPERATIONS // 2
