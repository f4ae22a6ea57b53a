"""What staff typed into the form of a document, against what the document says; and what somebody else did meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.admin.documents.shelf import Opened
from assistant.admin.words import said_of
from knowledge.corrections import Correction
from knowledge.models import Document

DAYS = ("issued_on", "effective_from", "effective_to")
FIELDS = ("title", "kind", "number", "issuer", "signer", *DAYS, "replaced_by", "province", "url")


def shown_of(document: Document, correction: Correction | None) -> dict[str, str]:
    """The fields of the form as texts; days as in 2026-11-25. A correction that is not published yet is shown too."""
    pending = correction.stated if correction and correction.pending else {}
    return {name: str(pending.get(name, getattr(document, name)) or "") for name in FIELDS}


def stated_in(opened: Opened, before: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    """The correction to keep: what was kept already, and what differs now from what the form showed before."""
    known = dict(opened.correction.stated) if opened.correction else {}
    return {**known, **{name: value for name, value in typed.items() if value != before[name]}}


def fields_of(stated: Mapping[str, Any]) -> str:
    """The names of corrected fields, for people."""
    return ", ".join(said_of("documents.fields", name) for name in stated)
