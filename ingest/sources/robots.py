"""robots.txt (RFC 9309): what a site lets programs fetch, asked once a run and through the same guards as any link."""

from __future__ import annotations

import asyncio
import io
import re

from protego import Protego

from ingest.models import Refused
from ingest.sources.client import Client, Page, Reply
from ingest.sources.fetch import follow_to_the_end
from ingest.sources.link import Link, checked
from ingest.sources.turns import Budget

_MOST = 500 << 10
_MOST_SECONDS = 30.0
# The parser notes every rule under every name of its group: names times rules is what a hostile file can blow up.
_MOST_NOTES = 2_000_000
_NAME = re.compile(r"^\s*user[- ]?agent", re.IGNORECASE | re.MULTILINE)
_FORBIDDEN = "Trang web không cho chương trình tự động tải liên kết này (robots.txt). Hãy xin tệp từ nơi quản lý trang ấy."
_UNREAD = "Không đọc được quy định truy cập (robots.txt) của trang “{host}” nên liên kết chưa được tải. {reason}"


class Robots:
    """The rules of every origin met in a run. A site without the file allows all; one that cannot tell is not fetched from."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, asyncio.Task[Protego | Refused]] = {}
        # A browser-like suffix does not count: rules are for the first word, up to its version.
        self._name = client.settings.link_user_agent.split("/")[0].split(" ")[0]

    async def check(self, link: Link) -> None:
        """Let the link pass, and note how far apart the site wants to be asked.

        Raises:
            Refused: the site does not want it fetched, or cannot say.
        """
        if link.origin not in self._rules:
            self._rules[link.origin] = asyncio.create_task(self._read(link))
        rules = await asyncio.shield(self._rules[link.origin])
        if isinstance(rules, Refused):
            raise rules
        if not rules.can_fetch(str(link), self._name):
            raise Refused(_FORBIDDEN)
        self._client.turns.space(link.host, rules.crawl_delay(self._name) or 0.0)

    async def _read(self, link: Link) -> Protego | Refused:
        body = io.BytesIO()
        page = Page(body, _MOST, Budget(min(_MOST_SECONDS, self._client.settings.link_seconds)))
        file = checked(link.url.copy_with(raw_path=b"/robots.txt"), self._client.settings)
        try:
            reply = await follow_to_the_end(self._client, file, page)
            return _parsed(body.getvalue()) if reply.status == 200 else _without_a_file(reply)
        except Refused as refused:
            return Refused(_UNREAD.format(host=link.host, reason=refused))


def _without_a_file(reply: Reply) -> Protego:
    """No file, no rules; but a site in trouble, or one that asks for quiet, has not said yes."""
    if reply.status == 429 or not 400 <= reply.status < 500:
        raise Refused(f"Trang web báo lỗi (mã {reply.status}). Hãy thử lại sau.")
    return Protego.parse("")


def _parsed(body: bytes) -> Protego:
    text = body.decode("utf-8-sig", "replace")
    names = len(_NAME.findall(text))
    if names * (text.count("\n") + 1 - names) > _MOST_NOTES:
        raise Refused("Tệp này dài bất thường.")
    return Protego.parse(text)
