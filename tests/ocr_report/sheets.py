"""Pages of our own text as a scanner gives them: drawn in two fonts, then noisy, blurred, skewed, sealed."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
_FOLDER = Path("/usr/share/fonts/truetype")
# Times New Roman is what offices use; these have its shapes and widths. Fonts without Vietnamese letters are passed over.
_FONTS = {
    "DejaVu Serif": ("dejavu/DejaVuSerif{}.ttf", "", "-Bold"),
    "Liberation Serif": ("liberation2/LiberationSerif-{}.ttf", "Regular", "Bold"),
    "Liberation Serif (newer)": ("liberation/LiberationSerif-{}.ttf", "Regular", "Bold"),
    "Tinos": ("croscore/Tinos-{}.ttf", "Regular", "Bold"),
    "FreeSerif": ("freefont/FreeSerif{}.ttf", "", "Bold"),
}
_TELLING = "ổứễỷệậườọựẠỘ"
_RED = (204, 38, 42)


class Sheet(NamedTuple):
    """A picture of a page and what is written on it."""

    page: str
    font: str
    condition: str
    truth: str
    image: Image.Image


@cache
def fonts() -> dict[str, tuple[Path, Path]]:
    """DejaVu Serif and the first of the others that is installed, plain and bold."""
    found: dict[str, tuple[Path, Path]] = {}
    for name, (pattern, plain, bold) in _FONTS.items():
        pair = _FOLDER / pattern.format(plain), _FOLDER / pattern.format(bold)
        if len(found) < 2 and all(path.is_file() for path in pair) and _has_vietnamese(pair[0]):
            found[name] = pair
    return found


def _has_vietnamese(path: Path) -> bool:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return set(map(ord, _TELLING)) <= set(font.getBestCmap())


def sheets(pages: list[Path] | None = None, conditions: list[str] | None = None) -> Iterator[Sheet]:
    """Every page in every font and condition, always the same pictures."""
    for number, path in enumerate(pages or PAGES):
        truth = path.read_text(encoding="utf-8").strip()
        for name, (plain, bold) in fonts().items():
            for condition in conditions or CONDITIONS:
                dpi, spoil = CONDITIONS[condition]
                image = spoil(drawn(truth.split("\n"), plain, bold, dpi), dpi, np.random.default_rng(number))
                yield Sheet(path.stem, name, condition, truth, image)


def drawn(paragraphs: list[str], plain: Path, bold: Path, dpi: int) -> Image.Image:
    """An A4 page with these paragraphs; lines in capitals are centred and bold."""
    import pypdfium2
    from fpdf import FPDF

    made: Any = FPDF(format="A4")
    made.set_margins(30, 20, 20)
    made.add_font("f", "", plain)
    made.add_font("f", "B", bold)
    made.add_page()
    for text in paragraphs:
        made.set_font("f", "B" if text.isupper() else "", 11.5)
        made.multi_cell(0, 6.2, text, align="C" if text.isupper() else "J", new_x="LMARGIN", new_y="NEXT")
        made.ln(1.2)
    assert made.page_no() == 1, "a page of the report must fit on one sheet"
    with pypdfium2.PdfDocument(bytes(made.output())) as file:
        return file[0].render(scale=dpi / 72).to_pil().convert("RGB")


def clean(image: Image.Image, _dpi: int, _random: np.random.Generator) -> Image.Image:
    """As printed."""
    return image


def noisy(image: Image.Image, _dpi: int, random: np.random.Generator, strength: float = 18) -> Image.Image:
    """Grain, and specks of dust."""
    pixels = np.asarray(image).astype(np.float32)
    grain = pixels + random.normal(0, strength, pixels.shape[:2])[..., None]
    grain[random.random(pixels.shape[:2]) < 0.001] = 40
    return Image.fromarray(grain.clip(0, 255).astype(np.uint8))


def blurred(image: Image.Image, dpi: int, _random: np.random.Generator, strength: float = 1.3) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(strength * dpi / 200))


def skewed(image: Image.Image, _dpi: int, _random: np.random.Generator, degrees: float = 1.7) -> Image.Image:
    """Laid on the glass askew."""
    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def sealed(image: Image.Image, dpi: int, random: np.random.Generator) -> Image.Image:
    """A round red seal, 36 mm wide, stamped over the text."""
    size = int(36 / 25.4 * dpi)
    seal = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(seal)
    for inset, width in ((2, dpi // 50), (size // 7, dpi // 100)):
        pen.ellipse((inset, inset, size - inset, size - inset), outline=_RED, width=max(2, width))
    points = [
        (size / 2 + size * r * math.sin(k * math.pi / 5), size / 2 - size * r * math.cos(k * math.pi / 5))
        for k in range(10)
        for r in [0.16 if k % 2 == 0 else 0.07]
    ]
    pen.polygon(points, fill=_RED)
    _write_around(seal, "ỦY BAN NHÂN DÂN XÃ • TỈNH AN GIANG • ", dpi)
    left, top = (int(share * side) for share, side in zip((random.uniform(0.35, 0.6), random.uniform(0.3, 0.6)), image.size, strict=True))
    over = Image.new("RGB", image.size, "white")
    over.paste(seal.rotate(float(random.uniform(-20, 20)), fillcolor="white", resample=Image.Resampling.BICUBIC), (left, top))
    ink = 1 - 0.85 * (1 - np.asarray(over).astype(np.float32) / 255)
    return Image.fromarray((np.asarray(image) * ink).astype(np.uint8))


def _write_around(seal: Image.Image, text: str, dpi: int) -> None:
    size = seal.width
    font = ImageFont.truetype(str(next(iter(fonts().values()))[1]), max(8, dpi // 14))
    for number, letter in enumerate(text):
        tile = Image.new("RGB", (dpi // 6, dpi // 6), "white")
        ImageDraw.Draw(tile).text((dpi // 12, dpi // 12), letter, font=font, fill=_RED, anchor="mm")
        angle = 360 * number / len(text)
        tile = tile.rotate(-angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
        x, y = (size / 2 + 0.43 * size * f(math.radians(angle)) for f in (math.sin, lambda a: -math.cos(a)))
        place = (int(x - tile.width / 2), int(y - tile.height / 2))
        under = seal.crop((*place, place[0] + tile.width, place[1] + tile.height))
        seal.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(tile))), place)


def all_at_once(image: Image.Image, dpi: int, random: np.random.Generator) -> Image.Image:
    """A poor scan: blurred, grainy, askew, sealed, and saved small."""
    image = skewed(noisy(blurred(image, dpi, random, 1.0), dpi, random, 10), dpi, random, -1.2)
    stream = io.BytesIO()
    sealed(image, dpi, random).save(stream, "JPEG", quality=50)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


Spoil = Callable[[Image.Image, int, np.random.Generator], Image.Image]
CONDITIONS: dict[str, tuple[int, Spoil]] = {
    "clean, 200 dpi": (200, clean),
    "noise, 200 dpi": (200, noisy),
    "blur, 200 dpi": (200, blurred),
    "skew, 200 dpi": (200, skewed),
    "red seal, 200 dpi": (200, sealed),
    "all of these, 150 dpi": (150, all_at_once),
}
