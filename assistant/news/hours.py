"""When nobody wants to hear from us: quiet hours, local to Viet Nam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.clock import HERE


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From this hour to that one, over midnight or not; the same hour twice: never."""

    first: int = 21
    end: int = 7

    @classmethod
    def read(cls, text: str) -> QuietHours:
        """ "21-7" """
        first, _, end = text.partition("-")
        return cls(int(first), int(end))

    def at(self, moment: datetime) -> bool:
        """Whether it is quiet at this moment."""
        hour = moment.astimezone(HERE).hour
        return self.first <= hour < self.end if self.first <= self.end else not self.end <= hour < self.first
