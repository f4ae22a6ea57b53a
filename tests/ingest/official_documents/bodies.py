"""Bodies of the composed documents; each takes the subject matter it speaks about."""

from __future__ import annotations

from tests.ingest.official_documents.paper import Part


def decision(own: str, matter: str, force: str = "có hiệu lực kể từ ngày ký") -> tuple[Part, ...]:
    """A decision of three articles whose first approves something."""
    return (
        ("Điều", "1", f"Ban hành kèm theo {own} này nội dung về {matter}, áp dụng cho mọi cơ quan, đơn vị trong phạm vi quản lý."),
        ("Điều", "2", f"{own} này {force}."),
        ("Điều", "3", "Chánh Văn phòng, thủ trưởng các đơn vị và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành."),
    )


def approval(matter: str) -> tuple[Part, ...]:
    """A decision whose first article holds clauses and points."""
    return (
        ("Điều", "1", f"Phê duyệt nội dung về {matter} với các điểm chính sau đây:"),
        ("khoản", "1", "Mục tiêu chung: nâng chất lượng phục vụ người dân và doanh nghiệp."),
        ("khoản", "2", "Mục tiêu cụ thể đến năm 2030:"),
        ("điểm", "a", "Ít nhất 80% hồ sơ được giải quyết trực tuyến;"),
        ("điểm", "b", "Mọi đơn vị có cán bộ chuyên trách;"),
        ("điểm", "c", "Dữ liệu được cập nhật hằng ngày;"),
        ("điểm", "d", "Hệ thống được kiểm tra an toàn mỗi năm;"),
        ("điểm", "đ", "Kết quả được công bố cho người dân theo dõi."),
        ("khoản", "3", "Kinh phí lấy từ ngân sách nhà nước theo phân cấp hiện hành."),
        ("Điều", "2", "Giao cơ quan thường trực theo dõi, đôn đốc và báo cáo kết quả trước ngày 15 tháng 12 hằng năm."),
        ("Điều", "3", "Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026."),
        ("Điều", "4", "Các cơ quan, tổ chức và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này."),
    )


def law(own: str, matter: str, force: str) -> tuple[Part, ...]:
    """A normative document in chapters, with titled articles, clauses and points."""
    return (
        ("Chương", "I", "QUY ĐỊNH CHUNG"),
        ("Điều", "1", "Phạm vi điều chỉnh"),
        ("", "", f"{own} này quy định về {matter}."),
        ("Điều", "2", "Đối tượng áp dụng"),
        ("khoản", "1", "Cơ quan nhà nước các cấp."),
        ("khoản", "2", "Tổ chức, cá nhân trong nước và nước ngoài có hoạt động liên quan, bao gồm:"),
        ("điểm", "a", "Doanh nghiệp, hợp tác xã;"),
        ("điểm", "b", "Viện nghiên cứu, trường đại học;"),
        ("điểm", "c", "Hội, hiệp hội nghề nghiệp;"),
        ("điểm", "d", "Hộ kinh doanh;"),
        ("điểm", "đ", "Cá nhân hành nghề độc lập."),
        ("Chương", "II", "QUYỀN VÀ NGHĨA VỤ"),
        ("Mục", "1", "QUYỀN CỦA TỔ CHỨC, CÁ NHÂN"),
        ("Điều", "3", "Quyền được hỗ trợ"),
        ("khoản", "1", "Được tư vấn miễn phí trong năm đầu hoạt động."),
        ("khoản", "2", "Được tiếp cận dữ liệu mở theo quy định."),
        ("Mục", "2", "NGHĨA VỤ CỦA TỔ CHỨC, CÁ NHÂN"),
        ("Điều", "4", "Nghĩa vụ báo cáo"),
        ("", "", "Tổ chức, cá nhân gửi báo cáo định kỳ sáu tháng một lần đến cơ quan quản lý."),
        ("Chương", "III", "ĐIỀU KHOẢN THI HÀNH"),
        ("Điều", "5", "Hiệu lực thi hành"),
        ("khoản", "1", f"{own} này {force}."),
        ("khoản", "2", "Hồ sơ đã nộp trước ngày đó được giải quyết theo quy định tại thời điểm nộp."),
        ("Điều", "6", "Trách nhiệm thi hành"),
        ("", "", f"Các cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành {own} này."),
    )


