"""Following a link to its end: every hop is checked like the first, five at most, within one budget of time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from ingest.models import Refused
from ingest.sources.client import Client, Page, Reply
from ingest.sources.link import Link, follow

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
Allowed = Callable[[Link], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site gave to tell later whether a page changed, and the page it gave it for."""

    final_url: str = ""
    etag: str | None = None
    last_modified: str | None = None

    def headers(self, link: Link) -> dict[str, str]:
        """A conditional request, for the very page that these are of: another page may carry the same ones."""
        if str(link) != self.final_url:
            return {}
        named = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in named if value}


async def follow_to_the_end(
    client: Client, first: Link, page: Page, *, allowed: Allowed | None = None, validators: Validators | None = None
) -> Reply:
    """The first reply that is no redirect. `allowed` is asked before each hop, and also makes requests wait their turn.

    Raises:
        Refused: a hop leads where links may not go, there are too many, or the site fails.
    """
    link, met = first, set[str]()
    for _ in range(MOST_REDIRECTS + 1):
        if allowed:
            async with page.budget.spent():
                await client.addresses(link)
            await allowed(link)
        headers = validators.headers(link) if validators else {}
        reply = await client.send(link, page, headers, spaced=allowed is not None and link.host not in met)
        if reply.status not in _REDIRECTS:
            return reply
        met.add(link.host)
        link = follow(first, link, _location(reply.headers), client.settings)
    raise Refused(f"Liên kết chuyển tiếp quá {MOST_REDIRECTS} lần nên không được tải.")


def _location(headers: Mapping[str, str]) -> str:
    location = headers.get("location", "")
    if not location:
        raise Refused("Liên kết chuyển tiếp mà không nói tới đâu.")
    return location
