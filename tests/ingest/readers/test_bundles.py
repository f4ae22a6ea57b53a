"""ZIP and EML: each member is a document of its own; a bad member fails alone, an unsafe bundle as a whole."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.models import RawDocument, Refused
from ingest.readers import bundle, eml

TEXT = "Kế hoạch tuyên truyền về chuyển đổi số năm 2025."


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_members_are_documents_with_ids_of_their_own(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "trong.zip", {"ghi-chu.txt": TEXT.encode()})
    members = {
        "2025/Kế hoạch.txt": TEXT.encode(),
        "hỏng.docx": b"PK\x03\x04rac",
        ".an": b"x",
        "__MACOSX/._a": b"x",
        "trong.zip": inner.read_bytes(),
    }
    found = list(bundle.read(zipped(tmp_path / "Công văn.zip", members)))
    documents = [raw for raw in found if isinstance(raw, RawDocument)]
    assert [raw.document_id for raw in documents] == ["cong-van-2025-ke-hoach", "cong-van-trong-trong-ghi-chu"]
    assert documents[0].metadata["file_name"] == "Kế hoạch"
    assert all(raw.blocks[0].text == TEXT for raw in documents)
    assert [str(raw).split(":")[0] for raw in found if isinstance(raw, Refused)] == ["hỏng.docx"]


@pytest.mark.parametrize("name", ["../ngoai.txt", "/etc/ngoai.txt", "a/../../b.txt", "C:\\ngoai.txt", "..\\ngoai.txt"])
def test_a_name_that_reaches_out_has_the_bundle_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="không an toàn"):
        list(bundle.read(zipped(tmp_path / "xau.zip", {"tot.txt": TEXT.encode(), name: b"x"})))
    assert not (tmp_path.parent / "ngoai.txt").exists()


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = zipped(tmp_path / "la.zip", {"tot.txt": TEXT.encode()})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(zipfile.ZipInfo("tam"), b"?")
    path.write_bytes(path.read_bytes().replace(b"tam", b"\0am"))
    assert [raw.blocks[0].text for raw in bundle.read(path) if isinstance(raw, RawDocument)] == [TEXT]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="phình"):
        list(bundle.read(zipped(tmp_path / "bom.zip", {"to.txt": b"0" * (60 << 20)})))


def test_bundles_nested_too_deep_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "0.zip", {"a.txt": TEXT.encode()})
    for depth in range(1, 5):
        path = zipped(tmp_path / f"{depth}.zip", {"trong.zip": path.read_bytes()})
    assert any("lồng nhau" in str(raw) for raw in bundle.read(path) if isinstance(raw, Refused))


def test_a_mail_and_its_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Giấy mời hội thảo", "Văn phòng <vp@example.vn>", "Mon, 03 Mar 2025 08:00:00 +0700"
    mail.set_content("Kính mời đại biểu dự hội thảo về trí tuệ nhân tạo.\n\nThời gian: 8 giờ 00.")
    mail.add_alternative("<p>bản HTML</p>", subtype="html")
    mail.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="Kế hoạch.txt")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="la.bin")
    (tmp_path / "thu.eml").write_bytes(mail.as_bytes())
    letter, attached, refused = eml.read(tmp_path / "thu.eml")
    assert isinstance(letter, RawDocument)
    assert letter.title == "Giấy mời hội thảo"
    assert [block.text for block in letter.blocks] == ["Kính mời đại biểu dự hội thảo về trí tuệ nhân tạo.", "Thời gian: 8 giờ 00."]
    assert letter.metadata["mail_from"] == "Văn phòng <vp@example.vn>"
    assert isinstance(attached, RawDocument)
    assert attached.document_id == "thu-ke-hoach"
    assert isinstance(refused, Refused)
