"""Everything the channels read and write, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from assistant.records.chats import ChatBook
from assistant.records.credentials import Credentials
from assistant.records.inbox import Inbox
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from assistant.records.marks import Links, Marks
from assistant.records.outbox import Outbox
from assistant.records.owners import Owner
from assistant.records.sealing import Seal
from assistant.records.subscriptions import Subscriptions
from assistant.records.wants import Wants
from knowledge.database import open_database
from knowledge.locks import Locks


@dataclass(frozen=True, slots=True)
class ChannelRecords:
    """The tables of `channel_tables`, one object for each job. Safe from many threads; all calls block."""

    engine: Engine
    seal: Seal
    owner: Owner
    locks: Locks
    inbox: Inbox
    outbox: Outbox
    chats: ChatBook
    marks: Marks
    links: Links
    credentials: Credentials
    wants: Wants
    subscriptions: Subscriptions

    @classmethod
    def open(cls, url: str, data_dir: Path, *, secret: str = "", keep: timedelta = timedelta(days=30), places: int = 3) -> ChannelRecords:
        """Open the database at `url`, migrated, and become one of the processes that share it.

        `secret`: for pseudonyms and letters; empty: kept in `data_dir`. `keep`: how long a chat is remembered after its last
        message. `places`: how many questions of one chat may wait.
        """
        engine = open_database(url, MIGRATIONS, VERSION_TABLE)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _overwrite_what_is_deleted)
            engine.dispose()
        seal = Seal.load(secret, data_dir)
        owner = Owner(engine, data_dir / "run")
        return cls(
            engine,
            seal,
            owner,
            Locks(engine, data_dir / "run"),
            Inbox(engine, seal, owner.name, places),
            Outbox(engine, seal, owner.name),
            ChatBook(engine, seal, keep),
            Marks(engine, seal),
            Links(engine),
            Credentials(engine, seal),
            Wants(engine, seal),
            Subscriptions(engine),
        )

    def close(self) -> None:
        """Hand back what is not done, and let go of connections."""
        self.owner.leave()
        self.engine.dispose()


def _overwrite_what_is_deleted(connection: Any, _record: Any) -> None:
    """Deleted text does not stay behind in the free pages of the file."""
    connection.execute("PRAGMA secure_delete=ON")
