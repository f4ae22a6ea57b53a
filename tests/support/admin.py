"""The admin pages on a real server with a real records database, and people who are in.

with admin_site(tmp_path) as site, browser() as chromium:
    page = site.enter(chromium, site.person("an", Role.EDIT))
    page.goto(site.url + "/admin/van-ban")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from assistant.admin.app import mount_admin
from assistant.admin.desk import Desk
from assistant.admin.gate import COOKIE
from assistant.channels.base import AnswersQuestions
from assistant.curated.shelf import Shelf
from assistant.delivery.opening import open_office, open_site
from assistant.http import create_app
from assistant.library import Library
from assistant.records.account_tables import accounts
from assistant.records.accounts import Role
from assistant.records.log import MIGRATIONS, VERSION_TABLE, QuestionLog
from assistant.records.overrides import Overrides
from assistant.records.sealing import Seal
from assistant.records.writing import writing
from assistant.review.work import ReviewWork, work_beside
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.database import open_database
from tests.support.browser import serve
from tests.support.fake_assistant import FakeAssistant
from tests.support.kept_documents import kept_documents

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "một mật khẩu dài để thử"


@dataclass(frozen=True)
class Site:
    """A running server with its desk."""

    url: str
    desk: Desk

    def person(self, name: str, role: Role, browser_name: str = "test") -> str:
        """The cookie's word of somebody with this role who is in; the account is made when it is not there. No password works."""
        if self.desk.accounts.named(name) is None:
            self.desk.accounts.create(name, role, by="test")
            with writing(self.desk.engine) as db:
                db.execute(update(accounts).where(accounts.c.name == name).values(password="unusable"))
        account = self.desk.accounts.named(name)
        assert account is not None
        with writing(self.desk.engine) as db:
            return self.desk.sessions.begin(db, account, "127.0.0.1", browser_name)

    def enter(self, chromium: Browser, word: str, **context: Any) -> Page:
        """A page of a browser that holds this session."""
        opened = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "vi-VN", **context})
        opened.add_cookies([{"name": COOKIE, "value": word, "url": f"{self.url}/admin"}])
        return opened.new_page()


def make_desk(data_dir: Path, url: str = "", **fields: Any) -> Desk:
    """A desk over a migrated database; `fields` are those of Desk."""
    data_dir.mkdir(parents=True, exist_ok=True)
    settings = Settings(_env_file=None, data_dir=data_dir, database_url=url)  # type: ignore[call-arg]
    engine = open_database(settings.resolved_records_url, MIGRATIONS, VERSION_TABLE)
    fields = {"health": FakeAssistant().health, **fields}
    return Desk(settings, engine, Seal.load("", data_dir), **fields)


@contextmanager
def admin_site(
    data_dir: Path, url: str = "", assistant: AnswersQuestions | None = None, with_documents: bool = False, **fields: Any
) -> Iterator[Site]:
    """The chat page and the admin pages, served. `assistant`: for the chat; `fields`: for the desk; `with_documents`: and a shelf."""
    desk = make_desk(data_dir, url, **fields)
    shelves = ExitStack()
    if with_documents:
        desk = replace(desk, shelf=shelves.enter_context(kept_documents(data_dir, desk.engine)))
    http = create_app(assistant or FakeAssistant())
    mount_admin(http, desk)
    try:
        with shelves, serve(http) as address:
            yield Site(address, desk)
    finally:
        desk.engine.dispose()


@contextmanager
def whole_site(data_dir: Path, base: KnowledgeBase, golden: Path | None = None, **settings: Any) -> Iterator[Site]:
    """What `python bot.py` serves: the assistant on these documents, the chat page with its visitors, the review work, the admin pages."""
    made = Settings(_env_file=None, data_dir=data_dir, **settings)  # type: ignore[call-arg]
    log = QuestionLog.open(made.resolved_records_url)
    assistant = Assistant(made, base, log, None, Overrides(log.engine), Shelf(log.engine, base))
    library = Library(base)
    office = open_office(made, assistant, library, assistant.in_force)
    site = open_site(made, assistant, library, office, assistant.in_force)
    http = create_app(assistant, lifespan=office.lifespan, site=site)
    desk = Desk(made, office.records.engine, office.records.seal, library, assistant.health, assistant=assistant, golden=golden)
    mount_admin(http, desk)
    work_beside(http, ReviewWork.of(assistant, office.records))
    try:
        with serve(http) as address:
            yield Site(address, desk)
    finally:
        office.close()
        log.close()


def ready(page: Page) -> None:
    """Wait until the page's socket works: then a click does something."""
    page.wait_for_function("window.did_handshake === true")
