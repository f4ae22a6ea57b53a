"""Answers that the office wrote itself: drafted by one person, approved by another, in force until retired or overtaken by time.

    draft ──> waiting ──> approved ──> retired
      ^─ sent back ─┘         └─ edited: a draft again, while the words approved before stay in force

Every function works in the caller's transaction, and every change is a version that stays in the history. Whoever saves
hands back the version they opened: `Overtaken` tells the second of two that somebody else was faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from assistant.records import curated_tables as t
from assistant.records.curated_words import Citation, Refused, Words, checked, day_text, words_of
from assistant.records.followed import changed
from assistant.records.versions import Overtaken, change
from knowledge.language.normalise import fold
from knowledge.rows import utc

DRAFT, WAITING, APPROVED, RETIRED = "draft", "waiting", "approved", "retired"
FOLLOWED_AS = "curated"
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Curated:
    """A curated answer as it stands. `approved`: the words in force, if any; `approver` and `approved_at` belong to them."""

    id: int
    version: int
    state: str
    words: Words
    author: str
    changed_at: datetime
    note: str = ""
    approver: str | None = None
    approved_at: datetime | None = None
    approved: Words | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the history."""

    version: int
    at: datetime
    account: str
    action: str
    note: str
    words: Words


def create(db: Connection, words: Words, account: str) -> int:
    """A new draft; its id."""
    words = checked(words)
    row = {**_columns(words), "state": DRAFT, "author": account, "changed_at": datetime.now(UTC)}
    made: int = db.execute(insert(t.curated).values(**row).returning(t.curated.c.id)).scalar_one()
    _remember(db, made, 1, account, "create", words)
    return made


def edit(db: Connection, curated_id: int, version: int, words: Words, account: str) -> int:
    """New words, a draft again; the new version. Words that were approved before stay in force.

    Raises:
        Overtaken: somebody else saved in between.
    """
    return _write(db, curated_id, version, account, "edit", checked(words), state=DRAFT, author=account, note="")


def submit(db: Connection, curated_id: int, version: int, account: str) -> int:
    """Ask a second person to look at it; the new version."""
    words = _at(db, curated_id, version).words
    if not words.citations and not words.basis:
        raise Refused("no_source")
    return _write(db, curated_id, version, account, "submit", words, state=WAITING)


def approve(db: Connection, curated_id: int, version: int, account: str, standing: Sequence[bool | None] = ()) -> int:
    """Put the words in force; the new version. `standing`: for each citation, whether its document is in force now.

    Raises:
        Refused: nobody approves their own words; or nobody asked for approval.
    """
    now = _at(db, curated_id, version)
    if now.state != WAITING:
        raise Refused("not_waiting")
    if now.author == account:
        raise Refused("own_work")
    words = replace(now.words, citations=tuple(map(_standing, now.words.citations, [*standing, *[None] * len(now.words.citations)])))
    done = {"approver": account, "approved_at": datetime.now(UTC), "approved": words.as_json()}
    new = _write(db, curated_id, version, account, "approve", words, state=APPROVED, note="", **done)
    changed(db, FOLLOWED_AS)
    return new


def send_back(db: Connection, curated_id: int, version: int, account: str, why: str) -> int:
    """Not yet: back to the author, with a word why; the new version."""
    now = _at(db, curated_id, version)
    if now.state != WAITING:
        raise Refused("not_waiting")
    return _write(db, curated_id, version, account, "send_back", now.words, state=DRAFT, note=why.strip()[:LONGEST_NOTE])


def retire(db: Connection, curated_id: int, version: int, account: str, why: str = "") -> int:
    """Take it out of force at once, one person is enough; the new version."""
    words = _at(db, curated_id, version).words
    new = _write(db, curated_id, version, account, "retire", words, state=RETIRED, approved=None, note=why.strip()[:LONGEST_NOTE])
    changed(db, FOLLOWED_AS)
    return new


def one(engine: Engine, curated_id: int) -> Curated | None:
    """A curated answer as it stands."""
    with engine.connect() as db:
        row = db.execute(select(t.curated).where(t.curated.c.id == curated_id)).mappings().one_or_none()
    return _curated(row) if row else None


def listed(engine: Engine, *, state: str = "", wanted: str = "", limit: int = 50, after: int | None = None) -> list[Curated]:
    """The newest first, `after` an id for the next page; `wanted` words may lack their marks."""
    query = select(t.curated).order_by(t.curated.c.id.desc()).limit(limit)
    query = query.where(t.curated.c.state == state) if state else query
    query = query.where(t.curated.c.id < after) if after else query
    for word in fold(wanted).split():
        query = query.where(t.curated.c.searched.contains(word, autoescape=True))
    with engine.connect() as db:
        return [_curated(row) for row in db.execute(query).mappings()]


def in_force(engine: Engine) -> list[Curated]:
    """Those whose approved words count, whatever is being done to the next ones."""
    with engine.connect() as db:
        rows = db.execute(select(t.curated).where(t.curated.c.approved.is_not(None)).order_by(t.curated.c.id)).mappings().all()
    return [_curated(row) for row in rows]


def history(engine: Engine, curated_id: int) -> list[Change]:
    """Every version, the newest first."""
    h = t.curated_history
    with engine.connect() as db:
        rows = db.execute(select(h).where(h.c.curated_id == curated_id).order_by(h.c.version.desc())).all()
    return [Change(r.version, utc(r.at), r.account, r.action, r.note, words_of(r.words)) for r in rows]


def _columns(words: Words) -> dict[str, Any]:
    row = {name: getattr(words, name) for name in ("question", "text", "basis", "province", "valid_from", "valid_to")}
    searched = fold(" ".join((*words.wordings, words.text)))
    return {**row, "variants": list(words.variants), "citations": [asdict(c) for c in words.citations], "searched": searched}


def _write(db: Connection, curated_id: int, version: int, account: str, action: str, words: Words, **values: Any) -> int:
    new = change(db, t.curated, curated_id, version, {**_columns(words), "changed_at": datetime.now(UTC), **values})
    _remember(db, curated_id, new, account, action, words, values.get("note", ""))
    return new


def _remember(db: Connection, curated_id: int, version: int, account: str, action: str, words: Words, note: str = "") -> None:
    row = {"curated_id": curated_id, "version": version, "at": datetime.now(UTC), "account": account, "action": action}
    db.execute(insert(t.curated_history).values(**row, note=note, words=words.as_json()))


def _at(db: Connection, curated_id: int, version: int) -> Curated:
    """The answer, if it still has this version."""
    row = db.execute(select(t.curated).where(t.curated.c.id == curated_id)).mappings().one_or_none()
    if row is None or row["version"] != version:
        raise Overtaken(dict(row) if row else None)
    return _curated(row)


def _standing(citation: Citation, in_force: bool | None) -> Citation:
    return replace(citation, in_force=in_force)


def _curated(row: Mapping[Any, Any]) -> Curated:
    days = {name: day_text(row[name]) for name in ("valid_from", "valid_to")}
    approved = words_of(row["approved"]) if row["approved"] else None
    rest = {name: row[name] for name in ("id", "version", "state", "author", "note", "approver")}
    at = row["approved_at"]
    return Curated(
        **rest, words=words_of({**row, **days}), changed_at=utc(row["changed_at"]), approved_at=at and utc(at), approved=approved
    )
