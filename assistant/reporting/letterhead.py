"""Who reports to whom: what a report needs beside its figures. Staff write it on the settings page; what they left out is dotted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assistant.settings import Settings

OVERRIDE = "report:letterhead"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`parent` stands above the issuer; `symbol` follows the number ("BC-SKHCN"); `recipients` are lines without dash."""

    issuer: str = ""
    parent: str = ""
    place: str = ""
    symbol: str = ""
    addressee: str = ""
    signer_title: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""

    @classmethod
    def of(cls, settings: Settings, stated: Mapping[str, Any] | None = None) -> Letterhead:
        """What staff stated, else what the settings tell."""
        known = {one.name for one in fields(cls)}
        given = {name: value for name, value in (stated or {}).items() if name in known and value}
        if "recipients" in given:
            given["recipients"] = tuple(str(line) for line in given["recipients"])
        return cls(**{"issuer": settings.operator, **given})
