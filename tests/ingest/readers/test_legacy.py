"""Legacy fonts: real files of ../shared against their transcripts, and small files made here."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.models import RawDocument
from ingest.readers import read_file
from ingest.readers.legacy import Fonts, guessed_encoding, named_encoding
from ingest.readers.legacy_codes import CONVERT
from tests.support.accuracy import diacritic_accuracy

LEGACY = Path(__file__).parents[4] / "shared" / "data" / "legacy"
FILES = sorted(path for path in LEGACY.glob("*") if not path.name.endswith(".truth.txt")) if LEGACY.is_dir() else []
SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc; ngày lễ ở Đà Nẵng được nghỉ, kỳ thi tuyển dụng cán bộ trẻ"
NO_LEFTOVERS = "¸µ®"


def text_of(path: Path) -> str:
    documents = [raw for raw in read_file(path) if isinstance(raw, RawDocument)]
    return "\n".join(block.text for raw in documents for block in raw.blocks)


@pytest.mark.skipif(not FILES, reason="the legacy files of ../shared are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_come_back_with_their_diacritics(path: Path) -> None:
    got = text_of(path)
    truth = path.with_name(f"{path.name}.truth.txt").read_text(encoding="utf-8")
    assert diacritic_accuracy(truth, got) >= 0.97
    assert not set(got) & set(NO_LEFTOVERS)


def legacy_of(encoding: str, text: str) -> str:
    """The text in the codes of an old font: each letter by the shortest code that converts to it."""
    codes: dict[str, str] = {}
    marks = "ùøûõïâáàåãäêéèúüë" if encoding == "vni" else ""
    for first in [chr(n) for n in (*range(2, 0x7F), *range(0x80, 0x100))]:
        for second in ("", *marks, *marks.upper()):
            codes.setdefault(CONVERT[encoding](first + second), first + second)
    return "".join(c if c.isascii() else codes[c] for c in text)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
def test_each_table_brings_a_sentence_back(encoding: str) -> None:
    old = legacy_of(encoding, SENTENCE)
    assert old != SENTENCE
    assert CONVERT[encoding](old) == SENTENCE


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_the_encoding_is_guessed_without_a_font(encoding: str) -> None:
    assert guessed_encoding(legacy_of(encoding, SENTENCE)) == encoding


@pytest.mark.parametrize("text", [SENTENCE, "Le café est fermé à Noël, très tôt, déjà vu", "20 µm ± 3 ®", "plain text"])
def test_what_is_no_legacy_text_is_left_alone(text: str) -> None:
    assert Fonts([("Times New Roman", text)]).decode("Times New Roman", text) == text


def test_a_font_of_old_that_holds_unicode_is_left_alone() -> None:
    assert Fonts([(".VnTime", SENTENCE)]).decode(".VnTime", SENTENCE) == SENTENCE


@pytest.mark.parametrize(
    ("font", "encoding"),
    [(".VnTime", "tcvn3"), ("ABCDEF+.VnTimeH,Bold", "tcvn3"), ("VnTimeHBold", "tcvn3"), ("VNI-Times", "vni"), ("VPS Times", "vps"),
     ("VI Times", "viscii"), ("Times New Roman", None), ("Verdana", None), ("Vivaldi", None)],
)  # fmt: skip
def test_fonts_are_known_by_name(font: str, encoding: str | None) -> None:
    assert named_encoding(font) == encoding


def test_tcvn3_words_typed_in_capitals_become_capitals() -> None:
    assert CONVERT["tcvn3"]("NGHÞ §ÞNH CñA CHÝNH PHñ, Sè 5, Bé Tµi chÝnh") == "NGHỊ ĐỊNH CỦA CHÍNH PHỦ, Số 5, Bộ Tài chính"


def rtf_of(runs: list[tuple[int, str]]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(f"\\'{ord(c):02x}" if ord(c) > 126 or ord(c) < 32 else c for c in text)

    body = "".join(f"{{\\f{font} {escaped(text)}}}" for font, text in runs)
    fonts = "{\\f0\\fnil Times New Roman;}{\\f1\\fnil .VnTime;}{\\f2\\fnil VNI-Times;}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{fonts}}}{{\\header \\f0 dau trang\\par}}\\pard {body}\\par}}".encode("ascii")


def test_rtf_of_two_fonts_is_decoded_run_by_run(tmp_path: Path) -> None:
    path = tmp_path / "cu.rtf"
    path.write_bytes(rtf_of([(1, legacy_of("tcvn3", SENTENCE)), (0, " / "), (2, legacy_of("vni", SENTENCE))]))
    assert text_of(path) == f"{SENTENCE} / {SENTENCE}"


def test_xls_in_vntime(tmp_path: Path) -> None:
    import xlwt

    book, style = xlwt.Workbook(), xlwt.XFStyle()
    style.font.name = ".VnTime"
    sheet = book.add_sheet("Tong hop")
    rows = [("STT", "Tên đơn vị", "Số hồ sơ"), (1, "Sở Kế hoạch và Đầu tư", 120), (2, "Sở Tài chính", 80)]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, legacy_of("tcvn3", value) if isinstance(value, str) else value, style)
    book.save(str(tmp_path / "cu.xls"))
    assert "STT: 1; Tên đơn vị: Sở Kế hoạch và Đầu tư; Số hồ sơ: 120" in text_of(tmp_path / "cu.xls")


def test_plain_text_in_old_codes(tmp_path: Path) -> None:
    path = tmp_path / "cu.txt"
    path.write_bytes(legacy_of("tcvn3", SENTENCE).encode("latin-1"))
    assert text_of(path) == SENTENCE
    path.write_bytes("".join(_cp1258(SENTENCE)).encode("cp1258"))
    assert text_of(path) == SENTENCE


def _cp1258(text: str) -> list[str]:
    """windows-1258 has whole letters for hats and horns, and separate tone marks."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in decomposed if c in tones)
        pieces.append(unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in tones)) + tone)
    return pieces
