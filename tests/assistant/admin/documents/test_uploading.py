"""Uploads as a browser or a bad one sends them: nothing half, nothing twice, nothing from who may not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import httpx
import pytest

from assistant.admin.documents.shelf import Shelf
from assistant.admin.gate import COOKIE
from assistant.records.accounts import Role
from tests.support.admin import Site
from tests.support.kept_documents import LARGEST

ADDRESS = "/admin/van-ban/tep"


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False, cookies={COOKIE: site.person("bien.tap", Role.EDIT)}) as opened:
        yield opened


@pytest.fixture
def shelf(site: Site) -> Iterator[Shelf]:
    assert site.desk.shelf is not None
    yield site.desk.shelf
    site.desk.shelf.tray.discard(names(site.desk.shelf))


def names(shelf: Shelf) -> list[str]:
    return [file.name for file in shelf.tray.files()]


def send(client: httpx.Client, name: str, content: bytes = b"x") -> httpx.Response:
    return client.post(ADDRESS, content=content, headers={"X-Ten-Tep": quote(name)})


def test_five_hundred_files_one_after_the_other_and_all_of_them_again(client: httpx.Client, shelf: Shelf) -> None:
    for n in [*range(500), *range(20)]:
        assert send(client, f"Văn bản {n}.txt", f"Nội dung {n}".encode()).status_code == 204
    assert len(names(shelf)) == 500, "a request that is sent again changes nothing"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.pdf", "../../../etc/cron.d/a.txt", "C:\\a\\b.docx", "=cmd|' /C calc'!A0.xlsx"])
def test_a_name_leads_nowhere(client: httpx.Client, shelf: Shelf, name: str) -> None:
    assert send(client, name).status_code == 204
    [kept] = names(shelf)
    assert not set(kept) & set('<>/\\|"')
    assert (shelf.tray.folder / kept).read_bytes() == b"x"


@pytest.mark.parametrize("name", ["a.exe", "", ".htaccess", "a.yaml", "van-ban"])
def test_what_is_never_read_is_refused_in_a_sentence(client: httpx.Client, shelf: Shelf, name: str) -> None:
    answer = send(client, name)
    assert (answer.status_code, answer.text) == (415, "Loại tệp này không đọc được.")
    assert names(shelf) == []


def test_what_is_too_large_is_refused_told_or_not(client: httpx.Client, shelf: Shelf) -> None:
    assert send(client, "a.txt", b"x" * (LARGEST + 1)).status_code == 413
    pieces = (b"x" * 100_000 for _ in range(20))  # without a length
    assert client.post(ADDRESS, content=pieces, headers={"X-Ten-Tep": "a.txt"}).status_code == 413
    assert list(shelf.tray.folder.iterdir()) == []


def test_an_upload_that_is_cut_off_leaves_nothing(client: httpx.Client, shelf: Shelf, site: Site) -> None:
    host, port = str(urlsplit(site.url).netloc).split(":")
    with socket.create_connection((host, int(port))) as line:
        head = f"POST {ADDRESS} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {COOKIE}={client.cookies[COOKIE]}\r\n"
        line.sendall(f"{head}X-Ten-Tep: a.txt\r\nContent-Length: 900000\r\n\r\n".encode() + b"x" * 500_000)
        until(lambda: any(shelf.tray.folder.glob(".*.part")))
    until(lambda: not list(shelf.tray.folder.iterdir()))


def test_who_may_not_edit_sends_nothing(site: Site, shelf: Shelf) -> None:
    with httpx.Client(base_url=site.url, trust_env=False, cookies={COOKIE: site.person("xem", Role.VIEW)}) as viewer:
        assert send(viewer, "a.txt").status_code == 403
        assert viewer.get("/admin/van-ban/tai-len").status_code == 403
        assert viewer.get("/admin/van-ban").status_code == 200
    foreign = {"Origin": "https://evil.example", "X-Ten-Tep": "a.txt"}
    with httpx.Client(base_url=site.url, trust_env=False, cookies={COOKIE: site.person("bien.tap", Role.EDIT)}) as editor:
        assert editor.post(ADDRESS, content=b"x", headers=foreign).status_code == 403
    assert names(shelf) == []


def until(happened: object) -> None:
    give_up = time.monotonic() + 30
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < give_up
        time.sleep(0.02)
