"""A link ingested: read like a file, known by its address, asked again politely, kept when its site is in trouble."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from ingest import pipeline, roots
from ingest.pipeline import ingest
from ingest.report import Report
from knowledge.base import KnowledgeBase
from knowledge.search import search
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, by_id, write
from tests.support.site import Asked, Site, page, redirect, reply


@pytest.fixture
def embedder(base: KnowledgeBase) -> CountingEmbedder:
    base.embedder = CountingEmbedder()
    return base.embedder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were really read."""
    names: list[str] = []
    real = roots.read_guarded

    def noting(path: Path, **more: object) -> object:
        names.append(path.name)
        return real(path, **more)

    monkeypatch.setattr(roots, "read_guarded", noting)
    return names


class Versioned:
    """A page with an ETag, as a well-kept site serves it."""

    def __init__(self, text: str, etag: str | None = '"1"', modified: str | None = None) -> None:
        self.text, self.etag, self.modified = text, etag, modified

    def __call__(self, asked: Asked, out: BinaryIO) -> None:
        known = asked.headers["If-None-Match"] == self.etag if self.etag else asked.headers["If-Modified-Since"] == self.modified
        headers = {"ETag": self.etag or "", "Last_Modified": self.modified or ""}
        if known and (self.etag or self.modified):
            out.write(reply(b"", "304 Not Modified", **headers))
        else:
            out.write(reply(self.text.encode(), Content_Type="text/markdown; charset=utf-8", **headers))


def statuses(report: Report) -> dict[str | None, str]:
    return {i: line.status.value for i, line in by_id(report).items()}


def test_a_link_is_read_like_a_file_and_known_by_its_address(base: KnowledgeBase, site: Site) -> None:
    site.pages["/tin/thong-bao-tap-huan.html"] = page("Thông báo tập huấn trí tuệ nhân tạo")
    link = site.url("/tin/thong-bao-tap-huan.html")
    report = ingest(base, [link])
    assert (report.exit_code, report.release) == (0, 1)
    assert [(line.path, line.document_id) for line in report.documents] == [(link, "thong-bao-tap-huan")]
    document = base.view().documents["thong-bao-tap-huan"]
    assert (document.path, document.url, document.title) == (link, link, "Thông báo tập huấn trí tuệ nhân tạo")
    assert search(base, "thông báo tập huấn có hiệu lực khi nào").passages[0].document.document_id == "thong-bao-tap-huan"


def test_front_matter_may_name_another_address(base: KnowledgeBase, site: Site) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY.replace("---\n", "---\nurl: https://chinhphu.vn/127\n", 1))
    ingest(base, [site.url("/chien-luoc.md#muc-1")])
    [document] = base.view().documents.values()
    assert (document.path, document.url) == (site.url("/chien-luoc.md"), "https://chinhphu.vn/127")


@pytest.mark.parametrize("validators", [{"etag": '"1"'}, {"etag": None, "modified": "Mon, 02 Nov 2026 08:00:00 GMT"}])
def test_a_link_that_did_not_change_is_not_read(base: KnowledgeBase, site: Site, reads: list[str], validators: dict[str, str]) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY, **validators)
    ingest(base, [site.url("/chien-luoc.md")])
    report = ingest(base, [site.url("/chien-luoc.md")])
    assert statuses(report) == {"chien-luoc": "unchanged"}
    assert reads == ["chien-luoc.md"]
    headers = site.asked[-1].headers
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (validators["etag"], validators.get("modified"))
    assert base.view().release.number == 1


def test_the_same_bytes_under_a_new_etag_are_not_read_either(base: KnowledgeBase, site: Site, reads: list[str]) -> None:
    for etag in ('"1"', '"2"'):
        site.pages["/chien-luoc.md"] = Versioned(STRATEGY, etag)
        ingest(base, [site.url("/chien-luoc.md")])
    assert reads == ["chien-luoc.md"]
    assert base.catalogue.sources.fetches()[site.url("/chien-luoc.md")].etag == '"2"'


