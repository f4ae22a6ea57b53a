"""Where chunks stand on their pages: what PDFium finds inside a chunk's boxes are the chunk's words, and hardly more."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from ingest.chunker import chunks
from ingest.models import ChunkDraft, Refused
from ingest.readers import guard, image, pdf
from ingest.readers.page_image import page_png
from ingest.structure import sections
from knowledge.language.normalise import fold
from knowledge.models import Box
from tests.ingest.readers.test_pdf import GOAL, PRESS, letter, paper, paragraph
from tests.ingest.readers.test_pdf import pytestmark as needs_fonts

pytestmark = needs_fonts
ROOM = 2.0


def drafts(path: Path) -> list[ChunkDraft]:
    (document,) = image.read(path) if path.suffix == ".png" else pdf.read(path)
    return chunks("Văn bản", sections(document.blocks))


def inside(path: Path, boxes: tuple[Box, ...]) -> list[str]:
    """The words that the file's text layer has in the boxes, read by PDFium."""
    found: list[str] = []
    with pypdfium2.PdfDocument(path) as file:
        for box in boxes:
            page = file[box.page - 1]
            left, _, _, high = page.get_bbox()
            assert page.get_rotation() == 0
            sides = (left + box.x0 - ROOM, high - box.y1 - ROOM, left + box.x1 + ROOM, high - box.y0 + ROOM)
            found += page.get_textpage().get_text_bounded(*sides).split()
    return found


def assert_covered(path: Path) -> None:
    """Every chunk has boxes, on its own page first, and they hold its words and at most what shares its first and last line."""
    for draft in drafts(path):
        assert draft.boxes, draft.text
        assert draft.boxes[0].page == draft.page
        seen, words = inside(path, draft.boxes), draft.text.split()
        assert set(words) <= set(seen), (draft.text, seen)
        assert len(seen) <= len(words) + 30, (draft.text, seen)


def saved(made: Any, tmp_path: Path) -> Path:
    path = tmp_path / "van-ban.pdf"
    made.output(str(path))
    return path


def test_a_letter(tmp_path: Path) -> None:
    assert_covered(saved(letter(paper()), tmp_path))


def test_long_paragraphs_that_go_on_over_the_page(tmp_path: Path) -> None:
    made = paper(running=True)
    for n in range(1, 5):
        paragraph(made, f"Điều {n}. Nội dung")
        paragraph(made, " ".join(f"Câu thứ {k} của điều {n}. {GOAL} {PRESS}" for k in range(1, 9)))
    path = saved(made, tmp_path)
    found = drafts(path)
    assert_covered(path)
    assert any(len({box.page for box in draft.boxes}) == 2 for draft in found)
    assert {draft.page for draft in found} == set(range(1, made.page_no() + 1))


def test_two_columns_have_a_box_each(tmp_path: Path) -> None:
    made = paper()
    made.set_font("serif", size=10)
    with made.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        columns.write("\n\n".join(f"Đoạn số {n} của bản tin. {GOAL} {PRESS}" for n in range(1, 10)))
    path = saved(made, tmp_path)
    assert_covered(path)
    assert max(box.x1 - box.x0 for draft in drafts(path) for box in draft.boxes) < 300


def test_rows_of_a_table_over_pages(tmp_path: Path) -> None:
    made = paper(running=True)
    with made.table(col_widths=(10, 60, 40), repeat_headings=0) as table:
        table.row(("STT", "Nội dung", "Cơ quan chủ trì"))
        for n in range(1, 41):
            table.row((str(n), f"Nhiệm vụ thứ {n}: xây dựng nền tảng dữ liệu dùng chung của tỉnh", "Sở Khoa học và Công nghệ"))
    path = saved(made, tmp_path)
    for draft in drafts(path):
        seen = inside(path, draft.boxes)
        numbers = [line.split(";")[0].removeprefix("STT: ") for line in draft.text.split("\n") if line.startswith("STT: ")]
        assert numbers
        assert set(numbers) <= set(seen)
        assert {box.page for box in draft.boxes} == {draft.page}


