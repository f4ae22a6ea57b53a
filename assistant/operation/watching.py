"""Puts metrics and traces beside a running assistant."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from sqlalchemy import Engine

from assistant.operation.metrics import Metrics
from assistant.operation.state import read_state
from assistant.operation.tracing import open_tracing
from assistant.service import Assistant
from assistant.settings import Settings


def watched(assistant: Assistant, engine: Engine, settings: Settings, turned_away: Callable[[], int] = lambda: 0) -> APIRouter:
    """Count and trace what this assistant answers from now on; the route that Prometheus reads."""
    metrics = Metrics(partial(read_state, assistant, engine, settings.data_dir, turned_away))
    assistant.watchers.append(metrics.answered)
    if trace := open_tracing():
        assistant.watchers.append(trace)
    return metrics.routes(settings.metrics_token.get_secret_value())
