"""`python -m ingest sources …`: folders and links in one run; nothing is lost when a disk or a site is away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.conftest import Command
from tests.support.papers import FERTILISER, STRATEGY, write
from tests.support.site import Site, open_site, page, reply


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that the commands may fetch from."""
    with open_site() as opened:
        monkeypatch.setenv("LINK_PORTS", f"80,443,{opened.port}")
        monkeypatch.setenv("LINK_PRIVATE_NETWORKS", "127.0.0.1/32")
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)


def refresh(sources: Command, *arguments: str) -> dict[str, Any]:
    return dict(json.loads(sources("refresh", *arguments, "--json").stdout))


def statuses(report: dict[str, Any]) -> dict[str, str]:
    return {line["document_id"] or line["path"]: line["status"] for line in report["documents"]}


def listed(sources: Command) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in json.loads(sources("list", "--json").stdout)["sources"]}


def test_folders_and_links_are_refreshed_in_one_run(sources: Command, site: Site, folder: Path) -> None:
    site.pages["/tin/tap-huan"] = page("Thông báo tập huấn", ETag='"1"')
    assert "Đã thêm nguồn “in”" in sources("add", str(folder)).stdout
    assert sources("add", site.url("/tin/tap-huan#dau-trang"), "--name", "tin").exit_code == 0
    assert listed(sources)["tin"] | {"added_at": ""} == {
        "name": "tin", "location": site.url("/tin/tap-huan"), "kind": "link", "added_at": "",
        "checked_at": None, "outcome": None, "reason": "", "documents": 0,
    }  # fmt: skip
    report = refresh(sources)
    assert report["release"] == 1
    assert statuses(report) == {"chien-luoc": "added", "phan-bon": "added", "tap-huan": "added"}
    rows = listed(sources)
    assert [(row["outcome"], row["documents"]) for row in rows.values()] == [("updated", 2), ("updated", 1)]
    assert (rows["tin"]["etag"], len(rows["tin"]["digest"])) == ('"1"', 64)
    assert rows["tin"]["fetched_at"] <= rows["tin"]["checked_at"]
    assert set(statuses(refresh(sources)).values()) == {"unchanged"}
    assert {row["outcome"] for row in listed(sources).values()} == {"unchanged"}


def test_one_source_is_refreshed_by_name(sources: Command, site: Site, folder: Path) -> None:
    sources("add", str(folder), "--name", "phong-ban")
    sources("add", site.url("/tin"), "--name", "tin")
    assert set(statuses(refresh(sources, "phong-ban"))) == {"chien-luoc", "phan-bon"}
    assert site.asked == []
    rows = listed(sources)
    assert (rows["phong-ban"]["outcome"], rows["tin"]["outcome"]) == ("updated", None)


