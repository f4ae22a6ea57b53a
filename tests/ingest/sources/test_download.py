"""Links of a site that misbehaves: each ends with a reason, in bounded time and room, and the next one is fetched."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from pathlib import Path
from typing import BinaryIO

import pytest

from ingest.models import Refused
from ingest.sources.download import fetch_links
from ingest.sources.links import Download
from knowledge.settings import KnowledgeSettings
from tests.ingest.sources.conftest import SettingsFor
from tests.support.site import Answer, Asked, Site, open_site, page, redirect, reply

MEGABYTE = 1 << 20


def fetched(link: str, settings: KnowledgeSettings) -> Download:
    result = fetch_links([link], settings, {})[link]
    assert isinstance(result, Download), result
    return result


def refused(link: str, settings: KnowledgeSettings) -> str:
    result = fetch_links([link], settings, {})[link]
    assert isinstance(result, Refused), result
    assert left_over(settings) == []
    return str(result)


def left_over(settings: KnowledgeSettings) -> list[Path]:
    return list((settings.data_dir / "downloads").rglob("*.part"))


def test_a_page_is_kept_with_what_its_site_said(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/quyet-dinh-15.aspx"] = page("Quyết định 15", ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT")
    settings = settings_for(site, link_user_agent="TroLyAI/0.1 (+https://example.gov.vn)")
    got = fetched(site.url("/quyet-dinh-15.aspx?x=1"), settings)
    assert got.file.name == "quyet-dinh-15.html"
    assert "Quyết định 15" in got.file.read_text(encoding="utf-8")
    assert (got.fetch.etag, got.fetch.last_modified) == ('"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert got.fetch.final_url == got.fetch.location == site.url("/quyet-dinh-15.aspx?x=1")
    asked = site.asked[-1]
    assert asked.host == f"127.0.0.1:{site.port}"
    assert asked.headers["User-Agent"] == "TroLyAI/0.1 (+https://example.gov.vn)"
    assert asked.headers["Accept-Encoding"] == "gzip"


def test_redirects_within_the_host_are_followed(site: Site, settings_for: SettingsFor) -> None:
    site.pages |= {"/cu": redirect("/moi", "301 Moved Permanently"), "/moi": redirect("van-ban/a", "308 Permanent Redirect")}
    site.pages["/van-ban/a"] = page("Thông báo")
    got = fetched(site.url("/cu"), settings_for(site))
    assert (got.fetch.location, got.fetch.final_url) == (site.url("/cu"), site.url("/van-ban/a"))


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "nội bộ"),
        ("http://127.0.0.2:{port}/", "nội bộ"),
        ("http://[::1]:{port}/", "nội bộ"),
        ("http://[::ffff:7f00:1]:{port}/", "nội bộ"),
        ("http://2130706433:{port}/", "nội bộ"),
        ("http://0x7f000001:{port}/", "nội bộ"),
        ("http://127.1:{port}/", "nội bộ"),
        ("http://0.0.0.0:{port}/", "nội bộ"),
        ("http://93.184.216.34/", "trang khác"),
        ("http://127.0.0.1:6379/", "cổng 6379"),
        ("file:///etc/passwd", "http"),
        ("", "không nói tới đâu"),
        ("http://[x", "viết sai"),
    ],
)
def test_a_redirect_that_may_not_be_followed_is_not(site: Site, settings_for: SettingsFor, location: str, reason: str) -> None:
    site.pages["/a"] = redirect(location.format(port=site.port))
    assert reason in refused(site.url("/a"), settings_for(site))
    assert site.paths() == ["/a"]


def test_an_allowed_host_at_an_inner_address_is_still_refused(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/a"] = redirect(f"http://localhost:{site.port}/b")
    settings = settings_for(site, link_redirect_hosts=("localhost",), link_private_networks=())
    assert "nội bộ" in refused(site.url("/a"), settings)
    assert site.asked == []
    site.pages["/b"] = page("Thông báo")
    everywhere = settings_for(site, link_redirect_hosts="localhost", link_private_networks="127.0.0.0/8, ::1")
    assert fetched(site.url("/a"), everywhere).fetch.final_url == f"http://localhost:{site.port}/b"


@pytest.mark.parametrize("target", ["/a", "/b"])
def test_a_loop_of_redirects_ends(site: Site, settings_for: SettingsFor, target: str) -> None:
    site.pages |= {"/a": redirect(target), "/b": redirect("/a")}
    assert "quá 5 lần" in refused(site.url("/a"), settings_for(site))
    assert len(site.paths()) == 6


def endless(_: Asked, out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:  # until the other side hangs up
        out.write(b"x" * 65536)


def endless_chunks(_: Asked, out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        out.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def endless_headers(_: Asked, out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1 << 30):
        out.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))


def endless_welcome(_: Asked, out: BinaryIO) -> None:
    while True:
        out.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def bomb(encoding: str, packed: bytes) -> bytes:
    return reply(packed, Content_Type="text/plain", Content_Encoding=encoding)


NOTHING = gzip.compress(bytes(64 * MEGABYTE), 9)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless, "quá mức 1 MB"),
        (endless_chunks, "quá mức 1 MB"),
        (reply(b"x" * 100, Content_Length=str(2 * MEGABYTE)), "quá mức 1 MB"),
        (bomb("gzip", NOTHING), "quá mức 1 MB"),
        (bomb("deflate", zlib.compress(bytes(8 * MEGABYTE), 9)), "quá mức 1 MB"),
        (bomb("gzip", gzip.compress(b"x" * 600_000) * 2), "quá mức 1 MB"),
        (reply(gzip.compress(b"") * 60_000, Content_Encoding="gzip", Content_Length=""), "quá mức 1 MB"),
        (bomb("gzip, gzip", gzip.compress(NOTHING, 9)), "chưa đọc được (gzip, gzip)"),
        (bomb("br", b"\x1b\x00"), "chưa đọc được (br)"),
        (bomb("gzip", b"khong phai gzip"), "bị hỏng"),
        (bomb("gzip", gzip.compress(b"Quyet dinh " * 500)[:-12]), "cắt cụt"),
        (reply(b"Quyet dinh", Content_Length="500"), "ngắt kết nối"),
        (reply(b"Quyet dinh", Content_Length="-5"), "sai quy cách"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\nabcdefghi", "sai quy cách"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", "sai quy cách"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "sai quy cách"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "sai quy cách"),
        (b"", "sai quy cách"),
        (endless_headers, "sai quy cách"),
        (reply(b"", "404 Not Found"), "không còn nữa (mã 404)"),
        (reply(b"", "410 Gone"), "không còn nữa (mã 410)"),
        (reply(b"", "403 Forbidden"), "không cho tải"),
        (reply(b"", "429 Too Many Requests"), "quá nhiều"),
        (reply(b"", "500 Internal Server Error"), "mã 500"),
        (reply(b"", "304 Not Modified"), "mã 304"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "mã 204"),
        (reply(b"", "999 What"), "mã 999"),
    ],
)
def test_a_site_that_misbehaves(site: Site, settings_for: SettingsFor, answer: Answer | bytes, reason: str) -> None:
    site.pages["/a"] = answer
    assert reason in refused(site.url("/a"), settings_for(site, link_megabytes=1))


def test_a_packed_page_that_fits_is_unpacked(site: Site, settings_for: SettingsFor) -> None:
    text = "Quyết định này có hiệu lực kể từ ngày ký. " * 500
    site.pages["/a.txt"] = reply(gzip.compress(text.encode()), Content_Encoding="gzip", Content_Type="text/plain")
    assert fetched(site.url("/a.txt"), settings_for(site)).file.read_text(encoding="utf-8") == text


def drip(start: bytes) -> Answer:
    """Bytes one by one for as long as anybody listens: each comes in time, the whole never does."""

    def answer(site_asked: Asked, out: BinaryIO) -> None:
        out.write(start)
        while not threading.Event().wait(0.1):
            out.write(b"x")

    return answer


def silence(_: Asked, out: BinaryIO) -> None:
    threading.Event().wait(60)


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nX: "),
        drip(b""),
        silence,
        endless_welcome,
    ],
    ids=["body", "header", "status", "silence", "welcome"],
)
def test_a_slow_site_is_left_when_the_time_is_up(site: Site, settings_for: SettingsFor, answer: Answer) -> None:
    """Under the limit of one second, a hang would run into the test's own limit of minutes."""
    site.pages["/a"] = answer
    assert "quá 1 giây" in refused(site.url("/a"), settings_for(site, link_seconds=1))


