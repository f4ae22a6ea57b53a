"""Traces for OpenTelemetry, when `OTEL_EXPORTER_OTLP_ENDPOINT` is set and the extra `telemetry` is installed. Its only home.

A span for each answer, with a child for each step, drawn afterwards from the timings that are measured anyway: tracing adds
nothing to the way of an answer. No attribute holds what a person typed.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from typing import Any

import structlog

from assistant.models import Answer, Question

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_MILLISECOND = 1_000_000
Watch = Callable[[Question, Answer], None]
log = structlog.get_logger(__name__)


def open_tracing() -> Watch | None:
    """What draws the spans of an answer; None when nobody asked for traces or the extra is missing (the log says so)."""
    if not os.environ.get(ENDPOINT):
        return None
    try:
        trace = importlib.import_module("opentelemetry.sdk.trace")
        export = importlib.import_module("opentelemetry.sdk.trace.export")
        otlp = importlib.import_module("opentelemetry.exporter.otlp.proto.grpc.trace_exporter")
        resources = importlib.import_module("opentelemetry.sdk.resources")
    except ImportError:
        log.warning("tracing_not_installed", needs="pip install '.[telemetry]'")
        return None
    provider = trace.TracerProvider(resource=resources.Resource.create({"service.name": "tro-ly-ai"}))
    provider.add_span_processor(export.BatchSpanProcessor(otlp.OTLPSpanExporter()))
    return spans_of(provider.get_tracer("tro-ly-ai"), importlib.import_module("opentelemetry.trace").set_span_in_context)


def spans_of(tracer: Any, under: Callable[[Any], Any]) -> Watch:
    """Draw an answer with this tracer; `under(span)` is the context of a span's children."""

    def draw(question: Question, answer: Answer) -> None:
        ends = time.time_ns()
        steps = {name: int(ms * _MILLISECOND) for name, ms in answer.timings_ms.items() if name != "total"}
        at = ends - sum(steps.values())
        told = {"channel": question.channel, "status": answer.status.value, "release": answer.release, "answer_id": answer.answer_id}
        whole = tracer.start_span("answer", start_time=at, attributes=told)
        for name, lasted in steps.items():
            tracer.start_span(name, context=under(whole), start_time=at).end(end_time=at + lasted)
            at += lasted
        whole.end(end_time=ends)

    return draw