def report(matter: str) -> tuple[Part, ...]:
    """A report or plan with headings I., 1., a)."""
    return (
        ("", "", f"Thực hiện chỉ đạo của cấp trên, cơ quan tổng hợp tình hình về {matter} như sau:"),
        ("I", "I", "KẾT QUẢ ĐẠT ĐƯỢC"),
        ("1", "1", "Công tác chỉ đạo, điều hành"),
        ("", "", "Trong kỳ đã ban hành mười văn bản chỉ đạo và tổ chức bốn cuộc kiểm tra tại cơ sở."),
        ("1", "2", "Công tác tuyên truyền"),
        ("a", "a", "Trên báo chí và mạng xã hội"),
        ("", "", "Đã đăng 120 tin, bài và 15 đoạn phim ngắn."),
        ("a", "b", "Tại cơ sở"),
        ("", "", "Loa truyền thanh xã phát mỗi ngày hai lượt."),
        ("I", "II", "KHÓ KHĂN, VƯỚNG MẮC"),
        ("", "", "Nhân lực chuyên trách còn thiếu, thiết bị ở một số xã đã cũ."),
        ("I", "III", "PHƯƠNG HƯỚNG, NHIỆM VỤ"),
        ("1", "1", "Nhiệm vụ trọng tâm"),
        ("1.1", "1.1", "Hoàn thiện thể chế"),
        ("", "", "Rà soát các quy định của địa phương trong quý tới."),
        ("1.1", "1.2", "Phát triển nhân lực"),
        ("", "", "Mở năm lớp bồi dưỡng cho cán bộ cấp xã."),
        ("1", "2", "Giải pháp"),
        ("", "", "Huy động doanh nghiệp công nghệ cùng tham gia; bố trí kinh phí kịp thời."),
    )


def letter(matter: str) -> tuple[Part, ...]:
    """An official letter in plain paragraphs and two numbered requests."""
    return (
        ("", "", f"Để triển khai thống nhất nội dung về {matter}, cơ quan đề nghị quý đơn vị thực hiện một số việc sau:"),
        ("khoản", "1", "Rà soát, thống kê hiện trạng và gửi số liệu về cơ quan trước ngày 20 tháng này."),
        ("khoản", "2", "Cử một lãnh đạo và một chuyên viên làm đầu mối phối hợp."),
        ("", "", "Rất mong nhận được sự phối hợp của quý đơn vị./."),
    )


def order(matter: str) -> tuple[Part, ...]:
    """A directive: an introduction and numbered tasks with points."""
    return (
        (
            "",
            "",
            f"Thời gian qua công tác {matter} đã có chuyển biến nhưng còn chậm; yêu cầu các đơn vị thực hiện nghiêm các nhiệm vụ sau:",
        ),
        ("khoản", "1", "Thủ trưởng các đơn vị có trách nhiệm:"),
        ("điểm", "a", "Trực tiếp chỉ đạo, phân công người chịu trách nhiệm;"),
        ("điểm", "b", "Kiểm tra tiến độ hằng tuần."),
        ("khoản", "2", "Cơ quan thường trực tổng hợp, báo cáo trước ngày 25 hằng tháng."),
        ("khoản", "3", "Yêu cầu các đơn vị nghiêm túc thực hiện Chỉ thị này."),
    )


def resolution(matter: str, force: str) -> tuple[Part, ...]:
    """A resolution of a council: articles with clauses."""
    return (
        ("Điều", "1", f"Thông qua chính sách về {matter} trên địa bàn, gồm các nội dung sau:"),
        ("khoản", "1", "Hỗ trợ 50% chi phí đào tạo cho người lao động của hợp tác xã."),
        ("khoản", "2", "Hỗ trợ một lần chi phí thuê phần mềm cho hộ kinh doanh."),
        ("Điều", "2", "Tổ chức thực hiện"),
        ("khoản", "1", "Ủy ban nhân dân tổ chức triển khai thực hiện Nghị quyết này."),
        ("khoản", "2", "Thường trực, các Ban và đại biểu Hội đồng nhân dân giám sát việc thực hiện."),
        ("", "", f"Nghị quyết này {force}."),
    )


def attached(kind: str, title: str) -> tuple[Part, ...]:
    """A decision's attached rules."""
    return (
        ("kèm", kind, title),
        ("Chương", "I", "NHỮNG QUY ĐỊNH CHUNG"),
        ("Điều", "1", "Phạm vi"),
        ("", "", "Văn bản này nêu nguyên tắc và cách thức phối hợp giữa các đơn vị."),
        ("Chương", "II", "PHỐI HỢP"),
        ("Điều", "2", "Nguyên tắc phối hợp"),
        ("khoản", "1", "Đúng chức năng, đúng thời hạn."),
        ("khoản", "2", "Một việc chỉ giao một đơn vị chủ trì."),
    )


def annex(number: str, title: str) -> tuple[Part, ...]:
    """An annex with headings of its own."""
    return (("Phụ lục", number, title), ("I", "I", "NHÓM NHIỆM VỤ CHUNG"), ("", "", "Xây dựng kho dữ liệu dùng chung của ngành."))


def notice(where: str, when: str) -> tuple[Part, ...]:
    """The labelled lines of an invitation or announcement."""
    return (
        ("", "", "Cơ quan trân trọng thông báo nội dung chương trình như sau:"),
        ("khoản", "1", f"Thời gian: {when}."),
        ("khoản", "2", f"Địa điểm: {where}."),
        ("khoản", "3", "Đơn vị tổ chức: Trung tâm Chuyển đổi số phối hợp với Hội Tin học."),
        ("khoản", "4", "Đối tượng tham dự: cán bộ, công chức, doanh nghiệp và sinh viên."),
        ("khoản", "5", "Đăng ký tham dự tại: https://dangky.example.vn/su-kien trước ngày 20/8/2026."),
        ("khoản", "6", "Thông tin liên hệ: Phòng Đào tạo, điện thoại 0297 000 000."),
    )
