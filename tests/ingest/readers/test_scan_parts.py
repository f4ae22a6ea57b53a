"""What a scan goes through before it is read: coloured ink, blank backs, turning back; and pages read side by side."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.readers import ocr, progress, scans, tesseract
from ingest.readers.geometry import Turn
from ingest.readers.ink import black_of, gray_of, is_blank
from ingest.readers.lines import Line
from knowledge.language.normalise import fold

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
needs_font = pytest.mark.skipif(not FONT.is_file(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)")
TEXTS = [f"Điều {n}. Ban hành kế hoạch tập huấn số {n} cho cán bộ xã." for n in range(1, 9)]


def page(*, red: bool = False, colour: str = "black") -> Image.Image:
    made = Image.new("RGB", (1240, 900), "white")
    draw, font = ImageDraw.Draw(made), ImageFont.truetype(str(FONT), 34)
    for n, text in enumerate(TEXTS):
        draw.text((100, 80 + 90 * n), text, font=font, fill=colour)
    if red:
        seal = Image.new("RGB", made.size, "white")
        pen = ImageDraw.Draw(seal)
        pen.ellipse((420, 250, 820, 650), outline=(205, 40, 45), width=9)
        pen.text((470, 430), "ỦY BAN NHÂN DÂN XÃ", font=font, fill=(205, 40, 45))
        made = Image.fromarray(np.minimum(np.asarray(made), np.asarray(seal)))
    return made


def test_a_red_seal_fades_and_black_stays() -> None:
    pixels = np.full((100, 100, 3), 255, np.uint8)
    pixels[10:40] = 20
    pixels[30:34, :50] = (205, 40, 45)
    kept = black_of(Image.fromarray(pixels))
    assert kept is not None
    assert kept[31, 10] == 255
    assert kept[20, 10] == 20


def test_a_page_without_colour_or_printed_in_colour_is_left_as_it_is() -> None:
    gray = np.full((100, 100, 3), 255, np.uint8)
    gray[10:40] = 20
    assert black_of(Image.fromarray(gray)) is None
    assert black_of(Image.fromarray(gray).convert("L")) is None
    gray[10:40] = (30, 60, 200)
    assert black_of(Image.fromarray(gray)) is None


@needs_font
def test_a_seal_over_the_text_leaves_the_text() -> None:
    found = [fold(line.text).replace(" ", "") for line in ocr.page_lines(page(red=True))]
    assert [text[:20] for text in found] == [fold(text).replace(" ", "")[:20] for text in TEXTS]


@needs_font
def test_a_page_printed_in_blue_is_read() -> None:
    assert len(ocr.page_lines(page(colour="#1a3faa"))) == len(TEXTS)


def test_a_blank_back_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    dusty = np.full((1000, 800), 250, np.uint8)
    dusty[500:503, 300:303] = 0
    assert is_blank(dusty)
    monkeypatch.setattr(ocr, "read_page", lambda _: pytest.fail("a blank page was read"))
    assert ocr.page_lines(Image.fromarray(dusty)) == []


@needs_font
def test_a_line_is_not_blank() -> None:
    made = Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(made).text((100, 100), "Hết.", font=ImageFont.truetype(str(FONT), 34), fill=0)
    assert not is_blank(gray_of(made))


@pytest.mark.parametrize(("quarters", "degrees"), [(0, 0.0), (0, 3.0), (1, 0.0), (2, -2.0), (3, 1.0)])
def test_a_box_is_found_again_on_the_page_as_it_was(quarters: int, degrees: float) -> None:
    """A black spot is turned with the page as the recogniser turns it, and then looked for."""
    from ingest.readers.recogniser import recogniser

    sheet = np.full((400, 300), 255, np.uint8)
    sheet[60:80, 200:240] = 0
    turned = recogniser().turned(sheet, quarters, degrees)
    ys, xs = np.nonzero(turned < 128)
    box = Turn(300, 400, quarters, degrees).back((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    assert box == pytest.approx((200, 60, 240, 80), abs=4)


@needs_font
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_and_tilted_pages_are_put_upright(quarters: int) -> None:
    tilted = page().rotate(1.8, fillcolor="white", resample=Image.Resampling.BICUBIC).rotate(90 * quarters, expand=True)
    found = [fold(line.text) for line in ocr.page_lines(tilted)]
    assert [text[:20] for text in found] == [fold(text)[:20] for text in TEXTS]


@needs_font
@pytest.mark.skipif(not tesseract.installed(), reason="Tesseract with Vietnamese is not installed (apt install tesseract-ocr-vie)")
def test_tesseract_reads_many_lines_in_one_run() -> None:
    sheet = page()
    boxes = [(95.0, 76.0 + 90 * n, 1100.0, 126.0 + 90 * n) for n in range(len(TEXTS))]
    found = tesseract.read(gray_of(sheet), boxes)
    assert [" ".join(word for word, _ in line) for line in found] == TEXTS
    assert all(0 <= sure <= 1 for line in found for _, sure in line)


@needs_font
def test_a_tesseract_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "tesseract"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tesseract.read(gray_of(page()), [(0, 0, 100, 40)]) == [[]]


def test_pages_are_read_side_by_side_in_order_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages are in work at once: the first waits for the second to be begun."""
    second_began = threading.Event()

    def read(image: int, _: float) -> list[Line]:
        if image == 0:
            assert second_began.wait(60)
        elif image == 1:
            second_began.set()
        return [Line(str(image), 0, 1, 0, 1, 0, 1)]

    monkeypatch.setattr(ocr, "page_lines", read)
    monkeypatch.setattr(scans, "cores", lambda: 2)
    drawn: list[int] = []

    def pictures() -> object:
        for number in range(6):
            drawn.append(number)
            yield number, 1.0

    found = scans.read_pictures(pictures())  # type: ignore[arg-type]
    assert [line.text for line in next(found)] == ["0"]
    assert len(drawn) <= 4
    assert [lines[0].text for lines in found] == ["1", "2", "3", "4", "5"]


def test_progress_never_goes_back() -> None:
    told: list[tuple[int, int]] = []
    progress.listen(lambda done, total: told.append((done, total)))
    try:
        pages = progress.Pages(3)
        for done in (1, 2, 1, 2, 9):
            pages.done(done)
    finally:
        progress._listeners.clear()
    assert told == [(1, 3), (2, 3), (3, 3)]
