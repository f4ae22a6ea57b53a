"""An ingest publishes what changed and says what it did; a bad document fails alone, with a reason in Vietnamese."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from ingest.report import Outcome
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.search import search
from tests.conftest import SHARED
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, by_id, take_in, write


@pytest.fixture
def counting(base: KnowledgeBase) -> CountingEmbedder:
    base.embedder = CountingEmbedder()
    return base.embedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)


def statuses(base: KnowledgeBase, *sources: Path) -> dict[str | None, str]:
    return {document_id: line.status.value for document_id, line in by_id(take_in(base, *sources)).items()}


def test_new_documents_are_added_with_their_metadata(base: KnowledgeBase, folder: Path) -> None:
    report = take_in(base, folder)
    assert report.release == 1
    assert report.exit_code == 0
    assert {i: (line.status.value, line.chunks) for i, line in by_id(report).items()} == {
        "chien-luoc": ("added", 2),
        "phan-bon": ("added", 1),
    }
    document = base.view().documents["chien-luoc"]
    assert (document.number, document.kind, document.issuer) == ("127/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ")
    assert (str(document.issued_on), str(document.effective_to), document.replaced_by) == ("2021-01-26", "2026-08-28", "1671/QĐ-TTg")
    assert document.details["aliases"] == ["Chiến lược AI 2021"]


def test_the_same_again_publishes_nothing_and_embeds_nothing(base: KnowledgeBase, folder: Path, counting: CountingEmbedder) -> None:
    take_in(base, folder)
    done = len(counting.embedded)
    report = take_in(base, folder)
    assert done == 3
    assert len(counting.embedded) == done
    assert report.release == 1 == base.view().release.number
    assert {line.status for line in report.documents} == {Outcome.UNCHANGED}


def test_a_changed_document_embeds_only_its_changed_chunks(base: KnowledgeBase, folder: Path, counting: CountingEmbedder) -> None:
    take_in(base, folder)
    before = {c.text: c.chunk_id for c in base.catalogue.chunks_of("chien-luoc", 1)}
    counting.embedded.clear()
    write(folder, chien_luoc=STRATEGY.replace("nhóm 5 nước", "nhóm 4 nước"))
    assert statuses(base, folder) == {"chien-luoc": "updated", "phan-bon": "unchanged"}
    assert ["nhóm 4 nước" in text for text in counting.embedded] == [True]
    after = {c.text: c.chunk_id for c in base.catalogue.chunks_of("chien-luoc", 2)}
    assert len(before.keys() & after.keys()) == 1
    assert all(before[text] == after[text] for text in before.keys() & after.keys())


def test_a_change_of_metadata_alone_is_an_update(base: KnowledgeBase, folder: Path, counting: CountingEmbedder) -> None:
    take_in(base, folder)
    counting.embedded.clear()
    write(folder, chien_luoc=STRATEGY.replace("effective_to: 2026-08-28", "effective_to: 2026-09-01"))
    assert statuses(base, folder)["chien-luoc"] == "updated"
    assert str(base.view().documents["chien-luoc"].effective_to) == "2026-09-01"
    assert counting.embedded == []


def test_a_removed_file_is_retired_and_no_longer_found(base: KnowledgeBase, folder: Path) -> None:
    take_in(base, folder)
    (folder / "phan-bon.md").unlink()
    assert statuses(base, folder) == {"chien-luoc": "unchanged", "phan-bon": "retired"}
    assert {p.document.document_id for p in search(base, "lấy mẫu phân bón").passages} == {"chien-luoc"}


def test_other_folders_are_left_alone(base: KnowledgeBase, folder: Path, tmp_path: Path) -> None:
    take_in(base, folder)
    assert statuses(base, write(tmp_path / "in-2", khac=FERTILISER)) == {"khac": "added"}
    assert statuses(base, folder / "chien-luoc.md") == {"chien-luoc": "unchanged"}
    assert len(base.view().documents) == 3


def test_a_file_that_fails_keeps_its_published_version(base: KnowledgeBase, folder: Path) -> None:
    take_in(base, folder)
    (folder / "phan-bon.md").write_bytes(b"\xff\xfe broken")
    write(folder, chien_luoc=STRATEGY.replace("nhóm 5", "nhóm 4"))
    report = take_in(base, folder)
    assert report.exit_code == 3
    assert {line.status.value for line in report.documents} == {"updated", "failed"}
    assert search(base, "lấy mẫu phân bón trong ba ngày").passages[0].document.document_id == "phan-bon"


@pytest.mark.parametrize(
    "broken", ["---\nissued_on: hôm qua\n---\n\nNội dung.\n", "---\n: [\n---\n\nNội dung.\n", "---\nkind: Luật\n---\n"]
)
def test_a_document_that_is_refused_keeps_its_published_version(base: KnowledgeBase, folder: Path, broken: str) -> None:
    take_in(base, folder)
    write(folder, phan_bon=broken)
    report = take_in(base, folder)
    assert (report.exit_code, report.release) == (3, 1)
    assert "phan-bon" in base.view().documents


def test_a_dry_run_tells_all_and_changes_nothing(base: KnowledgeBase, folder: Path, counting: CountingEmbedder) -> None:
    report = take_in(base, folder, dry_run=True)
    assert [line.status.value for line in report.documents] == ["added", "added"]
    assert (report.release, base.view().release.number) == (0, 0)
    assert counting.embedded == []


def test_the_same_file_named_twice_is_read_once(base: KnowledgeBase, folder: Path) -> None:
    report = take_in(base, folder, folder / "phan-bon.md", folder)
    assert report.exit_code == 0
    assert len(report.documents) == 2


def test_files_of_one_name_get_ids_of_their_own_that_last(base: KnowledgeBase, tmp_path: Path) -> None:
    root = tmp_path / "in"
    write(root / "a", phan_bon=FERTILISER)
    write(root / "b", phan_bon=STRATEGY)
    first = statuses(base, root)
    assert len(first) == 2
    assert "phan-bon" in first
    assert set(statuses(base, root).values()) == {"unchanged"}
    (root / "a" / "phan-bon.md").unlink()
    assert sorted(statuses(base, root).values()) == ["retired", "unchanged"]
    assert set(statuses(base, root).values()) == {"unchanged"}


def test_a_moved_folder_keeps_its_documents(base: KnowledgeBase, folder: Path, tmp_path: Path, counting: CountingEmbedder) -> None:
    take_in(base, folder)
    counting.embedded.clear()
    folder.rename(tmp_path / "elsewhere")
    assert statuses(base, tmp_path / "elsewhere") == {"chien-luoc": "updated", "phan-bon": "updated"}
    assert len(base.view().documents) == 2
    assert counting.embedded == []


def test_hidden_files_and_sidecars_are_not_documents(base: KnowledgeBase, folder: Path) -> None:
    for name in (".hidden.md", "~$open.docx", "phan-bon.yaml", ".git/x.md"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert len(take_in(base, folder).documents) == 2


BAD = [
    ("rong.md", b"", "trống"),
    ("trang.md", b" \n\t\r\n ", "trống"),
    ("an.md", "\u200b\ufeff\u200d".encode(), "không có chữ"),
    ("sai-ma.md", b"Quy\xe1\xba dinh", "UTF-8"),
    ("chi-thong-tin.md", "---\nkind: Luật\n---\n".encode(), "không có đoạn chữ"),
    ("yaml.md", "---\nkind: [Luật\n---\n\nNội dung.\n".encode(), "đầu tệp"),
    ("danh-sach.md", "---\n- một\n---\n\nNội dung.\n".encode(), "đầu tệp"),
    ("ngay-sai.md", "---\nissued_on: 26/01/2021\n---\n\nNội dung.\n".encode(), "issued_on"),
    ("ngay-khong-co.md", "---\nissued_on: 2021-02-30\n---\n\nNội dung.\n".encode(), "đầu tệp"),
    ("thang-13.md", "---\nissued_on: '2021-13-01'\n---\n\nNội dung.\n".encode(), "issued_on"),
    ("nguoc.md", "---\neffective_from: 2026-01-02\neffective_to: 2026-01-01\n---\n\nNội dung.\n".encode(), "hết hiệu lực"),
    ("cung-ngay.md", "---\neffective_from: 2026-01-01\neffective_to: 2026-01-01\n---\n\nNội dung.\n".encode(), "hết hiệu lực"),
    ("anh.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), ""),
    ("co-so-du-lieu.md", b"SQLite format 3\0\x10\0\1\1\0\x40\x20\x20" + b"\0" * 400, "không phải tệp chữ"),
    ("chuong-trinh.exe", b"MZ", "loại tệp"),
    ("khong-duoi", b"abc", "loại tệp"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_fails_alone_with_a_reason(base: KnowledgeBase, folder: Path, name: str, data: bytes, reason: str) -> None:
    (folder / name).write_bytes(data)
    report = take_in(base, folder)
    [failed] = [line for line in report.documents if line.status is Outcome.FAILED]
    assert failed.path.endswith(name)
    assert reason in failed.reason
    assert re.search("[à-ỹ]", failed.reason), "the reason is Vietnamese"
    assert "ngoài dự kiến" not in failed.reason
    assert failed.reason.endswith((".", "”.", ")."))
    assert report.exit_code == 3
    assert set(base.view().documents) == {"chien-luoc", "phan-bon"}


ODD = [
    ("nul", "Trí tuệ\0 nhân tạo ở An Giang.\n" * 5, "Trí tuệ nhân tạo"),
    ("nfd", "Tri\u0301 tue\u0323\u0302 nha\u0302n ta\u0323o ở An Giang.", "Trí tuệ nhân tạo"),
    ("zero-width", "Trí\u200b tuệ\u2060 nhân\ufeff tạo", "Trí tuệ nhân tạo"),
    ("html", "<script>alert(1)</script> <b>Trí tuệ</b>", "<script>alert(1)</script>"),
    ("sql", "Robert'); DROP TABLE chunks;-- trí tuệ", "DROP TABLE chunks"),
    ("crlf", "Dòng một\r\n\r\nDòng hai", "Dòng một"),
    ("front-matter-only-start", "---\nKhông phải thông tin đầu tệp", "Không phải"),
    ("emoji", "👍👍 Trí tuệ nhân tạo", "👍👍"),
    ("impossible-date-in-text", "Số: 15/QĐ-UBND\n\nAn Giang, ngày 31 tháng 02 năm 2021\n\nNội dung quyết định.", "Nội dung"),
    ("odd-metadata", "---\naliases: 2021\nnumber: 127\n1: x\nsources: [2021-01-01, {a: 1}]\n---\n\nNội dung trí tuệ.", "Nội dung"),
    ("utf8-bom", "\ufeff---\nkind: Luật\n---\n\nNội dung luật.", "Nội dung"),
]


@pytest.mark.parametrize(("name", "text", "kept"), ODD, ids=[name for name, _, _ in ODD])
def test_odd_text_is_taken_in_and_can_be_shown_and_found(base: KnowledgeBase, tmp_path: Path, name: str, text: str, kept: str) -> None:
    path = tmp_path / f"{name}.md"
    path.write_bytes(text.encode())
    report = take_in(base, path)
    assert report.exit_code == 0, report.documents
    chunks = base.catalogue.chunks_of(name, 1)
    assert kept in "\n".join(c.text for c in chunks)
    assert search(base, kept).passages[0].document.document_id == name


@pytest.mark.parametrize("word", ["trí tuệ nhân tạo ", "khôngdấucách"], ids=["words", "one-word"])
def test_a_line_of_100000_characters_becomes_chunks_one_can_quote(base: KnowledgeBase, tmp_path: Path, word: str) -> None:
    path = tmp_path / "dai.md"
    path.write_text((word * 100_000)[:100_000], encoding="utf-8")
    assert take_in(base, path, dry_run=True).exit_code == 0
    from ingest.chunker import chunks
    from ingest.readers.markdown import read
    from ingest.structure import sections

    [raw] = read(path)
    drafts = chunks("Dài", sections(raw.blocks))
    assert max(len(draft.text) for draft in drafts) <= 1300
    assert "".join("".join(d.text for d in drafts).split()) == "".join((word * 100_000)[:100_000].split())


def test_a_utf16_file_with_its_mark_is_read(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "utf16.txt"
    path.write_bytes("Trí tuệ nhân tạo".encode("utf-16"))
    assert take_in(base, path).exit_code == 0
    assert base.catalogue.chunks_of("utf16", 1)[0].text == "Trí tuệ nhân tạo"


def test_a_date_in_the_text_that_no_calendar_has_is_left_out(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.txt"
    path.write_text("Số: 15/QĐ-UBND\n\nAn Giang, ngày 31 tháng 02 năm 2021\n\nNội dung quyết định.", encoding="utf-8")
    take_in(base, path)
    document = base.view().documents["quyet-dinh"]
    assert (document.number, document.issued_on) == ("15/QĐ-UBND", None)


@pytest.mark.parametrize("source", ["/khong/co/that", "https://127.0.0.1/a.pdf"])
def test_a_source_that_is_not_there_fails_with_a_reason(base: KnowledgeBase, folder: Path, source: str) -> None:
    from ingest.pipeline import ingest

    report = ingest(base, [source, str(folder)])
    assert [line.status.value for line in report.documents] == ["failed", "added", "added"]
    assert re.search("[à-ỹ]", report.documents[0].reason)


def test_ids_that_a_corpus_repeats_fail_and_the_first_stays(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = [{"id": i, "title": f"Bài {n}", "text": f"Nội dung số {n}."} for n, i in enumerate(["a", "b", "a"])]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    report = take_in(base, path)
    assert [(line.document_id, line.status.value) for line in report.documents] == [("a", "added"), ("b", "added"), ("a", "failed")]
    assert base.view().documents["a"].title == "Bài 0"


def test_a_bad_line_of_a_corpus_fails_alone(base: KnowledgeBase, tmp_path: Path) -> None:
    good = '{"id": "%s", "title": "Bài", "text": "Nội dung."}'
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join([good % "a", "{not json", '{"id": "x"}', "[1]", "[" * 100_000, good % "b"]), encoding="utf-8")
    report = take_in(base, path)
    assert [line.status.value for line in report.documents] == ["added", "failed", "failed", "failed", "failed", "added"]
    assert [line.reason.split()[1] for line in report.documents[1:5]] == ["2", "3", "4", "5"]
    assert set(base.view().documents) == {"a", "b"}


def test_documents_of_a_corpus_that_fails_in_part_are_not_retired(base: KnowledgeBase, tmp_path: Path) -> None:
    good = '{"id": "%s", "title": "Bài", "text": "Nội dung."}'
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join([good % "a", good % "b"]), encoding="utf-8")
    take_in(base, path)
    path.write_text("\n".join([good % "a", "{"]), encoding="utf-8")
    assert statuses(base, path) == {"a": "unchanged", None: "failed"}
    path.write_text(good % "a", encoding="utf-8")
    assert statuses(base, path) == {"a": "unchanged", "b": "retired"}


def test_lone_surrogates_and_long_ids_do_no_harm(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = [
        {"id": "a\ud800", "title": "Bài \ud801", "text": "Nội dung \ud802 đây.", "issuer": "Sở \ud803", "aliases": ["\ud804"]},
        {"id": "x" * 5000, "title": "Dài", "text": "Nội dung."},
        {"id": "b", "title": "\u200b", "text": "Nội dung."},
        {"id": "c", "title": "Trống", "text": "\u200b \ufeff"},
        {"id": "Luật Đất đai#3", "title": "Luật Đất đai, Điều 3", "text": "Phạm vi\n\nLuật này quy định về đất đai."},
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    report = take_in(base, path)
    assert [line.status.value for line in report.documents] == ["added", "failed", "failed", "failed", "added"]
    assert set(base.view().documents) == {"a", "Luật Đất đai#3"}


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the original report is not part of the repository: ../shared/seeds")
def test_the_original_report_of_kien_giang_tells_who_signed_it_when_and_to_whom(base: KnowledgeBase, tmp_path: Path) -> None:
    for path in (SHARED / "seeds").glob("*.txt"):
        shutil.copy(path, tmp_path)
    report = take_in(base, *tmp_path.glob("*.txt"))
    assert report.exit_code == 0
    [document] = base.view().documents.values()
    assert (document.kind, str(document.issued_on), document.signer) == ("Báo cáo", "2021-12-28", "Nguyễn Lưu Trung")
    assert document.details["addressees"] == ["Bộ Khoa học và Công nghệ"]
    assert document.province == "Kiên Giang"
    assert document.title.startswith("Tình hình thực hiện Chiến lược quốc gia")
    for question, answer in [
        ("cơ quan nào chủ trì ở Kiên Giang", "Sở Khoa học và Công nghệ chủ trì"),
        ("tuyên truyền bằng những hình thức nào", "Báo Kiên Giang"),
        ("báo cáo gửi cho bộ nào", "Bộ Khoa học và Công nghệ"),
    ]:
        for asked in (question, fold(question)):
            assert any(answer in p.chunk.text for p in search(base, asked, 3).passages), asked
