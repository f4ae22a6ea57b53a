"""Nothing below /admin opens without a session, and a session that is over opens nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from nicegui import app as nicegui_app
from starlette.routing import Mount

from assistant.admin.gate import COOKIE, OPEN
from assistant.admin.shell import shell
from assistant.records.accounts import Role
from assistant.records.writing import writing
from tests.support.admin import Site, admin_site, ready
from tests.support.browser import browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with admin_site(tmp_path_factory.mktemp("gate")) as running:
        yield running


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False) as opened:
        yield opened


def addresses() -> list[tuple[str, str]]:
    """(method, path) of every route that the admin app has, NiceGUI's own included; parts of a path are filled in."""
    found = []
    for context in iter_route_contexts([*shell().routes, *nicegui_app.routes]):
        route = context.original_route
        path = str(getattr(context, "path", None) or getattr(route, "path", ""))
        for mark in ("{", "}", ":path"):
            path = path.replace(mark, "")
        methods = getattr(route, "methods", None) or ("GET", "POST")
        found += [(method, f"{path}/x" if isinstance(route, Mount) else path) for method in methods]
    return sorted(set(found))


def test_every_address_without_a_session_leads_to_the_login_page(client: httpx.Client) -> None:
    walked = addresses()
    assert {("POST", "/dang-nhap"), ("GET", "/dang-xuat"), ("GET", "/"), ("GET", "/_nicegui_ws/x")} - set(walked) == {("GET", "/dang-xuat")}
    for method, path in walked:
        if path.startswith(OPEN):
            continue
        answer = client.request(method, f"/admin{path}")
        assert (answer.status_code, answer.headers.get("location", "").split("?")[0]) == (303, "/admin/dang-nhap"), (method, path)
        assert answer.content == b""


def test_what_the_login_page_leads_back_to_is_never_another_site(client: httpx.Client) -> None:
    for wanted in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"):
        page = client.get("/admin/dang-nhap", params={"tiep": wanted}).text
        assert 'name="next" value="/"' in page, wanted
    assert 'name="next" value="/cau-hoi"' in client.get("/admin/dang-nhap", params={"tiep": "/cau-hoi"}).text


def test_another_sites_page_can_send_nothing(site: Site, client: httpx.Client) -> None:
    client.cookies.set(COOKIE, site.person("an", Role.ADMIN), path="/admin")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/admin/dang-xuat", headers=headers).status_code == 403
    assert client.get("/admin/").status_code == 200


def test_pages_say_that_they_are_not_to_be_kept_nor_framed(site: Site, client: httpx.Client) -> None:
    client.cookies.set(COOKIE, site.person("an", Role.ADMIN), path="/admin")
    for path in ("/admin/", "/admin/dang-nhap"):
        headers = client.get(path, follow_redirects=False).headers
        policy = headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self' 'nonce-" in policy
        assert "unsafe-inline" not in policy.split("style-src")[0]


def test_a_socket_of_a_session_that_is_over_acts_no_more(site: Site) -> None:
    word = site.person("binh", Role.EDIT)
    with browser() as chromium:
        page = site.enter(chromium, word)
        page.goto(f"{site.url}/admin/")
        ready(page)
        account = site.desk.accounts.named("binh")
        assert account is not None
        with writing(site.desk.engine) as db:
            site.desk.sessions.end_all(db, account.id)
        page.evaluate("window.socket.emit('event', {client_id: window.clientId, id: 1, listener_id: 'x', args: []})")
        page.wait_for_url("**/admin/dang-nhap**")


def test_no_script_of_a_page_runs_without_the_nonce(site: Site) -> None:
    with browser() as chromium:
        page = site.enter(chromium, site.person("an", Role.ADMIN))
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{site.url}/admin/")
        ready(page)
        assert complaints == []
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked = 1'}))")
        assert page.evaluate("window.hacked") is None


def test_a_socket_without_a_session_is_refused(site: Site) -> None:
    import websockets.sync.client

    address = site.url.replace("http", "ws") + "/admin/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    word = site.person("an", Role.ADMIN)
    good: dict[str, Any] = {"Cookie": f"{COOKIE}={word}"}
    with websockets.sync.client.connect(address, additional_headers=good, origin=site.url, proxy=None) as socket:
        assert str(socket.recv(timeout=20)).startswith("0{")
    for headers, origin in (({}, site.url), (good, "https://evil.example"), (good, None)):
        with pytest.raises(websockets.exceptions.InvalidStatus):
            websockets.sync.client.connect(address, additional_headers=headers, origin=origin, proxy=None)


def test_two_servers_after_one_another_in_one_process(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with admin_site(tmp_path / name) as another, browser() as chromium:
            page = another.enter(chromium, another.person("an", Role.VIEW))
            page.goto(f"{another.url}/admin/")
            ready(page)
            assert page.locator("h1").inner_text() == "Tổng quan"
