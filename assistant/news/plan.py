"""How news is told here: the settings that matter, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from assistant.news.hours import QuietHours
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """`reminders`: so many days before a deadline or start. `digest_above`: more news than that becomes one message. `wait`:
    so long a release must stand before anybody hears of it. `wants`, `subscriptions`: for how long we promise to tell.
    """

    quiet: QuietHours = field(default_factory=QuietHours)
    reminders: tuple[int, ...] = (3, 1)
    digest_above: int = 3
    wait: timedelta = timedelta(minutes=10)
    wants: timedelta = timedelta(days=180)
    subscriptions: timedelta = timedelta(days=365)

    @classmethod
    def of(cls, settings: Settings) -> Plan:
        """As the settings say."""
        return cls(
            QuietHours.read(settings.news_quiet_hours),
            tuple(int(days) for days in settings.news_reminder_days.split(",") if days),
            settings.news_digest_above,
            timedelta(minutes=settings.news_wait_minutes),
            timedelta(days=settings.want_days),
            timedelta(days=settings.subscription_days),
        )
