"""Who sent a webhook: `X-ZEvent-Signature: mac=<hex>`, where mac is the SHA-256 of app id, body, timestamp and the secret key
of the Official Account. It is no HMAC. Sources differ on whether the timestamp is the body's or the header's: either will do.

Old timestamps are not refused, because Zalo itself repeats an event for nearly two hours. A repeated one is known by its id.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

HEADER, TIME_HEADER = "X-ZEvent-Signature", "X-ZEvent-Timestamp"


class Signature:
    """Checks what comes in for one app and one Official Account."""

    def __init__(self, app_id: str, secret_key: str) -> None:
        self._app_id = app_id
        self._key = secret_key

    @property
    def ready(self) -> bool:
        """Without a key nothing can be checked."""
        return bool(self._key)

    def mac(self, body: bytes, timestamp: str) -> str:
        """64 hexadecimal digits."""
        return hashlib.sha256(self._app_id.encode() + body + timestamp.encode("utf-8", "replace") + self._key.encode()).hexdigest()

    def fits(self, body: bytes, event: Any, headers: Mapping[str, str]) -> bool:
        """Whether Zalo sent these bytes, for our app. Takes the same time whatever was guessed right."""
        told = event if isinstance(event, dict) else {}
        given = headers.get(HEADER, "").strip().lower().removeprefix("mac=").encode()
        times = (str(told.get("timestamp", "")), headers.get(TIME_HEADER, ""))
        matches = [hmac.compare_digest(given, self.mac(body, time).encode()) for time in times]
        ours = hmac.compare_digest(str(told.get("app_id", "")).encode("utf-8", "replace"), self._app_id.encode())
        return self.ready and ours and any(matches)
