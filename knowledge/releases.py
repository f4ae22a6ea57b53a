"""The life of a release: built beside the active one, published with one row, rolled back to, listed.

Readers follow `active.release`. `active.newest` is the highest number ever published; it is written with the same row, so
that publishing and rolling back are one row changed each. A number beyond it belongs to a build that may be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from knowledge import tables as t
from knowledge.build import Changes, carry_over, discard, lock, write_changes
from knowledge.models import Release
from knowledge.retention import delete_unneeded, drop_releases
from knowledge.rows import release_of

# Built once: every question asks for it.
_ACTIVE = select(t.active.c.release, t.releases).outerjoin_from(t.active, t.releases, t.active.c.release == t.releases.c.number)


class Overtaken(RuntimeError):
    """Another process published, rolled back or built while this one was at work: what it compared with is no longer active."""


class NoSuchRelease(LookupError):
    """A release that was never published, or whose documents were collected (`gone`)."""

    def __init__(self, number: int, *, gone: bool = False) -> None:
        super().__init__(f"release {number} is gone" if gone else f"there is no release {number}")
        self.number = number
        self.gone = gone


class Releases:
    """The releases of one catalogue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def active(self) -> Release:
        """The release that readers see."""
        with self._engine.connect() as db:
            row = db.execute(_ACTIVE).one()
        return release_of(row) if row.number is not None else Release(row.release)

    def published(self) -> list[Release]:
        """Every release that was ever published, newest first; those whose documents are gone too."""
        newest = select(t.active.c.newest).scalar_subquery()
        query = select(t.releases).where(t.releases.c.number <= newest).order_by(t.releases.c.number.desc())
        with self._engine.connect() as db:
            return [release_of(row) for row in db.execute(query)]

    def get(self, number: int) -> Release:
        """A published release whose documents are still there.

        Raises:
            NoSuchRelease: it was never published, or is gone.
        """
        with self._engine.connect() as db:
            return _existing(db, number)

    def build(self, changes: Changes, based_on: int | None = None) -> Release:
        """Write the next release beside the active one; readers see nothing of it. An earlier build is thrown away.

        Raises:
            Overtaken: the active release is not `based_on`, with which the changes were compared.
        """
        with self._engine.begin() as db:
            active, newest = lock(db)
            if based_on not in (None, active):
                raise Overtaken
            discard(db, newest)
            number = newest + 1
            if active != newest:
                carry_over(db, active, number)
            documents, chunks = write_changes(db, changes, number)
            built = Release(number, datetime.now(UTC), documents, chunks, active)
            db.execute(
                insert(t.releases).values(
                    number=number, published_at=built.published_at, documents=documents, chunks=chunks, based_on=active
                )
            )
        return built

    def note(self, built: Release, gate: Mapping[str, Any], *, forced: bool) -> None:
        """Keep with a build what the gate measured, and whether it is published all the same."""
        with self._engine.begin() as db:
            same = (t.releases.c.number == built.number, t.releases.c.published_at == built.published_at)
            db.execute(update(t.releases).where(*same).values(gate=dict(gate), forced=forced))

    def activate(self, built: Release) -> None:
        """Publish a build: one row changes, and every reader's next question sees the whole release.

        Raises:
            Overtaken: another release was published or rolled back to since, or another build took the place of this one.
        """
        with self._engine.begin() as db:
            standing = lock(db)
            row = db.execute(select(t.releases).where(t.releases.c.number == built.number)).one_or_none()
            if standing != (built.based_on, built.number - 1) or row is None or release_of(row).key != built.key:
                raise Overtaken
            db.execute(update(t.active).values(release=built.number, newest=built.number))

    def roll_back(self, number: int) -> Release:
        """Let readers see an earlier (or a later) published release: one row changes. The release that is active now.

        Raises:
            NoSuchRelease: it was never published, or is gone.
        """
        with self._engine.begin() as db:
            lock(db)
            release = _existing(db, number)
            db.execute(update(t.active).values(release=number))
        return release

    def discard(self) -> None:
        """Throw away a build that was not published."""
        with self._engine.begin() as db:
            discard(db, lock(db)[1])

    def collect(self, keep: int) -> tuple[tuple[int, ...], tuple[int, int, int]]:
        """Drop every release but the newest `keep` and the active one: their numbers; documents, chunks and vectors deleted."""
        with self._engine.begin() as db:
            active, newest = lock(db)
            discard(db, newest)
            return drop_releases(db, keep, active), delete_unneeded(db)

    def has_leftovers(self) -> bool:
        """Whether somebody builds now, or died while building."""
        newest = select(t.active.c.newest).scalar_subquery()
        with self._engine.connect() as db:
            return db.execute(select(t.releases.c.number).where(t.releases.c.number > newest)).first() is not None


def _existing(db: Connection, number: int) -> Release:
    query = select(t.releases).where(t.releases.c.number == number, t.releases.c.number <= select(t.active.c.newest).scalar_subquery())
    row = db.execute(query).one_or_none()
    if row is None or row.gone_at is not None:
        raise NoSuchRelease(number, gone=row is not None)
    return release_of(row)
