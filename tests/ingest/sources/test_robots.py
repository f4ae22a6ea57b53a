"""robots.txt is asked first, once a run, and its answer holds for every hop."""

from __future__ import annotations

import asyncio
import time
from typing import BinaryIO

import pytest

from ingest.models import Refused
from ingest.sources.download import fetch_links
from ingest.sources.links import Download
from ingest.sources.turns import LONGEST_DELAY, Turns
from knowledge.settings import KnowledgeSettings
from tests.ingest.sources.conftest import SettingsFor
from tests.support.site import Answer, Asked, Site, page, redirect, reply


def rules(text: str) -> bytes:
    return reply(text.encode(), Content_Type="text/plain")


def outcome(link: str, settings: KnowledgeSettings) -> str:
    result = fetch_links([link], settings, {})[link]
    return "" if isinstance(result, Download) else str(result)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /rieng/", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: trolyai\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: TroLyAI\nAllow: /", "/a", True),
        ("User-agent: googlebot\nDisallow: /", "/a", True),
        ("<html><body>Trang chủ</body></html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_what_a_site_forbids_is_not_fetched(site: Site, settings_for: SettingsFor, text: str, path: str, allowed: bool) -> None:
    site.pages |= {"/robots.txt": rules(text), path: page("Thông báo")}
    reason = outcome(site.url(path), settings_for(site))
    assert ("robots.txt" in reason) is not allowed
    assert site.paths() == ([path] if allowed else [])


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden"])
def test_a_site_without_rules_allows_all(site: Site, settings_for: SettingsFor, status: str) -> None:
    site.pages |= {"/robots.txt": reply(b"", status), "/a": page("Thông báo")}
    assert outcome(site.url("/a"), settings_for(site)) == ""


def hang(_: Asked, out: BinaryIO) -> None:
    time.sleep(60)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(b"", "500 Internal Server Error"), "mã 500"),
        (reply(b"", "503 Service Unavailable"), "mã 503"),
        (reply(b"", "429 Too Many Requests"), "mã 429"),
        (hang, "quá 1 giây"),
        (redirect("/robots.txt"), "quá 5 lần"),
        (redirect("https://169.254.169.254/"), "nội bộ"),
        (rules("#" * (600 << 10)), "quá mức"),
        (rules("".join(f"User-agent: a{n}\n" for n in range(3000)) + "Disallow: /a\n" * 3000), "bất thường"),
    ],
    ids=["500", "503", "429", "hanging", "loop", "inner address", "large", "multiplying"],
)
def test_a_site_that_cannot_say_is_not_fetched_from(site: Site, settings_for: SettingsFor, answer: Answer | bytes, reason: str) -> None:
    site.pages |= {"/robots.txt": answer, "/a": page("Thông báo")}
    told = outcome(site.url("/a"), settings_for(site, link_seconds=1 if answer is hang else 20))
    assert "robots.txt" in told
    assert reason in told
    assert site.paths() == []


def test_it_is_asked_once_for_many_links(site: Site, settings_for: SettingsFor) -> None:
    site.pages |= {f"/{n}": page(f"Trang {n}") for n in range(3)} | {"/robots.txt": rules("User-agent: *\nDisallow: /2")}
    results = fetch_links([site.url(f"/{n}") for n in range(3)], settings_for(site), {})
    assert [isinstance(result, Refused) for result in results.values()] == [False, False, True]
    assert [asked.target for asked in site.asked].count("/robots.txt") == 1


def test_it_holds_for_where_a_redirect_leads(site: Site, settings_for: SettingsFor) -> None:
    site.pages |= {"/robots.txt": rules("User-agent: *\nDisallow: /rieng"), "/a": redirect("/rieng"), "/rieng": page("Mật")}
    assert "robots.txt" in outcome(site.url("/a"), settings_for(site))
    assert site.paths() == ["/a"]


def test_links_keep_the_distance_that_a_site_asks_for(site: Site, settings_for: SettingsFor) -> None:
    """A lower bound on time cannot be missed by a slow machine. Redirects and robots.txt do not wait."""
    arrived: list[float] = []

    def note(asked: Asked, out: BinaryIO) -> None:
        arrived.append(time.monotonic())
        out.write(page("Trang"))

    site.pages |= {"/robots.txt": rules("User-agent: *\nCrawl-delay: 0.5"), "/1": note, "/2": redirect("/3"), "/3": note}
    results = fetch_links([site.url("/1"), site.url("/2")], settings_for(site), {})
    assert all(isinstance(result, Download) for result in results.values())
    assert arrived[1] - arrived[0] >= 0.5


async def test_a_site_cannot_ask_for_more_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    turns = Turns()
    turns.space("a.vn", 86_400)
    for _ in range(2):
        async with turns.of("a.vn", spaced=True):
            pass
    assert len(slept) == 1
    assert LONGEST_DELAY - 30 < slept[0] <= LONGEST_DELAY
