"""A question log with two months of questions in it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from assistant.records import tables as t
from assistant.records.ledger import EVALUATION, enter, opinion
from assistant.records.log import QuestionLog

_NUMBERS = itertools.count(1)
GAP = "Thành phố có hỗ trợ <b>tiền</b> học AI không?"


def turn(at: datetime, status: str = "answered", **more: object) -> dict[str, object]:
    """A row of the log."""
    row = {
        "answer_id": f"a{next(_NUMBERS)}",
        "asked_at": at,
        "channel": "web",
        "question": "Ai ký Quyết định 127/QĐ-TTg?",
        "understood_as": "",
        "status": status,
        "text": "…",
        "as_of": date(2026, 10, 1),
        "release": 1,
        "sources": [{"document_id": "quyet-dinh-127-qd-ttg"}] if status == "answered" else [],
        "passages": [],
        "timings_ms": {"total": 100.0},
    }
    return {**row, **more}


@pytest.fixture
def records(question_log: QuestionLog) -> Engine:
    october = datetime(2026, 9, 30, 17, tzinfo=UTC)  # the first moment of October in Viet Nam
    rows = [turn(october + timedelta(days=n % 31, hours=n % 5), timings_ms={"total": 100.0 + 10 * n}) for n in range(120)]
    rows += [turn(october + timedelta(days=n), "unanswerable_no_match", channel="telegram", question=GAP) for n in range(9)]
    rows += [turn(october + timedelta(days=20), "unanswerable_no_match", question=f"Câu lẻ {n}?") for n in range(3)]
    rows += [turn(october + timedelta(days=5), "blocked_medical", channel="zalo_oa"), turn(october, "error_internal")]
    rows += [turn(october, channel="evaluation"), turn(october, channel="cli")]  # nobody's questions
    rows += [turn(october - timedelta(seconds=1)), turn(october - timedelta(days=10), "unanswerable_no_match")]  # September
    rows += [turn(october + timedelta(days=31))]  # the first moment of November
    thumbs = [
        {"answer_id": rows[n]["answer_id"], "given_at": october + timedelta(days=1), "value": "up" if n else "down"} for n in range(4)
    ]
    with question_log.engine.begin() as db:
        db.execute(insert(t.turns), rows)
        db.execute(insert(t.feedback), thumbs)
        for row in rows:
            if row["channel"] != EVALUATION:
                enter(db, row, None)
        for thumb in thumbs:
            opinion(db, str(thumb["answer_id"]), str(thumb["value"]))
    return question_log.engine