def test_a_cut_page(tmp_path: Path) -> None:
    path = saved(letter(paper()), tmp_path)
    with pypdfium2.PdfDocument(path) as file:
        file[0].set_cropbox(20, 30, 580, 820)
        file.save(str(tmp_path / "cat.pdf"))
    assert_covered(tmp_path / "cat.pdf")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_is_read_and_framed_as_shown(tmp_path: Path, turn: int) -> None:
    """Wide annexes lie on upright pages that are turned when shown: here the text is drawn the other way round first."""
    path = saved(letter(paper()), tmp_path)
    with pypdfium2.PdfDocument(path) as file:
        page, (width, height) = file[0], file[0].get_size()
        a, b, c, d, e, f = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}[turn]
        raw, whole = pypdfium2.raw, pypdfium2.raw.FS_RECTF(0, 2000, 2000, 0)
        assert raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(a, b, c, d, e, f), whole)
        page.set_mediabox(0, 0, *((height, width) if turn % 180 else (width, height)))
        page.set_rotation(turn)
        file.save(str(tmp_path / "xoay.pdf"))
    upright, shown = drafts(path), drafts(tmp_path / "xoay.pdf")
    assert [draft.text for draft in shown] == [draft.text for draft in upright]
    for one, other in zip(upright, shown, strict=True):
        for a, b in zip(one.boxes, other.boxes, strict=True):
            assert max(abs(x - y) for x, y in zip(a[1:], b[1:], strict=True)) < 3


@pytest.mark.parametrize(("quarters", "degrees"), [(0, 0.0), (0, 2.0), (1, 0.0), (3, -1.5), (2, 0.0)])
def test_a_scan_is_framed_as_it_lies_in_the_file(tmp_path: Path, quarters: int, degrees: float) -> None:
    source = saved(letter(paper()), tmp_path)
    with pypdfium2.PdfDocument(source) as file:
        sheet = file[0].render(scale=150 / 72).to_pil().convert("L")
    sheet = sheet.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC).rotate(-90 * quarters, expand=True)
    sheet.save(tmp_path / "quet.pdf", resolution=150)
    goal = next(draft for draft in drafts(tmp_path / "quet.pdf") if "thuc hien chien luoc quoc gia" in fold(draft.text))
    with pypdfium2.PdfDocument(tmp_path / "quet.pdf") as file:
        width, height = file[0].get_size()
    upright = tuple(_turned_back(box, quarters, width, height) for box in goal.boxes)
    seen = inside(source, upright)
    assert {"Thực", "Chiến", "2030,", "tỉnh."} <= set(seen)
    assert len(seen) <= 1.3 * len(goal.text.split()) + 6 + 10 * abs(degrees)


def _turned_back(box: Box, quarters: int, width: float, height: float) -> Box:
    page, x0, y0, x1, y1 = box
    for _ in range(quarters):
        x0, y0, x1, y1, width, height = y0, width - x1, y1, width - x0, height, width
    return Box(page, x0, y0, x1, y1)


def test_the_page_is_drawn_with_the_box(tmp_path: Path) -> None:
    path = saved(letter(paper()), tmp_path)
    draft = next(draft for draft in drafts(path) if GOAL in draft.text)
    plain, marked = (Image.open(io.BytesIO(page_png(path, 1, boxes))) for boxes in ((), draft.boxes[:1]))
    scale = plain.width / 595.28
    box = draft.boxes[0]
    changed = [
        (x, y) for x in range(0, plain.width, 7) for y in range(0, plain.height, 7) if plain.getpixel((x, y)) != marked.getpixel((x, y))
    ]
    assert changed
    assert all(scale * box.x0 - 6 <= x <= scale * box.x1 + 6 and scale * box.y0 - 6 <= y <= scale * box.y1 + 6 for x, y in changed)
    assert guard.page_png(path, 1, draft.boxes) == page_png(path, 1, draft.boxes)


def test_a_picture_is_drawn_with_the_box(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(saved(letter(paper()), tmp_path)) as file:
        file[0].render(scale=200 / 72).to_pil().save(tmp_path / "trang.png")
    draft = next(draft for draft in drafts(tmp_path / "trang.png") if "thuc hien chien luoc" in fold(draft.text))
    drawn = Image.open(io.BytesIO(page_png(tmp_path / "trang.png", 1, draft.boxes)))
    x, y = (1100 / (595.28 * 200 / 72) * side for side in (draft.boxes[0].x0, (draft.boxes[0].y0 + draft.boxes[0].y1) / 2))
    assert drawn.getpixel((round(x) - 3, round(y)))[2] > 200 > drawn.getpixel((round(x) - 3, round(y)))[0]


def test_what_has_no_such_page_says_so(tmp_path: Path) -> None:
    path = saved(letter(paper()), tmp_path)
    (tmp_path / "ghi-chu.txt").write_text("Ghi chú.", encoding="utf-8")
    for place, page, reason in ((path, 2, "không có trang 2"), (path, 0, "không có trang 0"), (tmp_path / "ghi-chu.txt", 1, "tệp PDF")):
        with pytest.raises(Refused, match=reason):
            guard.page_png(place, page)
    with pytest.raises(FileNotFoundError):
        guard.page_png(tmp_path / "khong-co.pdf", 1)
