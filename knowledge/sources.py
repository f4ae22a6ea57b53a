"""Where documents come from: registered folders and links, how the last look at each went, and what a link last gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge import tables as t
from knowledge.rows import utc


class SourceExists(ValueError):
    """Another source has this name or location."""


@dataclass(frozen=True, slots=True)
class Source:
    """A registered folder, file or link. `outcome` is that of the last look: "updated", "unchanged" or "failed"."""

    name: str
    location: str
    added_at: datetime
    checked_at: datetime | None = None
    outcome: str | None = None
    reason: str = ""

    @property
    def is_link(self) -> bool:
        """Whether it is fetched rather than read from this machine."""
        return self.location.startswith(("http://", "https://"))

    def holds(self, path: str) -> bool:
        """Whether a document read from `path` comes from this source."""
        return path == self.location or (not self.is_link and path.startswith(f"{self.location.rstrip('/')}/"))


@dataclass(frozen=True, slots=True)
class Fetch:
    """What a link last gave: the kept file, how to ask whether it changed, and the digests of the documents read from it."""

    location: str
    final_url: str
    digest: str
    file: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    form: int = 0
    documents: Mapping[str, str] = field(default_factory=dict)


class Sources:
    """Both lists, kept in the catalogue's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Source]:
        """Every registered source, by name."""
        with self._engine.connect() as db:
            return [Source(**_row(row)) for row in db.execute(select(t.sources).order_by(t.sources.c.name))]

    def add(self, name: str, location: str) -> Source:
        """Register a source.

        Raises:
            SourceExists: its name or its location is registered.
        """
        source = Source(name, location, datetime.now(UTC))
        try:
            with self._engine.begin() as db:
                db.execute(insert(t.sources).values(**asdict(source)))
        except IntegrityError as error:
            raise SourceExists(name) from error
        return source

    def remove(self, name: str) -> None:
        """Forget a source, and what it last gave."""
        with self._engine.begin() as db:
            location = select(t.sources.c.location).where(t.sources.c.name == name).scalar_subquery()
            db.execute(delete(t.fetches).where(t.fetches.c.location == location))
            db.execute(delete(t.sources).where(t.sources.c.name == name))

    def note(self, name: str, outcome: str, reason: str) -> None:
        """Write down how the look that just ended went."""
        values = {"checked_at": datetime.now(UTC), "outcome": outcome, "reason": reason}
        with self._engine.begin() as db:
            db.execute(update(t.sources).where(t.sources.c.name == name).values(**values))

    def fetches(self) -> dict[str, Fetch]:
        """What every link last gave, by location."""
        with self._engine.connect() as db:
            return {row.location: Fetch(**_row(row)) for row in db.execute(select(t.fetches))}

    def keep(self, fetches: Iterable[Fetch]) -> None:
        """Write down what links gave, once their documents are published."""
        with self._engine.begin() as db:
            for fetch in fetches:
                db.execute(delete(t.fetches).where(t.fetches.c.location == fetch.location))
                db.execute(insert(t.fetches).values(**asdict(fetch)))


def _row(row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)
    return {k: utc(v) if isinstance(v, datetime) else v for k, v in values.items()}
