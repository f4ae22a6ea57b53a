"""`make bench ARGS="-k document_pages"`: the pages of documents with 5,000 of them, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import pytest

from assistant.admin.documents.listed import Wanted
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.tray import Tray
from assistant.records.accounts import Role
from assistant.records.jobs import Jobs
from ingest.desk import DocumentDesk
from knowledge.base import KnowledgeBase
from knowledge.models import Chunk, Document
from tests.bench.test_bench import line
from tests.conftest import make_settings
from tests.support.admin import Site, admin_site, ready
from tests.support.browser import browser
from tests.support.papers import paper, publish

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.bench
MANY = 5_000
TIMES = 7


def numbered(n: int) -> tuple[Document, list[Chunk]]:
    """All have the same text, so that it is embedded once."""
    day = date(2015, 1, 1) + timedelta(days=n % 4000)
    event = {"event": {"title": f"Hội thảo {n}", "start": str(date(2026, 1, 1) + timedelta(days=n % 700))}} if n % 10 == 0 else {}
    named = {"kind": "Quyết định" if n % 2 else "Công văn", "number": f"{n}/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh An Giang"}
    title = f"Văn bản thứ {n} về trí tuệ nhân tạo"
    return paper(f"vb-{n}", "Cùng một đoạn văn.", title=title, issued_on=day, effective_from=day, details=event, **named)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("many") / "data"
    base = KnowledgeBase(make_settings(data))
    publish(base, *map(numbered, range(MANY)))
    publish(base, paper("moi", "Đoạn mới."))
    with admin_site(data) as running:
        shelf = Shelf(base, DocumentDesk(base), Tray(data, 1 << 20), Jobs(running.desk.engine))
        object.__setattr__(running.desk, "shelf", shelf)
        yield running
    base.close()


def seconds(act: Callable[[], object]) -> float:
    """The median of some times, after one that is not counted."""
    act()
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return median(times)


def test_the_list_itself(site: Site) -> None:
    shelf = site.desk.shelf
    assert shelf is not None
    queries = {"all": {}, "words": {"words": "tri tue nhan tao 4999"}, "kind": {"kind": "Công văn", "validity": "in_force"}}
    for told, query in queries.items():
        took = seconds(lambda query=query: shelf.rows(Wanted.read(query)))  # type: ignore[misc]
        line(f"list of {MANY:,} documents, {told}", f"{1000 * took:.0f} ms", took < 0.1, "< 100 ms")


def test_the_pages(site: Site) -> None:
    rows = "tbody tr >> nth=49"
    pages = {"/toi": "h1", "/van-ban": rows, "/su-kien": rows, "/van-ban/xem?id=vb-77": "text=Cùng một đoạn văn"}
    with browser() as chromium:
        page = site.enter(chromium, site.person("an", Role.EDIT))
        for path, seen in pages.items():
            took = seconds(lambda path=path, seen=seen: _open(site, page, path, seen))  # type: ignore[misc]
            line(f"{path} interactive, {MANY:,} documents", f"{1000 * took:.0f} ms", took < 1, "< 1 s")


def _open(site: Site, page: Page, path: str, seen: str) -> None:
    page.goto(f"{site.url}/admin{path}")
    ready(page)
    page.wait_for_selector(seen)
