"""A file that is not UTF-8 says in which old encoding it was; one that is says nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.models import RawDocument
from ingest.readers import read_file
from ingest.readers.encodings import note, noting
from tests.conftest import SHARED
from tests.support.every_format import windows_1258

TEXT = "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị chịu trách nhiệm thi hành."
TCVN3 = "QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký. C¸c c¬ quan, ®¬n vÞ chÞu tr¸ch nhiÖm thi hµnh."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), "UTF-16"),
        (unicodedata.normalize("NFD", TEXT).encode(), "Unicode NFD"),
        (windows_1258(TEXT), "windows-1258"),
        (TCVN3.encode("cp1252"), "TCVN3"),
    ],
)
def test_the_encoding_is_told_and_the_text_comes_out_the_same(tmp_path: Path, data: bytes, encoding: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    [raw] = read_file(path)
    assert isinstance(raw, RawDocument)
    assert raw.metadata.get("encoding") == encoding
    assert raw.blocks[0].text == TEXT


def test_legacy_files_name_their_font_encoding() -> None:
    folder = SHARED / "data" / "legacy"
    if not folder.is_dir():
        pytest.skip("../shared/data/legacy is not here")
    for path in sorted(folder.iterdir()):
        if not path.name.endswith(".truth.txt"):
            assert [raw.metadata["encoding"] for raw in read_file(path) if isinstance(raw, RawDocument)] == ["TCVN3"], path.name


def test_a_file_inside_a_file_has_notes_of_its_own() -> None:
    with noting() as outer:
        with noting() as inner:
            note("vni")
        note("utf-8")
        note("tcvn3")
    note("vps")
    assert (outer, inner) == ({"TCVN3"}, {"VNI"})
