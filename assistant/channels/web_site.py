"""What the pages for citizens need beside the assistant. Everything may be missing: then a page offers less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.dialogue.visitors import Visitors


@dataclass(frozen=True, slots=True)
class Door:
    """Another channel to go on with: its name as people know it, and the link that opens a chat there."""

    channel: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Site:
    """`visitors`: who agreed to be remembered; without it nobody is. `origins`: which sites may show the widget, as CSP sources.
    `doors`: the chat channels that are on, asked anew for each page, because a bot learns its name only after the start.
    """

    visitors: Visitors | None = None
    origins: tuple[str, ...] = ()
    doors: Callable[[], list[Door]] = field(default=list)


NO_SITE = Site()
