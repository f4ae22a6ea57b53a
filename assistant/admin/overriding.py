"""Changing one setting from a page: what the person looked at is handed back, and who comes second is told, with nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import run, ui
from sqlalchemy import Connection

from assistant.admin.acting import act
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.records.accounts import Role
from assistant.records.overrides import Override, Overrides
from assistant.records.versions import Overtaken

LONGEST = 300
"""Characters of a notice, a reason, or a contact."""


class Changing:
    """The overrides as this page saw them last."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._overrides = Overrides(visit.desk.engine)
        self.seen: Mapping[str, Override] = {}

    async def look(self) -> None:
        """Read them anew."""
        self.seen = dict(await run.io_bound(self._overrides.now) or {})

    def by(self, name: str) -> str:
        """Who changed it and when, for people; nothing while what the service was started with holds."""
        changed = self.seen.get(name)
        return say("settings.changed_by", account=changed.changed_by, at=written(changed.changed_at)) if changed else ""

    async def put(self, name: str, value: Any, **detail: Any) -> bool:
        """Let this hold; False when somebody else was quicker, and the person was told."""
        seen, who = self.seen.get(name), self._visit.account.name

        def work(db: Connection) -> None:
            self._overrides.put(db, name, value, who, seen)

        return await self._change("settings.put", name, work, {"value": value, **detail})

    async def drop(self, name: str, **detail: Any) -> bool:
        """Let what the service was started with hold again."""
        seen = self.seen.get(name)
        return await self._change("settings.drop", name, lambda db: self._overrides.drop(db, name, seen), detail)

    async def _change(self, action: str, name: str, work: Any, detail: Mapping[str, Any]) -> bool:
        try:
            await act(self._visit, action, name, work, role=Role.ADMIN, detail=detail)
        except Overtaken:
            ui.notify(say("settings.meanwhile"), type="warning", timeout=10000, close_button=True)
            return False
        finally:
            await self.look()
        return True
