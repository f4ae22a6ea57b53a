"""Documents for the doctor's tests, made of paragraphs."""

from __future__ import annotations

from typing import Any

from ingest.doctor.doctor import Doctor
from ingest.doctor.findings import Finding
from ingest.models import Block, RawDocument
from ingest.official import describe
from knowledge.models import Document

REPORT = """Kiên Giang, ngày 28 tháng 12 năm 2021

BÁO CÁO

Tình hình thực hiện Chiến lược quốc gia về nghiên cứu, phát triển và ứng dụng Trí tuệ nhân tạo

Kính gửi: Bộ Khoa học và Công nghệ.

Ủy ban nhân dân tỉnh giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị triển khai thực hiện Chiến lược trên địa bàn tỉnh.

Tổ chức tuyên truyền, nâng cao nhận thức về vai trò của trí tuệ nhân tạo cho đội ngũ cán bộ, công chức bằng nhiều hình thức.

Trên đây là báo cáo tình hình thực hiện Chiến lược quốc gia trên địa bàn tỉnh Kiên Giang năm 2021./.

Nơi nhận:
- Như trên;
- TT. Tỉnh ủy;
- Lưu: VT."""


def decision(number: str = "123/QĐ-UBND", day: str = "12 tháng 03 năm 2026", more: str = "") -> str:
    """A decision of a province, long enough to be compared."""
    return f"""CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

ỦY BAN NHÂN DÂN TỈNH AN GIANG

Số: {number}

An Giang, ngày {day}

QUYẾT ĐỊNH

Về việc ban hành Kế hoạch ứng dụng trí tuệ nhân tạo trong cơ quan nhà nước

ỦY BAN NHÂN DÂN TỈNH AN GIANG

Căn cứ Luật Tổ chức chính quyền địa phương;

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch ứng dụng trí tuệ nhân tạo trong cơ quan nhà nước trên địa bàn tỉnh An Giang.

Điều 2. Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành tổ chức thực hiện và báo cáo trước ngày 15 tháng 12 hằng năm.

Điều 3. Quyết định này có hiệu lực kể từ ngày ký.{more}"""


def raw_of(text: str, **metadata: Any) -> RawDocument:
    """A document of paragraphs, five to a page."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return RawDocument("", tuple(Block(part, page=i // 5 + 1) for i, part in enumerate(parts)), {"file_name": "van-ban", **metadata})


def described(raw: RawDocument, document_id: str = "van-ban", path: str = __file__) -> Document:
    """Its metadata; the path is one that exists, since a document whose file is gone counts as moved."""
    return describe(raw, document_id, path, f"digest of {document_id}")


def examine(text: str, **metadata: Any) -> list[Finding]:
    """What the doctor finds in a document that stands alone."""
    raw = raw_of(text, **metadata)
    return list(Doctor([], dict).examine(raw, described(raw)))


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """Kind and severity of each."""
    return [(finding.kind.value, finding.severity.value) for finding in findings]
