"""Which links are taken at all, and where a redirect may lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.address import Unsafe
from ingest.sources.link import Link, follow, parse_link
from knowledge.settings import KnowledgeSettings
from tests.conftest import make_settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeSettings:
    return make_settings(tmp_path_factory.mktemp("d") / "data", link_redirect_hosts="vpcp.vn, *.gov.vn")


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("HTTP://ChinhPhu.VN:80/a b?q=ữ#muc-2", "http://chinhphu.vn/a%20b?q=%E1%BB%AF"),
        ("https://chinhphu.vn", "https://chinhphu.vn/"),
        ("https://chinhphu.vn?x=1", "https://chinhphu.vn/?x=1"),
        ("https://chinhphu.vn/a%2Fb%20c", "https://chinhphu.vn/a%2Fb%20c"),
        ("https://vănbản.vn/", "https://xn--vnbn-0sa0266b.vn/"),
        (" https://[2001:4860:4860::8888]/x ", "https://[2001:4860:4860::8888]/x"),
    ],
)
def test_a_link_has_one_usual_form(settings: KnowledgeSettings, typed: str, usual: str) -> None:
    link = parse_link(typed, settings)
    assert str(link) == usual
    assert str(parse_link(usual, settings)) == usual


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ftp://chinhphu.vn/a", "http"),
        ("file:///etc/passwd", "http"),
        ("https://ten:mat-khau@chinhphu.vn/", "mật khẩu"),
        ("https://chinhphu.vn\\@10.0.0.1/", "mật khẩu"),
        ("https://chinhphu.vn:22/", "cổng 22"),
        ("https://chinhphu.vn:99999/", "cổng 99999"),
        ("https://chinhphu.vn:x/", "viết sai"),
        ("https:///a", "tên máy chủ"),
        ("https://a%00.vn/", "tên máy chủ"),
        ("https://a..vn/", "tên máy chủ"),
        ("https://-a.vn/", "tên máy chủ"),
        (f"https://{'a' * 64}.vn/", "tên máy chủ"),
        ("https://a.vn/\x00", "viết sai"),
        ("https://a.vn/" + "x" * 2000, "2000 ký tự"),
        ("http://2130706433/", "nội bộ"),
        ("http://0x7f.1/", "nội bộ"),
        ("http://017700000001/", "nội bộ"),
        ("http://127.1/", "nội bộ"),
        ("http://%31%32%37.0.0.1/", "nội bộ"),
        ("http://0177.0.0.1/", "viết sai"),
        ("http://[::1/", "viết sai"),
    ],
)
def test_what_is_no_link_is_refused_with_a_reason(settings: KnowledgeSettings, typed: str, reason: str) -> None:
    with pytest.raises(Unsafe, match=reason):
        parse_link(typed, settings)


@given(st.text(max_size=60))
def test_any_text_is_a_link_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    settings = make_settings(Path(tmp_path_factory.getbasetemp()) / "data")
    for typed in (text, f"http://{text}", f"https://a.vn/{text}", f"https://a.vn:{text}/"):
        try:
            link = parse_link(typed, settings)
        except Unsafe:
            continue
        assert link.host
        assert "@" not in link.url.netloc.decode()
        assert link.port in (80, 443)


def at(text: str, settings: KnowledgeSettings) -> Link:
    return parse_link(text, settings)


@pytest.mark.parametrize(
    ("start", "location", "end"),
    [
        ("http://a.vn/x", "https://a.vn/x", "https://a.vn/x"),
        ("http://a.vn/x", "https://www.a.vn/x", "https://www.a.vn/x"),
        ("https://www.a.vn/x", "//a.vn/y", "https://a.vn/y"),
        ("https://a.vn/x/y", "../z?q=1#f", "https://a.vn/z?q=1"),
        ("https://a.vn/", "/quyết định", "https://a.vn/quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh"),
        ("https://a.vn/", "https://vpcp.vn/1", "https://vpcp.vn/1"),
        ("https://a.vn/", "https://so.angiang.gov.vn/1", "https://so.angiang.gov.vn/1"),
    ],
)
def test_redirects_that_are_followed(settings: KnowledgeSettings, start: str, location: str, end: str) -> None:
    first = at(start, settings)
    assert str(follow(first, first, location, settings)) == end


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("https://b.vn/", "trang khác"),
        ("https://a.vn.b.vn/", "trang khác"),
        ("https://xgov.vn/", "trang khác"),
        ("https://gov.vn/", "trang khác"),
        ("http://a.vn/", "không còn an toàn"),
        ("http://127.0.0.1/", "nội bộ"),
        ("http://169.254.169.254/latest/meta-data/", "nội bộ"),
        ("http://[::ffff:169.254.169.254]/", "nội bộ"),
        ("http://2852039166/", "nội bộ"),
        ("file:///etc/passwd", "http"),
        ("gopher://a.vn/", "http"),
        ("javascript:alert(1)", "http"),
        ("https://u:p@a.vn/", "mật khẩu"),
        ("https://a.vn:22/", "cổng"),
        ("https://[", "viết sai"),
    ],
)
def test_redirects_that_are_not(settings: KnowledgeSettings, location: str, reason: str) -> None:
    first = at("https://a.vn/x", settings)
    with pytest.raises(Unsafe, match=reason):
        follow(first, first, location, settings)


def test_a_chain_is_held_to_the_link_that_was_asked_for(settings: KnowledgeSettings) -> None:
    """A host on the list may not vouch for further hosts."""
    first, through = at("https://a.vn/", settings), at("https://vpcp.vn/", settings)
    assert follow(first, through, "https://www.a.vn/", settings).host == "www.a.vn"
    with pytest.raises(Unsafe, match=r"trang khác \(www.vpcp.vn\)"):
        follow(first, through, "https://www.vpcp.vn/", settings)
