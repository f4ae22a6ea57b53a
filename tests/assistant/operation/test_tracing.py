"""A span for an answer, one for each step, nothing that was typed."""

from __future__ import annotations

import pytest

from assistant.models import Answer, Question, Status
from assistant.operation.tracing import ENDPOINT, open_tracing, spans_of

trace = pytest.importorskip("opentelemetry.sdk.trace")


def test_the_steps_lie_within_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.trace import set_span_in_context

    kept = InMemorySpanExporter()
    provider = trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    draw = spans_of(provider.get_tracer("test"), set_span_in_context)
    timings = {"understand": 2.0, "retrieve": 5.5, "total": 7.5}
    draw(Question("số của tôi là bí mật"), Answer("a1", Status.ANSWERED, "…", date(2026, 11, 25), 3, timings_ms=timings))
    spans = {span.name: span for span in kept.get_finished_spans()}
    whole = spans["answer"]
    assert whole.end_time - whole.start_time == 7_500_000
    assert all(spans[name].parent.span_id == whole.context.span_id for name in ("understand", "retrieve"))
    assert spans["retrieve"].end_time == whole.end_time
    assert "bí mật" not in "".join(span.to_json() for span in spans.values())


def test_nothing_is_traced_unless_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT, raising=False)
    assert open_tracing() is None
