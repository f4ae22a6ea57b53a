"""A question log of any size, made fast: rows as `QuestionLog.write` makes them, in bulk, over 400 days."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from assistant.models import Status
from assistant.records import ledger
from assistant.records.ledger_tables import asked, daily
from assistant.records.tables import feedback, turns

DAYS = 400
_SOME = 20_000
_SUBJECTS = (
    "chiến lược trí tuệ nhân tạo",
    "nguồn nhân lực AI",
    "dữ liệu cá nhân",
    "chuyển đổi số",
    "hạ tầng tính toán",
    "sở khoa học và công nghệ",
    "doanh nghiệp khởi nghiệp",
    "hội thảo AI",
    "cuộc thi sáng tạo",
    "dịch vụ công trực tuyến",
    "an ninh mạng",
    "công nghiệp công nghệ số",
)
_ASKS = (
    "Mục tiêu của {} đến năm {} là gì?",
    "Cơ quan nào chủ trì {} năm {}?",
    "{} ở An Giang năm {} thế nào?",
    "Quy định về {} từ năm {} ra sao?",
)
_RARE = ("máy bay không người lái", "điện toán lượng tử", "trồng lúa thông minh")
_CHANNELS, _WEIGHTS = ("web", "telegram", "zalo_bot", "zalo_oa", "api"), (50, 20, 15, 10, 5)
_STATUSES = (Status.ANSWERED, Status.UNANSWERABLE_NO_MATCH, Status.CLARIFICATION_TOO_SHORT, Status.BLOCKED_ABUSE, Status.ERROR_INTERNAL)
_STATUS_WEIGHTS = (700, 200, 60, 35, 5)


def fill(engine: Engine, n: int, seed: int = 7, until: datetime | None = None) -> None:
    """`n` turns, evenly over the days before `until`."""
    chance, end = random.Random(seed), until or datetime.now(UTC)
    step, counts = timedelta(days=DAYS) / n, Counter[tuple[Any, ...]]()
    with engine.begin() as db:
        first = int(db.execute(text("SELECT coalesce(max(id), 0) FROM asked")).scalar() or 0) + 1
    for start in range(0, n, _SOME):
        rows = [_turn(chance, first + i, end - step * (n - i)) for i in range(start, min(start + _SOME, n))]
        _write(engine, rows, counts)
    with engine.begin() as db:
        db.execute(insert(daily), [{"day": d, "channel": c, "kind": k, "name": m, "n": v} for (d, c, k, m), v in counts.items()])
        db.execute(insert(daily).values(day=date(1970, 1, 1), channel="", kind="ledger", name="filled", n=1))
        db.execute(text("ANALYZE"))


def _turn(chance: random.Random, number: int, moment: datetime) -> dict[str, Any]:
    subject = chance.choice(_RARE) if chance.random() < 0.0002 else chance.choice(_SUBJECTS)
    question = chance.choice(_ASKS).format(subject, chance.randint(2021, 2035))
    status = chance.choices(_STATUSES, _STATUS_WEIGHTS)[0]
    document = f"van-ban-{int(chance.paretovariate(0.6)) % 5000}"
    locator = f"Điều {number % 9 + 1} › khoản 2"
    source = {"document_id": document, "number": "1671/QĐ-TTg", "title": subject, "locator": locator, "quote": question * 3}
    scores = {"score": 1.0, "meaning": 1.0, "coverage": 0.5}
    passage = {"document_id": document, "locator": locator, "text": question * 2, **scores}
    ms = round(chance.lognormvariate(3.4, 0.6), 2)
    return {
        "id": number,
        "answer_id": f"{number:012x}",
        "asked_at": moment,
        "channel": chance.choices(_CHANNELS, _WEIGHTS)[0],
        "conversation_id": f"c{number // 3}",
        "question": question,
        "understood_as": question,
        "status": status.value,
        "text": question * 4,
        "as_of": moment.date(),
        "release": 3,
        "sources": [source] if status is Status.ANSWERED else [],
        "passages": [{"chunk_id": f"{document}-{k}", **passage} for k in range(3)],
        "timings_ms": {"retrieve": ms * 0.6, "judge": ms * 0.1, "total": ms},
        "evidence": 0.7,
        "trace": {"asked": question, "threshold": 0.5, "hidden": []},
        "feedback": chance.choices((None, "up", "down"), (90, 7, 3))[0] if status is Status.ANSWERED else None,
    }


def _write(engine: Engine, rows: list[dict[str, Any]], counts: Counter[tuple[Any, ...]]) -> None:
    logged = [{key: value for key, value in row.items() if key not in ("id", "feedback")} for row in rows]
    narrow = [
        {
            **{key: row[key] for key in ("id", "answer_id", "asked_at", "channel", "status", "feedback")},
            "family": Status(row["status"]).family,
            "ms": row["timings_ms"]["total"],
            "evidence": 0.7,
        }
        for row in rows
    ]
    said = [
        {"answer_id": row["answer_id"], "given_at": row["asked_at"], "value": row["feedback"]}
        for row in rows
        if row["feedback"] is not None
    ]
    with engine.begin() as db:
        db.execute(insert(turns), logged)
        db.execute(insert(asked), narrow)
        db.execute(insert(feedback), said)
        ledger.enter_words(db, [(row["id"], row["question"]) for row in rows])
        if engine.dialect.name == "postgresql":
            db.execute(text("SELECT setval('asked_id_seq', (SELECT max(id) FROM asked))"))
    for row in rows:
        counts.update(ledger.counts_of(row, row["timings_ms"]["total"]))
        if row["feedback"]:
            counts[ledger.day_of(row["asked_at"]), row["channel"], "feedback", row["feedback"]] += 1
