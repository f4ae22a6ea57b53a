"""Plain text broken into lines: prose becomes paragraphs again, everything else stays as it is written."""

from __future__ import annotations

from textwrap import wrap

import pytest

from ingest.readers.text import text_blocks

CLAUSE = (
    "1. Ủy ban nhân dân tỉnh giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã tổ chức thực"
    " hiện Kế hoạch này; báo cáo kết quả trước ngày 15 tháng 12 hằng năm. Kinh phí do ngân sách nhà nước bảo đảm."
)
POINT = "a) Tuyên truyền, nâng cao nhận thức về vai trò của trí tuệ nhân tạo cho đội ngũ cán bộ, công chức trên địa bàn tỉnh An Giang;"
HEAD = ["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG", "Số: 15/KH-UBND", "KẾ HOẠCH", "Ứng dụng trí tuệ nhân tạo", "Điều 1. Nhiệm vụ"]


def broken(*paragraphs: str, between: str = "\n") -> str:
    return between.join("\n".join(wrap(text, 72)) for text in paragraphs)


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["line by line", "blank lines"])
def test_broken_lines_become_paragraphs_again(between: str) -> None:
    text = broken(*HEAD, CLAUSE, POINT, CLAUSE.replace("1.", "2.", 1), POINT, between=between)
    assert [block.text for block in text_blocks(text)] == [*HEAD, CLAUSE, POINT, CLAUSE.replace("1.", "2.", 1), POINT]


def test_page_numbers_within_broken_lines_go() -> None:
    lines = broken(*[CLAUSE.replace("1.", f"{n}.", 1) for n in range(1, 7)]).split("\n")
    paged = [*lines[:7], "2", *lines[7:13], "3", *lines[13:]]
    assert [block.text[:3] for block in text_blocks("\n".join(paged))] == [f"{n}. " for n in range(1, 7)]


def test_numbers_that_count_no_pages_stay() -> None:
    text = broken(CLAUSE, CLAUSE, CLAUSE) + "\n17\n5"
    assert [block.text for block in text_blocks(text)][-2:] == ["17", "5"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"Xã số {n:02d}   |  Hội trường Ủy ban nhân dân  |  {n * 17} người dự" for n in range(20)],
        [f"Người dân hỏi câu thứ {n} và được cán bộ trả lời ngay tại chỗ." for n in range(20)],
        ["Một dòng ngắn", "Hai dòng ngắn"] * 10,
        [CLAUSE, POINT] * 5,
    ],
    ids=["a table", "a sentence a line", "short lines", "a paragraph a line"],
)
def test_lines_that_nobody_broke_stay(lines: list[str]) -> None:
    assert [block.text for block in text_blocks("\n".join(lines))] == lines
