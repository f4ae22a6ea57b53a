"""What people had erased leaves the review queue too. Part of the daily work."""

from __future__ import annotations

from sqlalchemy import Engine, delete, exists, select, update

from assistant.records.review_tables import review_groups, review_history, review_turns
from assistant.records.tables import turns
from assistant.records.writing import writing


def forget_erased(engine: Engine) -> int:
    """Turns of which no word is left in the log, then cards without a turn; how many cards there were. The question that a
    card shows is the newest of those that are left.
    """
    g = review_groups.c
    readable = exists().where(turns.c.question != "")
    left = select(review_turns.c.answer_id).where(review_turns.c.group_id == g.id)
    newest = left.order_by(review_turns.c.asked_at.desc(), review_turns.c.answer_id).limit(1).scalar_subquery()
    with writing(engine) as db:
        db.execute(delete(review_turns).where(~readable.where(turns.c.answer_id == review_turns.c.answer_id)))
        gone = list(db.execute(select(g.id).where(~left.exists())).scalars())
        for start in range(0, len(gone), 500):
            some = gone[start : start + 500]
            db.execute(delete(review_history).where(review_history.c.group_id.in_(some)))
            db.execute(delete(review_groups).where(g.id.in_(some)))
        db.execute(update(review_groups).where(~readable.where(turns.c.answer_id == g.example)).values(example=newest))
    return len(gone)