def test_a_change_embeds_only_what_changed(base: KnowledgeBase, site: Site, embedder: CountingEmbedder) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    ingest(base, [site.url("/chien-luoc.md")])
    embedder.embedded.clear()
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY.replace("nhóm 5", "nhóm 4"), '"2"')
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "updated"}
    assert len(embedder.embedded) == 1


def test_a_page_that_differs_in_bytes_but_not_in_words_is_unchanged(base: KnowledgeBase, site: Site) -> None:
    for token in ("abc", "xyz"):
        text = f"<html><head><title>Tin</title></head><body><input value='{token}'><p>Nội dung tin.</p></body></html>"
        site.pages["/tin"] = reply(text.encode(), Content_Type="text/html; charset=utf-8")
        report = ingest(base, [site.url("/tin")])
    assert [line.status.value for line in report.documents] == ["unchanged"]


@pytest.mark.parametrize("trouble", ["404 Not Found", "410 Gone", "500 Internal Server Error", "403 Forbidden"])
def test_a_document_stays_published_when_its_link_fails(base: KnowledgeBase, site: Site, trouble: str) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    ingest(base, [site.url("/chien-luoc.md")])
    site.pages["/chien-luoc.md"] = reply(b"", trouble)
    report = ingest(base, [site.url("/chien-luoc.md")])
    assert (report.exit_code, report.release) == (3, 1)
    assert trouble[:3] in report.documents[0].reason
    assert "chien-luoc" in base.view().documents
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "unchanged"}


def test_a_page_in_place_of_a_file_is_not_published(base: KnowledgeBase, site: Site) -> None:
    site.pages |= {"/qd-15.pdf": page("Đăng nhập"), "/qd-16.docx": page("Không tìm thấy"), "/qd-17": page("Tin")}
    site.pages["/qd-18.doc"] = reply(page("Quyết định 18").partition(b"\r\n\r\n")[2], Content_Type="application/msword")
    report = ingest(base, [site.url(f"/{name}") for name in ("qd-15.pdf", "qd-16.docx", "qd-17", "qd-18.doc")])
    assert [line.status.value for line in report.documents] == ["failed", "failed", "added", "added"]
    assert "trang web chứ không phải tệp PDF" in report.documents[0].reason


def test_an_archive_behind_a_link_gives_its_documents_and_takes_back_those_it_lost(base: KnowledgeBase, site: Site) -> None:
    def archive(**texts: str) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for name, text in texts.items():
                made.writestr(f"{name}.md", text)
        return reply(held.getvalue(), Content_Type="application/zip", Content_Disposition="attachment; filename*=UTF-8''G%C3%B3i%20tin.zip")

    site.pages["/tai-ve"] = archive(chien_luoc=STRATEGY, phan_bon=FERTILISER)
    assert set(statuses(ingest(base, [site.url("/tai-ve?id=1")]))) == {"goi-tin-chien-luoc", "goi-tin-phan-bon"}
    site.pages["/tai-ve"] = archive(phan_bon=FERTILISER)
    assert statuses(ingest(base, [site.url("/tai-ve?id=1")])) == {"goi-tin-chien-luoc": "retired", "goi-tin-phan-bon": "unchanged"}


def test_a_file_that_its_site_renames_stays_one_document(base: KnowledgeBase, site: Site) -> None:
    for day, number in (("2026-11-01", 5), ("2026-11-02", 4)):
        text = STRATEGY.replace("nhóm 5", f"nhóm {number}").encode()
        site.pages["/moi-nhat"] = reply(text, Content_Disposition=f'attachment; filename="bao-cao-{day}.md"')
        report = ingest(base, [site.url("/moi-nhat")])
    assert statuses(report) == {"bao-cao-2026-11-01": "updated"}
    assert [path.name for path in (base.settings.data_dir / "downloads").rglob("*.md")] == ["bao-cao-2026-11-02.md"]


def test_a_link_and_a_file_of_one_name_are_two_documents(base: KnowledgeBase, site: Site, tmp_path: Path) -> None:
    site.pages["/phan-bon.md"] = Versioned(STRATEGY)
    folder = write(tmp_path / "in", phan_bon=FERTILISER)
    ingest(base, [site.url("/phan-bon.md")])
    for _ in range(2):
        report = ingest(base, [str(folder), site.url("/phan-bon.md")])
        assert report.exit_code == 0
        assert len(base.view().documents) == 2
    assert set(statuses(report).values()) == {"unchanged"}


