"""How many lines there are, and a digest of them all that does not depend on their order: two databases sort differently."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

_MODULUS = 2**256


@dataclass(slots=True)
class Tally:
    """The digest is the sum of the SHA-256 of every line."""

    rows: int = 0
    _sum: int = 0

    def add(self, line: bytes) -> None:
        """One more line."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(sha256(line).digest(), "big")) % _MODULUS

    @property
    def digest(self) -> str:
        """64 hex digits."""
        return f"{self._sum:064x}"
