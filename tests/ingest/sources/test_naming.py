"""What a fetched file is called, on any disk and as a document's id."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.link import parse_link
from ingest.sources.naming import file_name
from tests.conftest import make_settings

HOME = "https://vanban.chinhphu.vn"


def name(tmp_path: Path, path: str, **headers: str) -> str:
    link = parse_link(HOME + path, make_settings(tmp_path / "data"))
    return file_name(link, {key.replace("_", "-"): value for key, value in headers.items()})


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/files/Quyết định 127.PDF", {}, "Quyết định 127.pdf"),
        ("/tin/thong-bao", {"content_type": "text/html; charset=utf-8"}, "thong-bao.html"),
        ("/tin/thong-bao.aspx", {"content_type": "text/html"}, "thong-bao.html"),
        ("/default.aspx?pageid=27160", {"content_type": "text/html"}, "vanban-chinhphu-vn-default-aspx-pageid-27160.html"),
        ("/", {"content_type": "text/html"}, "vanban-chinhphu-vn.html"),
        ("/202565", {"content_type": "application/pdf"}, "vanban-chinhphu-vn-202565.pdf"),
        ("/tai-ve/qd127.doc", {"content_type": "text/html"}, "qd127.doc"),
        ("/download?id=1", {"content_disposition": 'attachment; filename="Báo cáo.docx"'}, "Báo cáo.docx"),
        ("/download?id=1", {"content_disposition": "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf"}, "Báo cáo.pdf"),
        ("/download?id=1", {"content_disposition": "attachment; filename=B%C3%A1o%20c%C3%A1o.pdf"}, "Báo cáo.pdf"),
        ("/x", {"content_disposition": 'attachment; filename="../../../etc/passwd.pdf"'}, "passwd.pdf"),
        ("/x", {"content_disposition": 'attachment; filename="C:\\\\Windows\\\\mat khau.pdf"'}, "mat khau.pdf"),
        ("/bao-cao", {"content_type": "application/octet-stream"}, "bao-cao"),
        ("/bao-cao.bin", {"content_type": "application/octet-stream"}, "bao-cao.bin"),
        ("/corpus.jsonl", {"content_type": "application/json"}, "corpus.jsonl"),
    ],
)
def test_a_file_is_called_what_it_is(tmp_path: Path, path: str, headers: dict[str, str], expected: str) -> None:
    assert name(tmp_path, path, **headers) == expected


@given(st.text(max_size=300), st.text(max_size=200))
def test_any_name_is_safe(tmp_path_factory: pytest.TempPathFactory, path: str, given_name: str) -> None:
    link = parse_link(HOME + "/" + "".join(c for c in path if c.isprintable()), make_settings(tmp_path_factory.getbasetemp() / "data"))
    for headers in ({}, {"content-disposition": f'attachment; filename="{given_name}"'}):
        made = file_name(link, headers)
        assert Path(made).name == made
        assert not made.startswith(".")
        assert 0 < len(made.encode()) <= 255
        assert made.isprintable()