def test_a_link_below_another_is_left_alone(base: KnowledgeBase, site: Site) -> None:
    site.pages |= {"/tin": page("Trang tin"), "/tin/bai-mot": page("Bài một")}
    ingest(base, [site.url("/tin"), site.url("/tin/bai-mot")])
    site.pages["/tin"] = page("Trang tin đã sửa")
    assert [line.status.value for line in ingest(base, [site.url("/tin")]).documents] == ["updated"]
    assert len(base.view().documents) == 2


def test_a_dry_run_fetches_and_keeps_nothing(base: KnowledgeBase, site: Site) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    assert statuses(ingest(base, [site.url("/chien-luoc.md")], dry_run=True)) == {"chien-luoc": "added"}
    assert base.catalogue.sources.fetches() == {}
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "added"}


def test_what_was_fetched_but_is_not_in_the_release_is_published_the_next_time(base: KnowledgeBase, site: Site, reads: list[str]) -> None:
    """The site says "not modified", but the release in force has not got it: the kept file is read, nothing is lost."""
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    ingest(base, [site.url("/chien-luoc.md")])
    [fetch] = base.catalogue.sources.fetches().values()
    ingest(base, [], dropped=["chien-luoc"])
    assert base.view().documents == {}
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "added"}
    assert site.asked[-1].headers["If-None-Match"] == fetch.etag
    assert reads == ["chien-luoc.md", "chien-luoc.md"]


def test_a_changed_reader_reads_kept_files_again(
    base: KnowledgeBase, site: Site, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    ingest(base, [site.url("/chien-luoc.md")])
    monkeypatch.setattr(pipeline, "FORM", pipeline.FORM + 1)
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "updated"}
    assert reads == ["chien-luoc.md", "chien-luoc.md"]


@pytest.mark.parametrize("damage", ["delete", "change"])
def test_a_kept_file_that_is_not_whole_is_fetched_again(base: KnowledgeBase, site: Site, damage: str) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    ingest(base, [site.url("/chien-luoc.md")])
    [kept] = (base.settings.data_dir / "downloads").rglob("chien-luoc.md")
    kept.unlink() if damage == "delete" else kept.write_text("khác")
    assert statuses(ingest(base, [site.url("/chien-luoc.md")])) == {"chien-luoc": "unchanged"}
    assert site.asked[-1].headers["If-None-Match"] is None
    assert kept.read_text(encoding="utf-8") == STRATEGY


def test_validators_are_those_of_the_page_they_came_with(base: KnowledgeBase, site: Site) -> None:
    """Two pages may carry the same ETag: a redirect that now leads elsewhere is not asked with the old one's."""
    site.pages |= {"/moi-nhat": redirect("/1.md"), "/1.md": Versioned(STRATEGY), "/2.md": Versioned(FERTILISER)}
    ingest(base, [site.url("/moi-nhat")])
    site.pages["/moi-nhat"] = redirect("/2.md")
    ingest(base, [site.url("/moi-nhat")])
    assert site.asked[-1].headers["If-None-Match"] is None
    assert "Kiểm tra chất lượng phân bón nhập khẩu" in {d.title for d in base.view().documents.values()}


def test_the_report_never_shows_a_password(base: KnowledgeBase, site: Site) -> None:
    report = ingest(base, [f"http://ten:mat-khau@127.0.0.1:{site.port}/a"])
    assert report.exit_code == 3
    assert "mat-khau" not in json.dumps(report.as_json(), ensure_ascii=False)
    assert site.asked == []


def test_links_and_files_are_one_release(base: KnowledgeBase, site: Site, tmp_path: Path) -> None:
    site.pages["/chien-luoc.md"] = Versioned(STRATEGY)
    report = ingest(
        base,
        [site.url("/chien-luoc.md"), site.url("/khong-co"), str(write(tmp_path / "in", phan_bon=FERTILISER)), site.url("/chien-luoc.md")],
    )
    assert [line.status.value for line in report.documents] == ["added", "failed", "added"]
    assert base.view().release.number == 1
