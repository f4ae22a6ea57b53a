"""The review queue as rows: groups of turns, who works on one, how it was handled. All changes work in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from assistant.records import review_tables as r
from assistant.records import tables as t
from assistant.records.versions import change
from knowledge.rows import utc

OPEN, HANDLED = "open", "handled"
_COUNTS = ("unanswered", "down", "unsure", "reported")
_WORDINGS_READ, _WORDINGS = 200, 12


@dataclass(frozen=True, slots=True)
class Group:
    """A card of the queue. `waiting` turns came since it was last handled; `question` is its newest one, empty once erased."""

    id: int
    version: int
    state: str
    question: str
    example: str
    size: int
    waiting: int
    unanswered: int
    down: int
    unsure: int
    reported: int
    first_at: datetime
    last_at: datetime
    assignee: str | None
    verdict: str | None
    handled_by: str | None
    handled_at: datetime | None
    curated_id: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a group's history."""

    at: datetime
    account: str
    action: str
    note: str


def groups(
    engine: Engine, *, state: str = OPEN, assignee: str | None = None, reason: str = "", limit: int = 30, after: Group | None = None
) -> list[Group]:
    """The largest open groups first; of handled ones the newest. `after`: the last of the page before; `assignee` "" is nobody."""
    g = r.review_groups.c
    query = _groups().where(g.state == state).limit(limit)
    if assignee is not None:
        query = query.where(g.assignee == assignee if assignee else g.assignee.is_(None))
    query = query.where(g[reason] > 0) if reason in _COUNTS else query
    if after:
        query = query.where((g.waiting < after.waiting) | ((g.waiting == after.waiting) & (g.id < after.id)))
    with engine.connect() as db:
        return [_group(row) for row in db.execute(query.order_by(g.waiting.desc(), g.id.desc())).mappings()]


def group(engine: Engine, group_id: int) -> Group | None:
    """One group as it stands."""
    with engine.connect() as db:
        row = db.execute(_groups().where(r.review_groups.c.id == group_id)).mappings().one_or_none()
    return _group(row) if row else None


def open_groups(engine: Engine) -> tuple[int, int]:
    """(groups, turns) that wait for somebody."""
    g = r.review_groups.c
    with engine.connect() as db:
        row = db.execute(select(func.count(), func.coalesce(func.sum(g.waiting), 0)).where(g.state == OPEN)).one()
    return row[0], row[1]


def turns_of(engine: Engine, group_id: int, limit: int = 20) -> list[Mapping[str, Any]]:
    """The newest turns of a group, with what was answered and the reason why they are here."""
    names = ("answer_id", "asked_at", "channel", "question", "understood_as", "status", "text", "evidence")
    columns = [r.review_turns.c.reason, *(t.turns.c[name] for name in names)]
    query = select(*columns).join(t.turns, t.turns.c.answer_id == r.review_turns.c.answer_id)
    query = query.where(r.review_turns.c.group_id == group_id).order_by(r.review_turns.c.asked_at.desc()).limit(limit)
    with engine.connect() as db:
        return [dict(row) for row in db.execute(query).mappings()]


def wordings_of(engine: Engine, group_id: int) -> list[str]:
    """What people typed, the most frequent first: variants of a question to be answered."""
    found = turns_of(engine, group_id, _WORDINGS_READ)
    counted = Counter(" ".join((row["understood_as"] or row["question"]).split()) for row in found if row["question"])
    return [text for text, _ in counted.most_common(_WORDINGS)]


def history_of(engine: Engine, group_id: int) -> list[Event]:
    """What was done with a group, the newest first."""
    h = r.review_history.c
    with engine.connect() as db:
        rows = db.execute(select(h.at, h.account, h.action, h.note).where(h.group_id == group_id).order_by(h.id.desc())).all()
    return [Event(utc(row.at), row.account, row.action, row.note) for row in rows]


def assign(db: Connection, group_id: int, version: int, account: str, assignee: str | None) -> int:
    """Give it to somebody, or to nobody; the new version.

    Raises:
        Overtaken: somebody else changed it in between.
    """
    new = change(db, r.review_groups, group_id, version, {"assignee": assignee})
    _remember(db, group_id, account, "assign", assignee or "")
    return new


def handle(
    db: Connection, group_id: int, version: int, account: str, verdict: str, *, release: int, note: str = "", curated_id: int | None = None
) -> int:
    """Say what is to be said of it; what comes in from now on is counted anew. The new version.

    Raises:
        Overtaken: somebody else changed it in between.
    """
    done: dict[str, Any] = {"state": HANDLED, "verdict": verdict, "handled_by": account, "handled_at": datetime.now(UTC)}
    linked = {"curated_id": curated_id} if curated_id else {}
    counts = dict.fromkeys((*_COUNTS, "waiting"), 0)
    new = change(db, r.review_groups, group_id, version, {**done, **linked, **counts, "handled_release": release})
    _remember(db, group_id, account, verdict, note)
    return new


def link(db: Connection, group_id: int, account: str, curated_id: int) -> None:
    """Somebody writes an answer for this group: it stays open until that is approved."""
    values = {"curated_id": curated_id, "assignee": account}
    db.execute(update(r.review_groups).where(r.review_groups.c.id == group_id).values(**values))
    _remember(db, group_id, account, "write", str(curated_id))


def answered_by(db: Connection, group_ids: Sequence[int], curated_id: int, account: str, verdict: str, release: int) -> None:
    """A curated answer was approved that answers these groups."""
    g = r.review_groups.c
    for start in range(0, len(group_ids), 500):
        some = g.id.in_(group_ids[start : start + 500])
        for row in db.execute(select(g.id, g.version).where(some, g.state == OPEN)).all():
            handle(db, row.id, row.version, account, verdict, release=release, curated_id=curated_id)


def reopen(db: Connection, group_id: int, version: int, account: str) -> int:
    """Back into the queue by hand; the new version."""
    new = change(db, r.review_groups, group_id, version, {"state": OPEN, "verdict": None})
    _remember(db, group_id, account, "reopen", "")
    return new


def _remember(db: Connection, group_id: int, account: str, action: str, note: str) -> None:
    row = {"group_id": group_id, "at": datetime.now(UTC), "account": account, "action": action, "note": note[:1000]}
    db.execute(insert(r.review_history).values(**row))


def _groups() -> Any:
    names = [name for name in Group.__dataclass_fields__ if name != "question"]
    columns = [r.review_groups.c[name] for name in names]
    question = func.coalesce(func.nullif(t.turns.c.understood_as, ""), t.turns.c.question, "").label("question")
    return select(*columns, question).outerjoin(t.turns, t.turns.c.answer_id == r.review_groups.c.example)


def _group(row: Mapping[Any, Any]) -> Group:
    times = {name: utc(row[name]) if row[name] else None for name in ("first_at", "last_at", "handled_at")}
    return Group(**{**{name: row[name] for name in Group.__dataclass_fields__}, **times})
