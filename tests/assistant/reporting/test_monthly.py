"""The monthly report: right figures, in the form of Nghị định 30/2020/NĐ-CP, ready to sign."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from sqlalchemy import Engine

from assistant.moments import number
from assistant.records.log import QuestionLog
from assistant.reporting.figures import Asked, Figures, asked_in, figures_of
from assistant.reporting.letterhead import Letterhead
from assistant.reporting.month import Month
from assistant.reporting.monthly import file_name, write_report
from assistant.reporting.words import long_day, percent
from knowledge.catalogue import Catalogue
from knowledge.settings import KnowledgeSettings
from tests.assistant.conftest import make_assistant_settings
from tests.assistant.reporting.conftest import GAP
from tests.support.papers import changes, paper
from tests.support.shell import ROOT, run

BOT = str(ROOT / "bot.py")
OCTOBER = Month(2026, 10)
FULL = Letterhead(
    issuer="Sở Khoa học và Công nghệ",
    parent="Ủy ban nhân dân tỉnh An Giang",
    place="An Giang",
    symbol="BC-SKHCN",
    addressee="Ủy ban nhân dân tỉnh An Giang",
    signer_title="Giám đốc",
    signer_name="Nguyễn Văn A",
    recipients=("Như trên", "Lãnh đạo Sở", "Văn phòng <script>"),
    archive="CĐS",
)


@pytest.fixture
def catalogue(settings: KnowledgeSettings) -> Iterator[Catalogue]:
    """Without indexes: a report reads nothing but names."""
    opened = Catalogue.open(settings.resolved_database_url)
    opened.releases.activate(opened.releases.build(changes([paper("quyet-dinh-127-qd-ttg", "…", kind="Quyết định", number="127/QĐ-TTg")])))
    yield opened
    opened.close()


@pytest.fixture
def figures(records: Engine, catalogue: Catalogue) -> Figures:
    return figures_of(OCTOBER, records, catalogue)


@pytest.fixture
def written(figures: Figures, tmp_path: Path) -> Any:
    write_report(figures, FULL, tmp_path / file_name(figures), date(2026, 11, 5))
    return docx.Document(str(tmp_path / "bao-cao-thang-10-2026.docx"))


def words(written: Any) -> str:
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in written.paragraphs), *cells])


def test_a_month_is_one_of_viet_nam(records: Engine) -> None:
    assert Month.parse("2026-10") == OCTOBER
    assert (OCTOBER.before, Month(2026, 1).before, len(Month(2028, 2).days), len(Month(2026, 12).days)) == ((2026, 9), (2025, 12), 29, 31)
    assert str(OCTOBER.span[0]) == "2026-09-30 17:00:00+00:00"
    with pytest.raises(ValueError, match="unconverted"):
        Month.parse("2026-13")


def test_the_figures_are_those_of_people_in_the_month(figures: Figures) -> None:
    now = figures.now
    assert now.total == 134
    assert dict(now.families) == {"answered": 120, "unanswerable": 12, "blocked": 1, "error": 1}
    assert dict(now.channels) == {"web": 124, "telegram": 9, "zalo_oa": 1}
    assert sum(now.days.values()) == 134
    assert now.days[date(2026, 10, 1)] == 6
    assert now.gaps == [(GAP, 9)], "asked twice or more; single questions are not listed"
    assert now.seconds is not None
    assert now.seconds[0] == pytest.approx(0.65, rel=0.15)
    assert now.seconds[1] == pytest.approx(1.23, rel=0.15)
    assert dict(now.thumbs) == {"up": 3, "down": 1}
    assert figures.before.total == 2


def test_an_empty_log_makes_a_report_all_the_same(question_log: QuestionLog, catalogue: Catalogue, tmp_path: Path) -> None:
    assert asked_in(OCTOBER, question_log.engine) == Asked()
    empty = figures_of(OCTOBER, question_log.engine, catalogue)
    write_report(empty, Letterhead(), tmp_path / "b.docx")
    text = words(docx.Document(str(tmp_path / "b.docx")))
    assert "Trong tháng không có câu hỏi nào được ghi nhận." in text
    assert "ngày …… tháng …… năm 2026" in text
    assert "None" not in text
    assert "{" not in text


def test_the_head_has_the_form_of_the_decree(written: Any) -> None:
    head = written.tables[0]
    left, right = head.rows[0].cells
    lines = [p for p in right.paragraphs if p.text]
    assert [p.text for p in lines] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert all(p.runs[0].bold and Pt(12) <= p.runs[0].font.size <= Pt(14) for p in lines)
    parent, issuer = [p for p in left.paragraphs if p.text]
    assert (parent.text, parent.runs[0].bold) == ("ỦY BAN NHÂN DÂN TỈNH AN GIANG", False)
    assert (issuer.text, issuer.runs[0].bold) == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", True)
    number_cell, place = head.rows[1].cells
    assert number_cell.text == "Số:        /BC-SKHCN"
    assert (place.text, place.paragraphs[0].runs[0].italic) == ("An Giang, ngày 05 tháng 11 năm 2026", True)
    assert len(right._tc.findall(f".//{qn('w:pBdr')}")) == 1, "the rule below the motto"


def test_page_fonts_and_numbers_have_the_form_of_the_decree(written: Any) -> None:
    section = written.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer, "no number on the first page"
    assert "PAGE" in section.header._element.xml
    runs = [run for p in written.paragraphs for run in p.runs if run.text]
    assert {run.font.name for run in runs} == {"Times New Roman"}
    assert {run.font.size for run in runs} <= {Pt(13), Pt(14)}


def test_figures_tables_and_pictures_stand_in_it(written: Any) -> None:
    text = words(written)
    assert "Trong tháng có 134 câu hỏi, tăng 6.600,0% so với tháng trước (2 câu hỏi)" in text
    assert "89,6%" in text
    assert "3 lượt hài lòng, 1 lượt chưa hài lòng (tỷ lệ hài lòng 75,0%)" in text
    assert "Quyết định 127/QĐ-TTg" in text
    assert GAP in text, "as people typed it, as text"
    assert "Telegram" in text
    pictures = written.element.findall(f".//{qn('wp:docPr')}")
    assert [bool(picture.get("descr")) for picture in pictures] == [True, True]
    assert len(written.inline_shapes) == 2


def test_the_foot_names_recipients_and_signer(written: Any) -> None:
    left, right = written.tables[-1].rows[0].cells
    assert [p.text for p in left.paragraphs] == ["Nơi nhận:", "- Như trên;", "- Lãnh đạo Sở;", "- Văn phòng <script>;", "- Lưu: VT, CĐS."]
    assert [run.font.size for p in left.paragraphs for run in p.runs] == [Pt(12), *[Pt(11)] * 4]
    assert [p.text for p in right.paragraphs if p.text] == ["GIÁM ĐỐC", "Nguyễn Văn A"]


def test_days_and_numbers_are_written_as_the_decree_says() -> None:
    assert long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_day(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert (number(1234567), percent(0.9555), percent(None)) == ("1.234.567", "95,5%", "–")


def test_a_letterhead_falls_back_on_the_settings(tmp_path: Path) -> None:
    settings = make_assistant_settings(tmp_path, operator_name="Sở A")
    assert Letterhead.of(settings).issuer == "Sở A"
    stated = Letterhead.of(settings, {"issuer": "", "place": "An Giang", "recipients": ["Như trên"], "unknown": 1})
    assert (stated.issuer, stated.place, stated.recipients) == ("Sở A", "An Giang", ("Như trên",))


def test_a_word_processor_opens_it(figures: Figures, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    write_report(figures, FULL, tmp_path / "b.docx", date(2026, 11, 5))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run([program, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "b.docx"], check=True, timeout=150)
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert 2 <= len(pages) <= 6
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert pages[1].strip().startswith("2")
    assert "Nguyễn Văn A" in pages[-1]


def test_the_command_writes_it(records: Engine, tmp_path: Path) -> None:
    done = run(tmp_path, BOT, "report", "--month", "2026-10", "--out", str(tmp_path / "ra"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "ra" / "bao-cao-thang-10-2026.docx")
    assert "134 câu hỏi" in words(docx.Document(done.stdout.strip()))
    wrong = run(tmp_path, BOT, "report", "--month", "tháng 10")
    assert wrong.returncode == 2
    assert "2026-10" in wrong.stderr
