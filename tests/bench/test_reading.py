"""Reading against the targets of speed and memory, and how well the form of scanned papers is read. `make bench ARGS="-k reading"`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ingest.chunk_ids import chunks_of
from ingest.models import RawDocument
from ingest.official import describe
from ingest.readers import ocr, tesseract
from ingest.readers.guard import read_guarded, stop_workers
from ingest.readers.scans import cores, read_pictures
from tests.bench.bases import sentences
from tests.bench.test_bench import line
from tests.ingest import test_official as official
from tests.ingest.official_documents.paper import Paper
from tests.ingest.official_documents.render import as_scan
from tests.ingest.official_documents.written import PAPERS
from tests.ocr_report.sheets import PAGES, drawn, fonts
from tests.support.every_format import FONTS
from tests.support.shell import environment

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not FONTS.is_dir(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)"),
]
LONG = 500


def law(pages: int, path: Path) -> Path:
    """A text PDF of so many pages: articles of real sentences, a page number at each foot."""
    from fpdf import FPDF

    made: Any = FPDF(format="A4")
    made.add_font("serif", "", FONTS / "DejaVuSerif.ttf")
    made.set_font("serif", size=11)
    made.set_auto_page_break(False)
    draw, stock = random.Random(pages), [s for s in sentences() if 80 < len(s) < 400]
    for article in range(1, pages + 1):
        made.add_page()
        made.multi_cell(0, 6, f"Điều {article}. Nội dung thứ {article}", new_x="LMARGIN", new_y="NEXT")
        for clause in range(1, 9):
            text = draw.choice(stock)
            if made.get_y() < 240:
                made.multi_cell(0, 6, f"{clause}. {text[:1].upper()}{text[1:]}", align="J", new_x="LMARGIN", new_y="NEXT")
        made.set_y(-18)
        made.cell(0, 6, str(article), align="C")
    made.output(str(path))
    return path


@contextmanager
def timed() -> Iterator[Callable[[], tuple[float, float]]]:
    """Seconds on the clock and seconds that cores worked, for this process and the workers that have ended."""

    def now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time() + sum(os.times()[2:4])

    started = now()
    yield lambda: (now()[0] - started[0], now()[1] - started[1])


def test_reading_text_pdfs(tmp_path: Path) -> None:
    """Read in the worker, described, cut into chunks; the worker starts within the time."""
    path, best = law(LONG, tmp_path / "luat.pdf"), (1e9, 1e9)
    for _ in range(2):
        stop_workers()
        with timed() as took:
            (raw,) = read_guarded(path)
            assert isinstance(raw, RawDocument)
            chunks = list(chunks_of(describe(raw, "luat", str(path), "d"), raw))
            stop_workers()  # so that its time is counted
            best = min(best, took())
    assert len(chunks) > LONG
    wall, worked = best
    figure = f"{LONG / wall:.0f} pages/s ({LONG / worked:.0f} a second of one core)"
    line("text PDFs read, described and cut", figure, LONG / wall >= 40, ">= 40 pages/s")


_INGEST = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from ingest.readers import guard
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
def peak(process):
    return int(next(x for x in Path(f"/proc/{process}/status").read_text().splitlines() if x.startswith("VmHWM")).split()[1]) / 1024
base = KnowledgeBase(KnowledgeSettings())
report = ingest(base, [sys.argv[1]], dry_run=True)
worker = peak(guard._idle[-1].process.pid)
base.embedder.passages(["Điều 1. Nội dung thứ nhất của văn bản. " * 12] * 64)
print(report.documents[0].status.value, report.documents[0].chunks, peak("self"), worker)
"""


def test_memory_of_reading_a_pdf_of_500_pages(tmp_path: Path) -> None:
    """The process that ingests, with its embedder at work, and the worker that reads: both peaks together."""
    path = law(LONG, tmp_path / "luat.pdf")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_INGEST), str(path)],
        env=environment(tmp_path / "data"), capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    status, chunks, own, worker = done.stdout.split()
    assert (status, int(chunks) > LONG) == ("added", True)
    together = float(own) + float(worker)
    figure = f"{together:.0f} MB (ingest {float(own):.0f}, worker {float(worker):.0f})"
    line(f"memory of ingesting a PDF of {LONG} pages", figure, together < 700, "< 700 MB")


def test_reading_scans_with_trueocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Tesseract, which only reads a second time what trueocr is unsure of."""
    monkeypatch.setattr(tesseract, "installed", lambda: False)
    plain, bold = next(iter(fonts().values()))
    pictures = [(drawn(path.read_text(encoding="utf-8").strip().split("\n"), plain, bold, 200), 1.0) for path in PAGES]
    list(read_pictures(pictures[:1]))  # the networks are loaded
    with timed() as took:
        read = list(read_pictures(pictures * 4))
        wall, worked = took()
    assert all(len(lines) > 10 for lines in read)
    figure = f"{len(read) / wall:.2f} pages/s on {cores()} cores ({worked / len(read):.2f} s of one core a page)"
    line("scans read by trueocr", figure, len(read) / wall >= 2, ">= 2 pages/s")


@pytest.mark.skipif(not ocr.installed(), reason="trueocr is not installed")
def test_reading_the_form_of_every_paper_from_a_scan(tmp_path: Path) -> None:
    """`make test` scans a dozen papers; here it is all of them."""
    rows = tuple(_scanned(paper, tmp_path) for paper in PAPERS)
    for name in official.FIELDS:
        share = sum(row.right[name] for row in rows) / len(rows)
        line(f"{name} of {len(rows)} scanned papers", f"{share:.3f}", share >= official.FLOOR, f">= {official.FLOOR}")
    tree = official.tree_score(rows)
    line(f"tree of {len(rows)} scanned papers", f"{tree:.3f}", tree >= official.FLOOR, f">= {official.FLOOR}")
    print(*official.wrong(rows), sep="\n")


def _scanned(paper: Paper, folder: Path) -> official.Measured:
    return official._measure(paper, "scan", as_scan(paper, folder))
