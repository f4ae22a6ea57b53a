"""The tree of legal texts and reports, from blocks."""

from __future__ import annotations

from ingest.models import Block, Section
from ingest.structure import sections


def read(*texts: str) -> list[Section]:
    return sections(Block(text) for text in texts)


def outline(parts: list[Section]) -> list[tuple[str, ...]]:
    return [part.path for part in parts]


def test_titles_stand_on_the_line_below() -> None:
    parts = read("Phần thứ nhất", "QUY ĐỊNH CHUNG", "Chương II", "TỔ CHỨC", "VÀ NHÂN LỰC", "Điều 5. Nhân lực", "1. Công chức.")
    assert outline(parts) == [("Phần thứ nhất. QUY ĐỊNH CHUNG", "Chương II. TỔ CHỨC VÀ NHÂN LỰC", "Điều 5. Nhân lực")]
    same = read("Chương II\nTỔ CHỨC\nĐiều 5. Nhân lực\n1. Công chức.")
    assert outline(same) == [("Chương II. TỔ CHỨC", "Điều 5. Nhân lực")]


def test_an_article_with_running_text_holds_its_clauses() -> None:
    (first, second) = read("Điều 1. Phê duyệt các nội dung sau:", "1. Mục tiêu.", "Điều 2. Quyết định này có hiệu lực từ ngày ký.")
    assert (first.path, [unit.label for unit in first.units]) == (("Điều 1",), ["Điều 1", "khoản 1"])
    assert second.units[0].text == "Điều 2. Quyết định này có hiệu lực từ ngày ký."


def test_points_follow_the_vietnamese_alphabet_even_when_scanned() -> None:
    (part,) = read("Điều 1. Tên", "2. Gồm:", "c) một;", "d) hai;", "đ) ba;", "e) bốn.", "3. Gồm:", "d) hai;", "d) ba.")
    assert [unit.label for unit in part.units] == [
        *("khoản 2", "điểm c khoản 2", "điểm d khoản 2", "điểm đ khoản 2", "điểm e khoản 2", "khoản 3", "điểm d khoản 3", "điểm đ khoản 3")
    ]


def test_slips_of_a_scanner() -> None:
    parts = read(
        "Chương Il",
        "THI HÀNH",
        "Căn cứ đã nêu; Điếu 7. Quyết định này có hiệu lực từ ngày ký.",
        "ĐIÊU 8. Thi hành",
        "Mọi cơ quan thi hành.",
    )
    assert outline(parts)[1:] == [("Chương II. THI HÀNH", "Điều 7"), ("Chương II. THI HÀNH", "Điều 8. Thi hành")]


def test_articles_that_are_quoted_or_named_are_no_headings() -> None:
    parts = read(
        "Điều 1. Sửa đổi",
        "1. Sửa đổi Điều 5 như sau:",
        "“Điều 5. Học phí",
        "1. Học phí là khoản thu.",
        "2. Miễn phí.”",
        "2. Bãi bỏ Điều 6.",
    )
    assert outline(parts) == [("Điều 1. Sửa đổi",)]
    assert [unit.label for unit in parts[0].units] == ["khoản 1", "", "", "", "khoản 2"]
    assert read("Điều 6.4 Nghị định này nêu rõ.", "Phần về hỗ trợ còn áp dụng không")[0].path == ()


def test_headings_of_reports_are_short_and_have_text_below() -> None:
    parts = read(
        *("I. KẾT QUẢ", "1. Công tác chỉ đạo", "Đã ban hành mười văn bản.", "a) Trên báo chí", "Có 12 tin.", "1.2. Nhân lực", "Mở lớp."),
        *("II. KIẾN NGHỊ", "1. Cấp thêm kinh phí", "2. Bổ sung nhân lực", "3. Kéo dài thời hạn."),
    )
    assert outline(parts) == [
        ("I. KẾT QUẢ", "1. Công tác chỉ đạo"),
        ("I. KẾT QUẢ", "1. Công tác chỉ đạo", "a) Trên báo chí"),
        ("I. KẾT QUẢ", "1. Công tác chỉ đạo", "1.2. Nhân lực"),
        ("II. KIẾN NGHỊ",),
    ]
    assert [unit.label for unit in parts[-1].units] == ["khoản 1", "khoản 2", "khoản 3"]


def test_clauses_without_numbered_headings_stay_clauses() -> None:
    (part,) = read("1. Rà soát số liệu", "Gửi trước ngày 20.", "2. Cử đầu mối")
    assert [unit.label for unit in part.units] == ["khoản 1", "", "khoản 2"]


def test_closing_annexes_and_attached_documents_are_parts_of_their_own() -> None:
    parts = read(
        *("Điều 1. Ban hành Quy chế kèm theo Quyết định này.", "Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "Lê Văn A"),
        *(
            "QUY CHẾ",
            "Phối hợp quản lý dữ liệu",
            "(Ban hành kèm theo Quyết định số 5/QĐ-UBND)",
            "Điều 1. Phạm vi",
            "Quy chế này nêu nguyên tắc.",
        ),
        *("Phụ lục II", "DANH MỤC", "Một biểu mẫu."),
    )
    assert outline(parts) == [
        *(("Điều 1",), ("Nơi nhận",), ("Người ký",), ("Quy chế. Phối hợp quản lý dữ liệu",)),
        *(("Quy chế. Phối hợp quản lý dữ liệu", "Điều 1. Phạm vi"), ("Phụ lục II. DANH MỤC",)),
    ]