def test_a_source_in_trouble_is_noted_and_the_others_are_published(sources: Command, site: Site, folder: Path) -> None:
    site.pages["/tin"] = reply(b"", "500 Internal Server Error")
    sources("add", site.url("/tin"), "--name", "tin")
    sources("add", str(folder), "--name", "phong-ban")
    done = sources("refresh", "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["release"] == 1
    rows = listed(sources)
    assert (rows["tin"]["outcome"], rows["phong-ban"]["outcome"]) == ("failed", "updated")
    assert "mã 500" in rows["tin"]["reason"]
    shown = sources("list").stdout
    for words in ("phong-ban", "có thay đổi", "KHÔNG ĐƯỢC", "mã 500"):
        assert words in shown


def test_a_folder_whose_disk_is_away_keeps_its_documents(sources: Command, folder: Path) -> None:
    sources("add", str(folder))
    refresh(sources)
    folder.rename(folder.with_name("away"))
    report = refresh(sources)
    assert (report["release"], list(statuses(report).values())) == (1, ["failed"])
    assert "vẫn được giữ" in report["documents"][0]["reason"]
    folder.mkdir()  # an empty mount point
    report = refresh(sources)
    assert list(statuses(report).values()) == ["failed"]
    assert "giờ trống" in report["documents"][0]["reason"]
    assert listed(sources)["in"]["documents"] == 2
    assert statuses(refresh(sources, "--force")) == {"chien-luoc": "retired", "phan-bon": "retired"}


def test_most_of_many_documents_are_not_retired_without_a_word(sources: Command, ingest_app: Command, folder: Path) -> None:
    write(folder, **{f"tin_{number}": f"# Tin {number}\n\nNội dung tin số {number}.\n" for number in range(17)})
    sources("add", str(folder))
    assert len(refresh(sources)["documents"]) == 19
    for number in range(10):
        (folder / f"tin-{number}.md").unlink()
    assert refresh(sources)["documents"][-1]["reason"].startswith("10 trong 19 văn bản của thư mục này không còn tệp")
    write(folder, tin_9="# Tin 9\n\nNội dung tin số 9.\n")
    assert list(statuses(refresh(sources)).values()).count("retired") == 9
    for number in range(9, 17):
        (folder / f"tin-{number}.md").unlink()
    assert json.loads(ingest_app(str(folder), "--json").stdout)["release"] == 3


def test_a_removed_source_takes_its_documents_out_at_once(sources: Command, site: Site, folder: Path, tmp_path: Path) -> None:
    site.pages["/tin/tap-huan"] = page("Thông báo tập huấn")
    inner = write(tmp_path / "in" / "trong", bao_cao=STRATEGY.replace("Chiến lược quốc gia", "Báo cáo"))
    for place, name in ((folder, "ngoai"), (inner, "trong"), (site.url("/tin/tap-huan"), "tin")):
        assert sources("add", str(place), "--name", name).exit_code == 0
    refresh(sources)
    gone = json.loads(sources("remove", "ngoai", "--json").stdout)
    assert statuses(gone) == {"chien-luoc": "retired", "phan-bon": "retired"}
    assert {name: row["documents"] for name, row in listed(sources).items()} == {"trong": 1, "tin": 1}
    assert statuses(json.loads(sources("remove", site.url("/tin/tap-huan"), "--json").stdout)) == {"tap-huan": "retired"}
    assert "Văn bản từ nguồn này vẫn được giữ" in sources("remove", "trong", "--keep").stdout
    assert listed(sources) == {}
    assert "Chưa có nguồn nào" in sources("list").stdout


def test_a_dry_run_changes_and_notes_nothing(sources: Command, folder: Path) -> None:
    sources("add", str(folder))
    assert statuses(refresh(sources, "--dry-run")) == {"chien-luoc": "added", "phan-bon": "added"}
    assert listed(sources)["in"]["outcome"] is None
    assert statuses(refresh(sources)) == {"chien-luoc": "added", "phan-bon": "added"}


def test_names_are_made_up_and_kept_apart(sources: Command, site: Site, tmp_path: Path) -> None:
    for parent in ("a", "b"):
        sources("add", str(write(tmp_path / parent / "Văn bản", chien_luoc=STRATEGY)))
    sources("add", "https://www.chinhphu.vn/tin-tức")
    assert list(listed(sources)) == ["chinhphu-vn-tin-tuc", "van-ban", "van-ban-2"]
    assert site.asked == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["add", "khong-co"], "Không tìm thấy"),
        (["add", "in"], "đã có, với tên “phong-ban”"),
        (["add", "in/..", "--name", "phong-ban"], "tên “phong-ban”"),
        (["add", "https://ten:mat-khau@chinhphu.vn/"], "mật khẩu"),
        (["add", "http://2130706433/"], "nội bộ"),
        (["add", "https://chinhphu.vn:22/"], "cổng 22"),
        (["refresh", "khong-co"], "Không có nguồn nào tên “khong-co”"),
        (["remove", "khong-co"], "Không có nguồn nào tên “khong-co”"),
    ],
)
def test_what_cannot_be_done_is_one_line(sources: Command, folder: Path, arguments: list[str], reason: str) -> None:
    sources("add", str(folder), "--name", "phong-ban")
    done = sources(*arguments)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert "mat-khau" not in done.output
    assert list(listed(sources)) == ["phong-ban"]


def test_names_with_brackets_are_printed_as_they_are(ingest_app: Command, sources: Command, folder: Path) -> None:
    (folder / "[").mkdir()
    (folder / "[" / "b] [red]đỏ.xyz").write_bytes(b"\x00\x01")
    assert "[/b] [red]đỏ.xyz" in ingest_app(str(folder)).stdout
    sources("add", str(folder), "--name", "[/b]")
    assert "[/b]" in sources("list").stdout


def test_a_refresh_of_nothing_says_so(sources: Command) -> None:
    assert "Chưa có nguồn nào" in sources("refresh").stderr


def test_a_command_line_link_is_not_registered(sources: Command, ingest_app: Command, site: Site) -> None:
    site.pages["/tin/tap-huan"] = page("Thông báo tập huấn")
    report = json.loads(ingest_app(site.url("/tin/tap-huan"), "--json").stdout)
    assert statuses(report) == {"tap-huan": "added"}
    assert listed(sources) == {}


def test_a_lost_data_folder_of_downloads_is_made_again(sources: Command, site: Site, tmp_path: Path) -> None:
    site.pages["/tin/tap-huan"] = page("Thông báo tập huấn", ETag='"1"')
    sources("add", site.url("/tin/tap-huan"))
    refresh(sources)
    shutil.rmtree(tmp_path / "data" / "downloads")
    assert list(statuses(refresh(sources)).values()) == ["unchanged"]
