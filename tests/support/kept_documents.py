"""A shelf of documents with the real ingest behind it, as bot.py makes it: some papers, one in quarantine, an event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.tray import Tray
from assistant.records.jobs import Jobs
from ingest.desk import DocumentDesk
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.support.every_format import FILES
from tests.support.papers import FERTILISER, STRATEGY, take_in, write

TODAY = date(2026, 11, 25)
LARGEST = 1 << 20
HOSTILE_TITLE = "<img src=x onerror=window.hacked=1> Kế hoạch <script>window.hacked=1</script>"
PERSONAL = "Danh sách người học: Nguyễn Văn An, căn cước 089201001234, điện thoại 0912345678. " * 3
NOTICE = """SỞ KHOA HỌC VÀ CÔNG NGHỆ AN GIANG
Số: 45/TB-SKHCN
An Giang, ngày 02 tháng 11 năm 2026

THÔNG BÁO
Về việc tổ chức hội thảo trí tuệ nhân tạo năm 2026

Thời gian: 8 giờ 00 ngày 12/12/2026.
Địa điểm: Hội trường Sở Khoa học và Công nghệ, thành phố Long Xuyên.
Hạn đăng ký: 05/12/2026.
Đăng ký tại https://angiang.gov.vn/dang-ky
"""


def _papers(folder: Path) -> Path:
    hostile = FERTILISER.replace("Kiểm tra chất lượng phân bón nhập khẩu", f'"{HOSTILE_TITLE}"').replace("09/2019", "10/2019")
    write(folder, chien_luoc=STRATEGY, phan_bon=FERTILISER, doc_hai=hostile.replace("ba ngày", "bốn mươi ngày"), danh_sach=PERSONAL)
    (folder / "thong-bao.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "pdf-chu.pdf").write_bytes(FILES["pdf-chu.pdf"]("pdf-chu"))
    return folder


@contextmanager
def kept_documents(data_dir: Path, records: Engine) -> Iterator[Shelf]:
    """The shelf; `records` is the engine of the records, for its jobs."""
    base = KnowledgeBase(KnowledgeSettings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    (data_dir / "golden").mkdir()
    take_in(base, _papers(data_dir / "in"))
    try:
        yield Shelf(base, DocumentDesk(base), Tray(data_dir, LARGEST), Jobs(records), lambda: TODAY)
    finally:
        base.close()
