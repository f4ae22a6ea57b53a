"""How well the form of official documents is read: measured on composed documents in every layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from ingest.models import Block, RawDocument, Refused, Section
from ingest.official import describe, read_form
from ingest.readers import ocr, read_file, text
from ingest.structure import sections
from knowledge.models import Document
from tests.conftest import SHARED
from tests.ingest.official_documents.paper import Paper
from tests.ingest.official_documents.render import LAYOUTS
from tests.ingest.official_documents.written import PAPERS

FLOOR = 0.95
SCAN_FLOOR = 0.9
SCANNED = (
    *("qd-so", "bc-ubnd", "kh-phuong", "nq-hdnd", "tt-bo", "luat", "cv-vpcp", "gm-ubnd", "tb-truong", "hd-so", "kh-thanh-pho", "qd-bo"),
)
FIELDS = ("kind", "number", "issuer", "issued_on")


class Measured(NamedTuple):
    """One paper in one layout: what was read, the rights and wrongs of its fields, and its tree (right, read, written)."""

    paper: Paper
    layout: str
    document: Document
    right: dict[str, bool]
    tree: tuple[int, int, int]


@cache
def measured(layout: str) -> tuple[Measured, ...]:
    papers = [p for p in PAPERS if layout != "scan" or p.name in SCANNED]
    with TemporaryDirectory() as folder:
        return tuple(_measure(paper, layout, LAYOUTS[layout](paper, Path(folder))) for paper in papers)


def _measure(paper: Paper, layout: str, raw: RawDocument) -> Measured:
    document = describe(raw, paper.name, "", "")
    wanted = {"kind": paper.kind, "number": paper.number, "issuer": paper.issuer, "issued_on": paper.day}
    right = {name: getattr(document, name) == value for name, value in wanted.items()}
    read, written = Counter(cited(sections(raw.blocks))), Counter(paper.tree)
    return Measured(paper, layout, document, right, (sum((read & written).values()), sum(read.values()), sum(written.values())))


def cited(parts: list[Section]) -> Iterator[str]:
    """The citation of every numbered part that sections hold: "Điều 1 khoản 2 điểm a", "II 1 a"."""
    before: tuple[str, ...] = ()
    for section in parts:
        held: list[str] = []
        for depth, heading in enumerate(section.path):
            anew = section.path[: depth + 1] != before[: depth + 1]
            if division := re.match(r"(Chương|Mục|Phụ lục) (\w+)", heading):
                held, name = [], f"{division[1]} {division[2]}"
            elif heading.startswith("Quy chế"):
                held, name = [], "kèm Quy chế"
            elif numbered := re.match(r"(Điều \d+)|([IVX]+|\d+(?:\.\d+)*)\.?\s|([a-zđ])\)", heading):
                held.append(next(filter(None, numbered.groups())))
                name = " ".join(held)
            else:
                continue
            if anew:
                yield name
        before = section.path
        labels = [unit.label for unit in section.units if unit.label and not unit.label.startswith("Điều")]
        yield from (" ".join([*held, *reversed(re.findall(r"(?:khoản|điểm) \w+", label))]) for label in labels)


@pytest.mark.timeout(900)
def test_number_date_kind_issuer_and_tree_are_read_in_every_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(PAPERS) >= 40
    layouts = [name for name in LAYOUTS if name != "scan" or ocr.installed()]
    lines = [f"{'layout':8} {'n':>3} " + " ".join(f"{f:>9}" for f in (*FIELDS, "tree", "signer", "title"))]
    totals: Counter[str] = Counter()
    trees: list[Measured] = []
    for layout in layouts:
        rows = measured(layout)
        scores = {f: sum(r.right[f] for r in rows) / len(rows) for f in FIELDS}
        scores["tree"] = tree_score(rows)
        scores["signer"] = sum(r.document.signer == r.paper.signer for r in rows) / len(rows)
        scores["title"] = sum(same_title(r) for r in rows) / len(rows)
        totals.update({f: sum(r.right[f] for r in rows) for f in FIELDS} | {"n": len(rows)})
        trees += rows
        lines.append(f"{layout:8} {len(rows):3} " + " ".join(f"{value:9.3f}" for value in scores.values()))
        floor = FLOOR if layout != "scan" else SCAN_FLOOR
        assert all(scores[f] >= floor for f in (*FIELDS, "tree")), (layout, scores, wrong(rows))
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert all(totals[f] / totals["n"] >= FLOOR for f in FIELDS)
    assert tree_score(tuple(trees)) >= FLOOR


def tree_score(rows: tuple[Measured, ...]) -> float:
    """F1 over all numbered parts."""
    right, read, written = (sum(r.tree[i] for r in rows) for i in range(3))
    return 2 * right / (read + written)


def same_title(row: Measured) -> bool:
    return row.document.title.casefold().removeprefix("luật ") == row.paper.subject.casefold()


def wrong(rows: tuple[Measured, ...]) -> list[tuple[object, ...]]:
    fields = [(r.paper.name, f, getattr(r.document, f)) for r in rows for f in FIELDS if not r.right[f]]
    return [*fields, *((r.paper.name, "tree", r.tree) for r in rows if len(set(r.tree)) > 1)]


def test_ties_force_and_annexes_are_read() -> None:
    for row in measured("text"):
        details = row.document.details
        for name, wanted in row.paper.more.items():
            if name in ("replaces", "amends", "guides"):
                assert details.get(name) == wanted, (row.paper.name, name)
            elif name == "effective_from":
                assert row.document.effective_from == wanted, row.paper.name
            elif name == "annexes":
                assert len(details["annexes"]) == wanted
            elif name == "event":
                assert isinstance(wanted, tuple)
                assert details["event"]["start"] == wanted[0]
                assert details["event"]["end"] == (wanted[1] or details["event"]["start"][:10])
                assert details["event"]["registration_deadline"] == "2026-08-20"
        assert ("event" in details) == ("event" in row.paper.more), row.paper.name
        assert bool(set(details) & {"replaces", "amends", "repeals"}) == bool(
            set(row.paper.more) & {"replaces", "amends"} or row.paper.name == "luat-sua"
        )


@pytest.mark.parametrize("layout", ["text", "merged", "docx", "pdf"])
def test_who_is_addressed_who_receives_and_who_signs(layout: str) -> None:
    for row in measured(layout):
        details = row.document.details
        assert details.get("addressees", []) == list(row.paper.addressees)
        assert details.get("recipients", []) == [name.rstrip(";.") for name in row.paper.recipients]
        assert row.document.signer == row.paper.signer
        assert details["position"].upper() == row.paper.signature[-1]
        assert bool(details.get("authority")) == bool(re.match(r"T/?M|KT|TL", row.paper.signature[0]))
        assert [basis.removeprefix("Căn cứ ") for basis in details.get("bases", [])] == list(row.paper.bases)


def test_each_field_says_how_sure_it_is_and_where_it_stands() -> None:
    (row,) = [row for row in measured("pdf") if row.paper.name == "nd-cp"]
    for name in (*FIELDS, "signer", "effective_from", "replaces", "bases"):
        where = row.document.details["read_from"][name]
        assert 0 < where["confidence"] <= 1
        assert where["page"] in (1, 2)
        assert isinstance(where["block"], int)


def test_what_is_stated_comes_before_what_is_read() -> None:
    blocks = (
        Block("Số: 12/QĐ-UBND"),
        Block("QUYẾT ĐỊNH"),
        Block("Về việc thử"),
        Block("Điều 1. Quyết định này có hiệu lực từ ngày 01/7/2026."),
    )
    document = describe(RawDocument("Tên đã ghi", blocks, {"number": "13/QĐ-UBND", "effective_from": "2026-01-01"}), "a", "", "")
    assert (document.title, document.number, document.effective_from) == ("Tên đã ghi", "13/QĐ-UBND", date(2026, 1, 1))
    assert document.kind == "Quyết định"
    assert not {"number", "effective_from"} & set(document.details["read_from"])
    with pytest.raises(Refused):
        describe(RawDocument("a", (), {"effective_from": "2026-02-01", "effective_to": "2026-01-01"}), "a", "", "")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 15/QĐ-BNV", "15/QĐ-BNV"),
        ("Số : 05 /BNV-VP", "05/BNV-VP"),
        ("Luật số: 91/2025/QH15", "91/2025/QH15"),
        ("Số 57-NQ/TW", "57-NQ/TW"),
        ("Số: l27/QD–TTg", "127/QĐ-TTg"),
        ("Sõ: O8/2026/TT-BKHCN", "08/2026/TT-BKHCN"),
        ("Số: 7/QyĐ-UBND", "7/QyĐ-UBND"),
        ("Số:     /KH-UBND", None),
        ("Số 12 đường Nguyễn Huệ", None),
        ("Theo Quyết định số 127/QĐ-TTg ngày 26/01/2021", None),
    ],
)
def test_numbers_as_they_are_written_and_scanned(line: str, number: str | None) -> None:
    read = read_form(f"{line}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 05 tháng 01 năm 2026")
    assert read.get("number") == number
    assert read["issued_on"] == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("sentence", "name", "wanted"),
    [
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND và Quyết định số 6/QĐ-UBND.", "replaces", ["5/QĐ-UBND", "6/QĐ-UBND"]),
        ("Quyết định số 5/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", "replaces", ["5/QĐ-UBND"]),
        ("Bãi bỏ Thông tư số 02/2020/TT-BTC.", "repeals", ["02/2020/TT-BTC"]),
        ("Thông tư này sửa đổi, bổ sung một số điều của Luật Viễn thông.", "amends", ["Luật Viễn thông"]),
        ("Quyết định này thay thế cụm từ “Sở” tại Quyết định số 5/QĐ-UBND.", "replaces", None),
        ("Thực hiện Quyết định số 5/QĐ-UBND, các đơn vị báo cáo.", "replaces", None),
    ],
)
def test_what_a_document_says_it_does_to_others(sentence: str, name: str, wanted: list[str] | None) -> None:
    assert read_form(f"Số: 9/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc thử\nĐiều 1. Nội dung.\n{sentence}").get(name) == wanted


def test_days_in_force() -> None:
    head = "Số: 9/QĐ-UBND\nAn Giang, ngày 05 tháng 3 năm 2026\nQUYẾT ĐỊNH\nVề việc thử\n"
    until = read_form(f"{head}Điều 2. Quyết định này có hiệu lực từ ngày ký đến hết ngày 31 tháng 12 năm 2027.")
    assert (until["effective_from"], until["effective_to"]) == (date(2026, 3, 5), date(2028, 1, 1))
    assert "effective_from" not in read_form(f"{head}Nghị định số 5/2020/NĐ-CP có hiệu lực từ ngày 01/7/2020.")


def test_a_head_as_gazettes_print_it() -> None:
    read = read_form(
        "NGHỊ ĐỊNH\nCủa Chính phủ số 94 /1998/NĐ-CP ngày 17 tháng 11 năm 1998\nQuy định chi tiết thi hành Luật thử\n"
        "số 04/1998/QH10 ngày 20 tháng 5 năm 1998\nCHÍNH PHỦ\nĐiều 1. Nội dung."
    )
    assert (read["kind"], read["number"], read["issuer"], read["issued_on"]) == (
        "Nghị định",
        "94/1998/NĐ-CP",
        "Chính phủ",
        date(1998, 11, 17),
    )
    assert read["subject"].startswith("Quy định chi tiết thi hành Luật thử")


@pytest.mark.parametrize(
    ("line", "kind", "subject"),
    [
        ("THÔNG TƯ HƯỚNG DẪN VIỆC GÓP VỐN LẬP QUỸ", "Thông tư", "Hướng dẫn việc góp vốn lập quỹ"),
        ("Thông tư Hướng dẫn một số nội dung về góp vốn", "Thông tư", "Hướng dẫn một số nội dung về góp vốn"),
        ("thông tư hướng dẫn một số nội dung về góp vốn", "Thông tư", "Hướng dẫn một số nội dung về góp vốn"),
        ("Thông tư này hướng dẫn một số nội dung về góp vốn", "Thông tư", None),
    ],
)
def test_kind_and_subject_on_one_line(line: str, kind: str, subject: str | None) -> None:
    head = "ngân hàng nhà nước\nviệt nam\nSố : 01/2006/TT-NHNN\ncộng hoà xã hội chủ nghĩa việt nam\nHà Nội, ngày 20 tháng 02 năm 2006"
    read = read_form(f"{head}\n{line}\nCăn cứ Luật thử;\n1. Nội dung.")
    assert (read["kind"], read.get("subject")) == (kind, subject)
    assert read["issuer"] == "Ngân hàng Nhà nước Việt Nam"


def test_a_head_broken_into_lines() -> None:
    read = read_form(
        "Quyết định\ncủa Thủ tướng Chính phủ số 115/2004/QĐ-TTg\nngày 25 tháng 6 năm 2004 về việc sửa đổi, bổ sung\n"
        "Quy chế thành lập Quỹ thử\nban hành kèm theo Quyết định số 193/2001/QĐ-TTg\nThủ tướng Chính phủ\n"
        "Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;\nQuyết định:\nĐiều 1. Nội dung."
    )
    assert (read["number"], read["issued_on"], read["issuer"]) == ("115/2004/QĐ-TTg", date(2004, 6, 25), "Thủ tướng Chính phủ")
    assert read["subject"].startswith("Về việc sửa đổi, bổ sung Quy chế thành lập Quỹ thử")
    assert read["amends"] == ["193/2001/QĐ-TTg"]


def test_a_form_to_fill_in_has_no_issuer_and_no_day() -> None:
    read = read_form(
        "Cộng hòa xã hội chủ nghĩa Việt nam\nĐộc lập - Tự do - Hạnh phúc\nbản khai của thân nhân\nngười có công với cách mạng\n"
        "Đề nghị hưởng trợ cấp một lần theo Nghị định số 59/2003/NĐ-CP\nngày 04 tháng 6 năm 2003 của Chính phủ\n1/ Phần khai:"
    )
    assert not {"issuer", "issued_on", "number"} & set(read)


LEGACY = {
    "2003-A-15.rtf": ("Nghị định", "94/1998/NĐ-CP", "Chính phủ", date(1998, 11, 17)),
    "2003-A05.rtf": ("Thông tư", "13/2001/TT-BTC", "Bộ Tài chính", date(2001, 3, 8)),
    "2003-A06.rtf": ("Thông tư", "08/2001/TT-BTC", "Bộ Tài chính", date(2001, 1, 18)),
    "2006-16EZE_TT01.06GopvonDNNVV.pdf": ("Thông tư", "01/2006/TT-NHNN", "Ngân hàng Nhà nước Việt Nam", date(2006, 2, 20)),
    "2006-19412_QD115.04TTg_BLTch_DNNVV.pdf": ("Quyết định", "115/2004/QĐ-TTg", "Thủ tướng Chính phủ", date(2004, 6, 25)),
    "2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V.pdf": ("Nghị định", "109/2004/NĐ-CP", "Chính phủ", date(2004, 4, 2)),
    "2006-Hamau1BK1995.doc": (None, None, None, None),
    "2006-Mau-MD-1M-Dntn.doc": (None, None, None, None),
    "2006-download.xls": (None, None, None, None),
}


@pytest.mark.skipif(not (SHARED / "data" / "legacy").is_dir(), reason="the legacy files are not in the repository: ../shared/data/legacy")
@pytest.mark.parametrize("name", LEGACY)
@pytest.mark.parametrize("ending", ["", ".truth.txt"])
def test_real_files_of_old_and_their_transcripts_say_who_when_and_what(name: str, ending: str) -> None:
    (raw,) = read_file(SHARED / "data" / "legacy" / f"{name}{ending}")
    assert isinstance(raw, RawDocument)
    document = describe(raw, "a", "", "")
    assert (document.kind, document.number, document.issuer, document.issued_on) == LEGACY[name]


def test_a_text_without_the_form_says_nothing() -> None:
    assert read_form("Điều 3. Luật này có hiệu lực từ ngày 01/7/2026.\nKế hoạch\nNội dung thay thế Quyết định số 5/QĐ-UBND.") == {}


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the original report is not part of the repository: ../shared/seeds")
def test_the_report_of_kien_giang_comes_out_right() -> None:
    (path,) = (SHARED / "seeds").glob("*.txt")
    (raw,) = text.read(path)
    report = describe(raw, "bao-cao", str(path), "")
    assert (report.kind, report.issued_on, report.signer) == ("Báo cáo", date(2021, 12, 28), "Nguyễn Lưu Trung")
    assert (report.province, report.issuer) == ("Kiên Giang", "Ủy ban nhân dân tỉnh Kiên Giang")
    assert re.fullmatch("Tình hình thực hiện Chiến lược quốc gia.*tỉnh Kiên Giang", report.title)
    assert report.details["addressees"] == ["Bộ Khoa học và Công nghệ"]
    assert report.details["recipients"][0] == "Như trên"
    assert len(report.details["recipients"]) == 8
    assert report.details["read_from"]["issuer"]["confidence"] < 0.6 < report.details["read_from"]["kind"]["confidence"]
    assert report.effective_from is None
    assert "replaces" not in report.details
