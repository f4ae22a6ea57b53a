"""Web pages: what is read, and what is left out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from ingest.models import Block, RawDocument, Refused
from ingest.readers import html

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Thông báo | Cổng tỉnh</title><style>p {{}}</style></head><body>
<header role="banner"><a href="/">Trang chủ</a></header><nav><ul><li><a href="/a">Giới thiệu</a></li></ul></nav>
<div class="left-menu"><ul><li><a>Lịch tiếp dân</a></li></ul></div>
<div id="content"><h1>Thông báo mở lớp tập huấn</h1><p>Sở Khoa học và Công nghệ mở lớp tập huấn về <b>trí tuệ nhân tạo</b>
cho cán bộ cấp xã, thời gian từ ngày 10 tháng 6.</p><p>Đăng ký trước ngày 01/6,<br>tại Văn phòng Sở.</p>
<ul><li>Mang theo thẻ cán bộ;</li><li>Mang theo máy tính.</li></ul>
<table><tr><th>Buổi</th><th>Nội dung</th></tr>
<tr><td>Sáng</td><td>Khái niệm chung</td></tr><tr><td>Chiều</td><td>Thực hành</td></tr></table>
</div><script>var x = "không đọc";</script>
<div class="related"><p>Tin liên quan</p></div><footer>Bản quyền thuộc cổng tỉnh</footer></body></html>"""
MAIN = (
    Block("Thông báo mở lớp tập huấn", "heading", 1),
    Block("Sở Khoa học và Công nghệ mở lớp tập huấn về trí tuệ nhân tạo cho cán bộ cấp xã, thời gian từ ngày 10 tháng 6."),
    Block("Đăng ký trước ngày 01/6,\ntại Văn phòng Sở."),
    Block("- Mang theo thẻ cán bộ;", "item"),
    Block("- Mang theo máy tính.", "item"),
    Block("Buổi | Nội dung\nBuổi: Sáng; Nội dung: Khái niệm chung\nBuổi: Chiều; Nội dung: Thực hành"),
)


def read(tmp_path: Path, data: bytes) -> RawDocument:
    path = tmp_path / "trang.html"
    path.write_bytes(data)
    (document,) = html.read(path)
    return document


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_the_main_text_is_read_without_menus(tmp_path: Path, charset: str) -> None:
    document = read(tmp_path, PAGE.format(charset=charset).encode(charset))
    assert document.title == "Thông báo | Cổng tỉnh"
    assert document.blocks == MAIN


def test_a_page_in_vntime(tmp_path: Path) -> None:
    old = "<html><body><p><font face='.VnTime'>C¨n cø NghÞ ®Þnh cña ChÝnh phñ vÒ viÖc b¶o vÖ m«i tr\xadêng</font></p></body></html>"
    document = read(tmp_path, old.encode("latin-1"))
    assert [block.text for block in document.blocks] == ["Căn cứ Nghị định của Chính phủ về việc bảo vệ môi trường"]


def test_a_page_of_links_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read(tmp_path, b"<html><body><nav><a>Trang ch\xe1\xbb\xa7</a></nav></body></html>")


def test_a_page_nested_without_end_is_read_or_refused(tmp_path: Path) -> None:
    with suppress(Refused):
        read(tmp_path, b"<html><body>" + b"<div>" * 5000 + "Nội dung chính".encode())
