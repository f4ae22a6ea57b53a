"""Slips of a scanner: what is put right, and what is never touched."""

from __future__ import annotations

import pytest

from ingest.models import Block, Doubt, RawDocument, Spot
from ingest.slips import without_slips
from ingest.slips.fixed import with_fixed_words
from ingest.slips.names import untouchable
from knowledge.language.tones import ToneModel
from knowledge.models import Box

LEARNED = ToneModel.learn(
    [
        "Lễ kỷ niệm ngày thành lập tỉnh được tổ chức trang trọng.",
        "Ban tổ chức lễ kỷ niệm báo cáo Ủy ban nhân dân tỉnh.",
        "Điều lệ hợp tác xã do đại hội thông qua, điều lệ cũ hết hiệu lực.",
        "Quyền và nghĩa vụ của thành viên; quyền bỏ phiếu của thành viên.",
        "Ông Bùi Văn Hòa là trưởng ban tổ chức.",
    ]
    * 3
)


def repaired(text: str, readings: dict[int, list[tuple[str, float]]], page: int = 1) -> RawDocument:
    """A scanned block whose words at these numbers are in doubt."""
    words = text.split()
    doubts = tuple(Doubt(n, ((words[n], -0.3), *others)) for n, others in readings.items())
    block = Block(text, page=page, doubts=doubts, spots=(Spot(0, Box(page, 0, 0, 9, 9)),))
    return without_slips(RawDocument("", (block,), {"scanned_pages": [1]}), LEARNED)


@pytest.mark.parametrize(
    ("read", "doubts", "written"),
    [
        ("Lễ kỳ niệm ngày thành lập tỉnh", {1: [("kỷ", -2.5), ("ký", -4.0)]}, "Lễ kỷ niệm ngày thành lập tỉnh"),
        ("ĐIỂU LỆ HỢP TÁC XÃ", {0: [("ĐIỀU", -2.0), ("ĐIẾU", -2.2)]}, "ĐIỀU LỆ HỢP TÁC XÃ"),
        ("Quyển bỏ phiểu của thành viên.", {0: [("Quyền", -1.0)], 2: [("phiếu", -3.0)]}, "Quyền bỏ phiếu của thành viên."),
        ("báo cảo Ủy ban nhân dân tính.", {1: [("cáo", -1.0)], 6: [("tỉnh.", -1.5)]}, "báo cáo Ủy ban nhân dân tỉnh."),
    ],
)
def test_slips_of_tone_are_put_right(read: str, doubts: dict[int, list[tuple[str, float]]], written: str) -> None:
    document = repaired(read, doubts)
    assert document.blocks[0].text == written
    changed = [[1, a, b] for a, b in zip(read.split(), written.split(), strict=True) if a != b]
    assert document.metadata["ocr_repairs"] == changed
    assert document.blocks[0].doubts == ()


@pytest.mark.parametrize(
    ("read", "doubts"),
    [
        # The model knows "Bùi Văn Hòa" and "kỷ niệm", but these are names, numbers, or words of another shape.
        ("Ông Bủi Văn Hóa là trưởng ban tổ chức.", {1: [("Bùi", -1.0)], 3: [("Hòa", -1.0)]}),
        ("ÔNG BỦI VĂN HÓA", {1: [("BÙI", -1.0)], 3: [("HÒA", -1.0)]}),
        ("có 18 điều, ngày 15/3/2025", {1: [("13", -0.1)], 4: [("15/8/2025", -0.1)]}),
        ("Quyết định số 12/QĐ-UBNĐ", {3: [("12/QĐ-UBND", -0.1)]}),
        ("Lễ kỳ. niệm", {1: [("kỷ", -1.0)]}),
        ("Lễ kỳ niệm", {1: [("KỶ", -1.0), ("kỷ1", -1.0)]}),
        # The reader is as good as certain.
        ("Lễ kỳ niệm", {1: [("kỷ", -40.0)]}),
        # The catalogue knows no such word.
        ("nước lợ ven biển", {1: [("lờ", -0.5)]}),
    ],
)
def test_what_is_never_touched(read: str, doubts: dict[int, list[tuple[str, float]]]) -> None:
    document = repaired(read, doubts)
    assert document.blocks[0].text == read
    assert "ocr_repairs" not in document.metadata


def test_only_scanned_pages_are_repaired() -> None:
    block = Block("Noi nhận:", page=2)
    raw = RawDocument("", (block,), {"scanned_pages": [1]})
    assert without_slips(raw, LEARNED).blocks == (block,)
    plain = RawDocument("", (Block("Noi nhận:"),), {})
    assert without_slips(plain, LEARNED) is plain


def test_a_small_catalogue_is_helped_by_the_starter_documents() -> None:
    block = Block("chiến lược quốc gia vể trí tuệ nhân tạo", page=1, doubts=(Doubt(4, (("vể", -0.2), ("về", -2.0))),))
    document = without_slips(RawDocument("", (block,), {"scanned_pages": [1]}), ToneModel({}, {}))
    assert document.blocks[0].text == "chiến lược quốc gia về trí tuệ nhân tạo"


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("Noi nhận:", "Nơi nhận:"),
        ("NOI NHẬN:", "NƠI NHẬN:"),
        ("- Nhu trên;", "- Như trên;"),
        ("- Luu: VT, TH.", "- Lưu: VT, TH."),
        ("Kinh gửi: Bộ Tài chính", "Kính gửi: Bộ Tài chính"),
        ("CỘNG HOÀ XÃ HÔI CHÙ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Đôc lâp - Tư do - Hanh phủc", "Độc lập - Tự do - Hạnh phúc"),
        ("Điếu 5. Xử lý vi phạm", "Điều 5. Xử lý vi phạm"),
        ("Cản cứ Luật Đất đai;", "Căn cứ Luật Đất đai;"),
        ("Chuơng II", "Chương II"),
        ("Noi này rất nhân văn", "Noi này rất nhân văn"),
        ("điếu 5 con cá", "điếu 5 con cá"),
        ("Nhu cầu trên địa bàn", "Nhu cầu trên địa bàn"),
    ],
)
def test_the_form_makes_words_certain(read: str, written: str) -> None:
    assert with_fixed_words(read) == written


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Ông Lê Hữu Thuận phụ trách chung", {0, 1, 2, 3}),
        ("tỉnh Kiên Giang và Hải Phòng", {1, 2, 4, 5}),
        ("Lễ hội diễn ra ngày 15", {5}),
        ("bà Hảo phụ trách", {1}),
        ("theo Nghị định số 30/2020/NĐ-CP", {4}),
        ("XÃ VĨNH HÒA HƯNG NAM", {1, 2, 3}),
        ("NGUYỄN THỊ LỆ", {0, 1, 2}),
        ("ĐIỀU LỆ HỢP TÁC", set()),
        ("a) Thuế đất; Phí chợ", set()),
        ("UBND huyện họp", {0}),
    ],
)
def test_names_and_numbers_are_known(text: str, closed: set[int]) -> None:
    assert untouchable(text.split()) == closed
