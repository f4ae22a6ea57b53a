"""What Prometheus reads at `/metrics`. The only home of prometheus_client.

Counters and times are of this process; what stands in the tables (queues, counts of the channels) is of all processes and is
read when somebody asks. No label comes from what people type.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from assistant.models import Answer, Question
from assistant.operation.state import Reading

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)


class Metrics:
    """Counts what is answered, and reads the rest from `state` when it is asked for."""

    def __init__(self, state: Callable[[], Iterable[Reading]]) -> None:
        self.registry = CollectorRegistry()
        counter, histogram = partial(Counter, registry=self.registry), partial(Histogram, registry=self.registry, buckets=_SECONDS)
        self._questions = counter("tro_ly_questions", "Questions answered, by how they ended", ["channel", "status"])
        self._errors = counter("tro_ly_errors", "Questions that ended in an error", ["channel", "status"])
        self._answer = histogram("tro_ly_answer_seconds", "Time to an answer", ["channel"])
        self._step = histogram("tro_ly_step_seconds", "Time of each step", ["step"])
        self.registry.register(_State(state))
        ProcessCollector(registry=self.registry)

    def answered(self, question: Question, answer: Answer) -> None:
        """Count one answer."""
        self._questions.labels(question.channel, answer.status.value).inc()
        if answer.status.family == "error":
            self._errors.labels(question.channel, answer.status.value).inc()
        for step, milliseconds in answer.timings_ms.items():
            if step == "total":
                self._answer.labels(question.channel).observe(milliseconds / 1000)
            else:
                self._step.labels(step).observe(milliseconds / 1000)

    def routes(self, token: str) -> APIRouter:
        """`GET /metrics`, for whoever sends `Authorization: Bearer <token>`; without a token set there is no such page."""
        router = APIRouter(include_in_schema=False)

        @router.get("/metrics")
        def metrics(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not token or not hmac.compare_digest(given.encode(), token.encode()):
                raise HTTPException(HTTPStatus.UNAUTHORIZED if token else HTTPStatus.NOT_FOUND)
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return router


class _State(Collector):
    """Readings as gauges and counters, made anew at each scrape."""

    def __init__(self, read: Callable[[], Iterable[Reading]]) -> None:
        self._read = read

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: registering must not read the tables."""
        return []

    def collect(self) -> Iterable[Metric]:
        """One family for each name."""
        families: dict[str, Metric] = {}
        for reading in self._read():
            kind = CounterMetricFamily if reading.counts else GaugeMetricFamily
            if reading.name not in families:
                families[reading.name] = kind(f"tro_ly_{reading.name}", reading.meaning, labels=list(reading.labels))
            families[reading.name].add_metric(list(reading.labels.values()), reading.value)  # type: ignore[attr-defined]
        return families.values()
