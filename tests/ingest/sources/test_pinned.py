"""A name is resolved once, all its addresses are checked, and the connection goes to a checked one, also over TLS."""

from __future__ import annotations

import io
import ssl
from collections.abc import Iterator

import pytest
import trustme

from ingest.models import Refused
from ingest.sources.client import Client, Page, Reply
from ingest.sources.fetch import follow_to_the_end
from ingest.sources.link import parse_link
from ingest.sources.turns import Budget
from knowledge.settings import KnowledgeSettings
from tests.ingest.sources.conftest import SettingsFor
from tests.support.site import Site, open_site, page, redirect

AUTHORITY = trustme.CA()


def name_server(*answers: list[str]) -> tuple[list[str], object]:
    """A resolver that gives the answers one after the other, then the last one again, and the list of what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        if not found:
            raise OSError("no such name")
        return found

    return asked, resolve


async def get(client: Client, link: str) -> tuple[Reply, str]:
    body = io.BytesIO()
    try:
        reply = await follow_to_the_end(client, parse_link(link, client.settings), Page(body, 1 << 20, Budget(20)))
    finally:
        await client.close()
    return reply, body.getvalue().decode()


async def test_the_connection_goes_to_the_checked_address_under_the_name(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/a"] = page("Thông báo")
    asked, resolve = name_server(["127.0.0.1"])
    reply, body = await get(Client(settings_for(site), resolve), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]
    assert reply.status == 200
    assert "Thông báo" in body
    assert site.asked[0].host == f"van-ban.test:{site.port}"
    assert asked == ["van-ban.test"]


async def test_a_name_that_changes_its_mind_is_not_asked_again(site: Site, settings_for: SettingsFor) -> None:
    """DNS rebinding: public at the check, inner at the connection. Here both answers are seen only if it is asked twice."""
    site.pages |= {"/a": redirect("/b"), "/b": page("Thông báo")}
    asked, resolve = name_server(["127.0.0.1"], ["127.0.0.2"])
    reply, _ = await get(Client(settings_for(site), resolve), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]
    assert reply.status == 200
    assert asked == ["van-ban.test"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.2"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["127.0.0.1", "10.0.0.1"],
        ["8.8.8.8", "192.168.1.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["fe80::1%lo"],
    ],
)
async def test_a_name_at_an_inner_address_is_refused_unasked(site: Site, settings_for: SettingsFor, addresses: list[str]) -> None:
    _, resolve = name_server(addresses)
    with pytest.raises(Refused, match="nội bộ"):
        await get(Client(settings_for(site), resolve), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]
    assert site.asked == []


async def test_a_name_that_nobody_has(site: Site, settings_for: SettingsFor) -> None:
    _, resolve = name_server([])
    with pytest.raises(Refused, match=r"Không tìm thấy trang web “van-ban.test”"):
        await get(Client(settings_for(site), resolve), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]


async def test_the_next_address_is_tried_when_one_is_dead(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/a"] = page("Thông báo")
    _, resolve = name_server(["127.0.0.9", "127.0.0.1"])
    settings = settings_for(site, link_private_networks="127.0.0.0/8")
    reply, _ = await get(Client(settings, resolve), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]
    assert reply.status == 200


def server_side(*names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(*names).configure_cert(context)
    return context


def client_side() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


@pytest.fixture
def named() -> Iterator[tuple[Site, list[str]]]:
    """A site over TLS whose certificate is for one name, and the names that clients greeted it with."""
    greeted: list[str] = []
    context = server_side("van-ban.test")
    context.sni_callback = lambda _socket, name, _context: greeted.append(name)  # type: ignore[assignment]
    with open_site(context=context) as opened:
        opened.pages["/a"] = page("Thông báo")
        yield opened, greeted


def trusting(settings: KnowledgeSettings, context: ssl.SSLContext) -> Client:
    _, resolve = name_server(["127.0.0.1"])
    return Client(settings, resolve, context)  # type: ignore[arg-type]


async def test_tls_greets_and_checks_the_name_not_the_address(named: tuple[Site, list[str]], settings_for: SettingsFor) -> None:
    site, greeted = named
    reply, body = await get(trusting(settings_for(site), client_side()), site.url("/a", "van-ban.test"))
    assert (reply.status, "Thông báo" in body) == (200, True)
    assert greeted == ["van-ban.test"]


@pytest.mark.parametrize("host", ["khac.test", "127.0.0.1"])
async def test_a_certificate_of_another_name_is_refused(named: tuple[Site, list[str]], settings_for: SettingsFor, host: str) -> None:
    site, _ = named
    with pytest.raises(Refused, match="Chứng chỉ"):
        await get(trusting(settings_for(site), client_side()), site.url("/a", host))
    assert site.asked == []


async def test_a_certificate_of_an_unknown_authority_is_refused(named: tuple[Site, list[str]], settings_for: SettingsFor) -> None:
    site, _ = named
    with pytest.raises(Refused, match="Chứng chỉ"):
        await get(Client(settings_for(site), name_server(["127.0.0.1"])[1]), site.url("/a", "van-ban.test"))  # type: ignore[arg-type]
    assert site.asked == []
