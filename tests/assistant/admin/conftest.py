"""Everything that `python bot.py` serves, on the starter documents, with one browser for the tests of a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from assistant.records.accounts import Role
from assistant.replies import put_in_place
from knowledge.base import KnowledgeBase
from tests.support.admin import Site, ready, whole_site
from tests.support.browser import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOLDEN = (
    {"id": "signed", "kind": "fact", "question": "Ai ký Quyết định 127/QĐ-TTg?", "status": "answered", "as_of": "2026-11-22"},
    {"id": "gold", "kind": "off_topic", "question": "Giá vàng hôm nay bao nhiêu?", "status": "unanswerable", "as_of": "2026-11-22"},
    {"id": "wrong", "kind": "fact", "question": "Giá bạc hôm nay bao nhiêu?", "status": "answered", "as_of": "2026-11-22"},
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, starter_base: KnowledgeBase) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("house")
    golden = folder / "golden"
    golden.mkdir()
    (golden / "cases.jsonl").write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in GOLDEN), encoding="utf-8")
    with whole_site(folder, starter_base, golden, operator_name="Sở Khoa học và Công nghệ") as running:
        yield running
    put_in_place({})


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def entering(house: Site, chromium: Browser) -> Callable[..., Page]:
    """`entering("lan", "/hang-doi")`: a page of somebody who may edit."""

    def enter(name: str, path: str, role: Role = Role.EDIT) -> Page:
        page = house.enter(chromium, house.person(name, role))
        page.goto(f"{house.url}/admin{path}")
        ready(page)
        return page

    return enter