def test_the_time_is_that_of_all_redirects_together(site: Site, settings_for: SettingsFor) -> None:
    def late(asked: Asked, out: BinaryIO) -> None:
        threading.Event().wait(0.6)
        out.write(redirect("/a"))

    site.pages["/a"] = late
    assert "quá 1 giây" in refused(site.url("/a"), settings_for(site, link_seconds=1))


def test_nobody_there(settings_for: SettingsFor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = Site(taken.getsockname()[1])
        assert "Không kết nối được" in refused(gone.url("/a"), settings_for(gone))


def test_a_disk_that_does_not_take_the_file_is_a_reason(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/a.txt"] = reply(b"x" * 1000)
    settings = settings_for(site)
    (settings.data_dir / "downloads").write_text("a file where the folder should be")
    assert "Không cất được" in str(fetch_links([site.url("/a.txt")], settings, {})[site.url("/a.txt")])


def test_links_of_one_host_come_one_at_a_time_and_others_beside_them(settings_for: SettingsFor) -> None:
    both_here = threading.Barrier(2, timeout=60)

    def meet(asked: Asked, out: BinaryIO) -> None:
        both_here.wait()  # only when the two sites are asked at the same time
        out.write(page(f"Trang {asked.target[1:]}"))

    with open_site() as one, open_site() as other:
        settings = settings_for(one, other, link_private_networks="127.0.0.0/8, ::1")
        one.pages |= {f"/{n}": page(f"Trang {n}") for n in range(4)}
        one.pages["/gap"] = other.pages["/gap"] = meet
        links = [one.url(f"/{path}") for path in ("gap", 0, 1, 2, 3)] + [other.url("/gap", "localhost")]
        results = fetch_links(links, settings, {})
    assert [type(results[link]).__name__ for link in links] == ["Download"] * 6
    assert one.most_at_work == 1


def test_one_that_fails_leaves_the_next_alone(site: Site, settings_for: SettingsFor) -> None:
    site.pages["/2"] = page("Thông báo")
    links = [site.url("/1"), site.url("/2"), "http://10.0.0.1/", "https://u:p@127.0.0.1/"]
    results = fetch_links(links, settings_for(site), {})
    assert [isinstance(results[link], Download) for link in links] == [False, True, False, False]


def test_the_proxy_of_the_environment_is_not_used(site: Site, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a"] = page("Thông báo")
    fetched(site.url("/a"), settings_for(site))


def test_the_proxy_of_the_settings_is(site: Site, settings_for: SettingsFor) -> None:
    """A proxy is asked for the whole address, and it finds the name; an inner address is not even asked for."""
    site.pages["http://khong-co-that.invalid/a"] = page("Thông báo")
    settings = settings_for(site, link_proxy=f"http://127.0.0.1:{site.port}")
    assert "mã 404" in refused("http://127.0.0.1:80/a", settings)
    asked = len(site.asked)
    assert "nội bộ" in refused("http://10.0.0.1/a", settings)
    assert len(site.asked) == asked
