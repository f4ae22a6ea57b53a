"""Reading fields that a platform may leave out, or fill with something else."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

_LONGEST_ID = 100


def record(value: Any) -> dict[str, Any]:
    """An object; an empty one when it is none."""
    return value if isinstance(value, dict) else {}


def words(value: Any) -> str:
    """A text; "" when it is none."""
    return value if isinstance(value, str) else ""


def name(value: Any) -> str:
    """An id: text or a number, as text; "" when it is none."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def moment(value: Any) -> datetime | None:
    """Milliseconds since 1970, as a number or as text."""
    try:
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def event_id(event: str, message_id: str, raw: Any) -> str:
    """What makes an event one of a kind. Without a message id, or with one that is no id, the hash of it all; that hides who
    it was, too.
    """
    if message_id and len(message_id) <= _LONGEST_ID:
        return f"{event[:50]}:{message_id}"
    return f"{event[:50]}:{hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()}"
