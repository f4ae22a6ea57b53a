"""Whole conversations on all three chat channels, against servers that check each request: subscribed, told once, stopped;
asked in vain, tapped, told once. On Telegram with the real assistant, a real knowledge base and a real ingest.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from assistant import announcer
from assistant.announcer import tell_answered
from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import AnswersQuestions
from assistant.channels.zalo_bot import channel as bot_channel
from assistant.channels.zalo_oa import channel as oa_channel
from assistant.clock import HERE
from assistant.delivery.office import PostOffice
from assistant.delivery.opening import open_office
from assistant.library import Library, ReadsDocuments
from assistant.models import Status
from assistant.records import channel_tables as c
from assistant.records import news_tables as n
from assistant.records.log import QuestionLog
from assistant.records.newsbook import NewsBook
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.channels.zalo_oa.conftest import post
from tests.assistant.conftest import log_url, make_assistant_settings
from tests.assistant.news.conftest import LAW, OLD
from tests.assistant.news.test_answers import STAFF
from tests.support.fake_assistant import FakeAssistant, plain
from tests.support.papers import take_in, write
from tests.support.serving import free_address, serving
from tests.support.shelf import Shelf, event
from tests.support.telegram_server import Sent, TelegramServer
from tests.support.waiting import until
from tests.support.zalo_bot_server import ZaloBotServer
from tests.support.zalo_oa_server import APP_ID, APP_SECRET, FIRST_REFRESH, SECRET_KEY, ZaloOaServer

AN = 42
TODAY = datetime.now(HERE).date()
AT_ONCE = {"news_quiet_hours": "0-0", "news_wait_minutes": 0, "operator_name": "Sở KH&CN An Giang"}
OLD_PAPER = """---
kind: Thông tư
number: 09/2019/TT-BNNPTNT
title: Kiểm tra chất lượng phân bón nhập khẩu
issuer: Bộ Nông nghiệp và Phát triển nông thôn
issued_on: 2019-08-27
---

## Lấy mẫu phân bón

Mẫu phân bón được lấy tại kho của người nhập khẩu trong vòng ba ngày làm việc.
"""
WORKSHOP = f"""---
kind: Thông tin sự kiện
title: Hội thảo trí tuệ nhân tạo Rạch Giá
url: https://angiang.gov.vn/hoi-thao
event: {{start: {TODAY + timedelta(days=40)}, end: {TODAY + timedelta(days=40)}, place: "Rạch Giá, An Giang"}}
---

# Hội thảo trí tuệ nhân tạo Rạch Giá

Hội thảo giới thiệu ứng dụng trí tuệ nhân tạo cho nông dân.
"""
BUDGET = """---
kind: Kế hoạch
number: 77/KH-UBND
title: Kế hoạch triển khai trí tuệ nhân tạo tỉnh An Giang
issuer: Ủy ban nhân dân tỉnh An Giang
province: An Giang
issued_on: 2026-11-20
url: https://angiang.gov.vn/kh-77
---

# Kế hoạch triển khai trí tuệ nhân tạo tỉnh An Giang

## Kinh phí

Kinh phí triển khai trí tuệ nhân tạo của tỉnh An Giang là 45 tỷ đồng từ ngân sách tỉnh.
"""
QUESTION = "Kinh phí triển khai trí tuệ nhân tạo của tỉnh An Giang là bao nhiêu?"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(announcer, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(announcer, "PAUSE_BETWEEN_QUESTIONS", 0.01)
    monkeypatch.setattr(bot_channel, "CHAT_EVERY", 0.001)
    monkeypatch.setattr(oa_channel, "CHAT_EVERY", 0.001)


@pytest.fixture
def fake() -> FakeAssistant:
    made = FakeAssistant()
    made.rules["kinh"] = lambda question: plain(question, Status.UNANSWERABLE_NO_MATCH, "Tôi chưa tìm thấy.")
    return made


@asynccontextmanager
async def at_work(settings: Any, assistant: AnswersQuestions, library: ReadsDocuments) -> AsyncIterator[PostOffice]:
    office = open_office(settings, assistant, library)
    work = asyncio.create_task(office.run(AnswerDesk(assistant, 4, 64)))
    try:
        await until(NewsBook(office.records.engine).begun, "a first look")
        yield office
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        office.close()


async def all_told(office: PostOffice, news: int) -> None:
    """So many news were told to everybody, and everything has left."""

    def done() -> bool:
        with office.records.engine.connect() as db:
            told = db.execute(select(n.news.c.key).where(n.news.c.campaign > 0)).all()
            open_ones = db.execute(select(n.campaigns.c.id).where(n.campaigns.c.done_at.is_(None))).all()
            return len(told) == news and not open_ones and not db.execute(select(c.outbox.c.id).where(c.outbox.c.done_at.is_(None))).all()

    await until(done, "everything told")


@pytest.fixture
def real(base: KnowledgeBase, tmp_path: Path) -> Iterator[Assistant]:
    """The real assistant on one old paper."""
    take_in(base, write(tmp_path / "cu", thong_tu=OLD_PAPER))
    log = QuestionLog.open(log_url(tmp_path))
    yield Assistant(make_assistant_settings(tmp_path), base, log)
    log.close()


async def test_on_telegram_with_a_real_ingest(real: Assistant, base: KnowledgeBase, tmp_path: Path) -> None:
    with TelegramServer() as telegram:
        token = {"telegram_bot_token": SecretStr(telegram.token), "telegram_api_base": telegram.url, "telegram_per_second": 1000}

        async def heard(beginning: str, since: int = 0) -> Sent:
            await until(lambda: any(sent.text.startswith(beginning) for sent in telegram.sent[since:]), beginning)
            return next(sent for sent in telegram.sent[since:] if sent.text.startswith(beginning))

        async with at_work(make_assistant_settings(tmp_path, **token, **AT_ONCE), real, Library(base)) as office:
            telegram.say(AN, "/theodoi sự kiện")
            telegram.tap(await heard("Để báo tin cho bạn"), "Đồng ý và nhận tin")
            await until(lambda: telegram.toasts == ["Đã ghi: Sự kiện mới."], "subscribed")

            await asyncio.to_thread(take_in, base, write(tmp_path / "moi", hoi_thao=WORKSHOP))
            news = await heard("Có sự kiện mới:")
            for fact in ("Hội thảo trí tuệ nhân tạo Rạch Giá", "tại Rạch Giá, An Giang", "vì theo dõi: Sự kiện mới"):
                assert fact in news.text
            assert any(key.get("url") == "https://angiang.gov.vn/hoi-thao" for key in news.buttons)
            telegram.tap(news, "Xem nội dung")
            await until(lambda: any("cho nông dân" in sent.text for sent in telegram.sent), "the document")

            telegram.tap(news, "Thôi nhận tin")
            await heard("Vâng, tôi không gửi tin nữa.")
            again = WORKSHOP.replace("Rạch Giá", "Long Xuyên")
            await asyncio.to_thread(take_in, base, write(tmp_path / "nua", hoi_thao_2=again))
            await all_told(office, 2)
            assert [sent.text.splitlines()[0] for sent in telegram.sent].count("Có sự kiện mới:") == 1

            telegram.say(AN, QUESTION)
            await until(lambda: any(key["text"] == "Báo tôi khi có câu trả lời" for key in telegram.sent[-1].buttons), "no answer")
            telegram.tap(telegram.sent[-1], "Báo tôi khi có câu trả lời")
            await heard("Vâng. Khi cán bộ trả lời")
            await asyncio.to_thread(take_in, base, write(tmp_path / "kinh-phi", ke_hoach=BUDGET))
            told = await heard(f"Bạn từng hỏi: “{QUESTION}”")
            assert "45 tỷ đồng" in told.text
            assert "Kế hoạch 77/KH-UBND" in told.text
            telegram.tap(told, "👍")
            await until(lambda: "Cảm ơn bạn!" in telegram.toasts, "rated")
            await all_told(office, 3)
            assert sum(sent.text.startswith("Bạn từng hỏi") for sent in telegram.sent) == 1
        assert telegram.broken_rules == []


async def test_on_zalo_bot_by_numbers_and_words(fake: FakeAssistant, tmp_path: Path) -> None:
    shelf = Shelf([OLD])
    with ZaloBotServer() as zalo:
        settings = make_assistant_settings(
            tmp_path, zalo_bot_token=SecretStr(zalo.token), zalo_bot_api_base=zalo.url, zalo_bot_per_second=1000, **AT_ONCE
        )

        async def say(text: str, answers: int = 1) -> Any:
            before = len(zalo.sent)
            zalo.say("an", text)
            await until(lambda: len(zalo.sent) >= before + answers, text)
            return zalo.sent[-1]

        async with at_work(settings, fake, shelf) as office:
            answer = await say("kinh phí là bao nhiêu?", 2)
            consent = await say(answer.number("Báo tôi khi có câu trả lời"))
            assert "tôi sẽ nhắn bạn, một lần" in (await say(consent.number("Đồng ý và báo tôi"))).text
            menu = await say("nhận tin")
            assert "Đã ghi: Văn bản mới." in (await say(menu.number("Văn bản mới"))).text
            shelf.put(LAW)
            await all_told(office, 1)
            news = zalo.sent[-1]
            for fact in ("Vừa có thêm văn bản:", "Luật 9/2026/QH15 ngày 01/11/2026", "Quốc hội", "“Thôi nhận tin”"):
                assert fact in news.text
            assert "tôi không gửi tin nữa" in (await say("Thôi nhận tin")).text
            before = len(zalo.sent)
            shelf.put(event("e", TODAY + timedelta(days=40)))
            await all_told(office, 2)
            assert len(zalo.sent) == before

            with office.records.engine.connect() as db:
                (want,) = db.execute(select(n.wants)).all()
            assert tell_answered(office.records.wants, [want.answer_id], STAFF) == 1
            await until(lambda: "Bạn từng hỏi: “kinh phí là bao nhiêu?”" in zalo.sent[-1].text, "the answer")
            assert "Một tỷ đồng" in zalo.sent[-1].text
            assert "Quyết định 1671/QĐ-TTg" in zalo.sent[-1].text
        assert zalo.broken_rules == []


async def test_on_an_official_account_inside_its_window(fake: FakeAssistant, tmp_path: Path) -> None:
    shelf, url, user = Shelf([OLD]), free_address(), "2468458835296197922"
    with ZaloOaServer() as zalo:
        settings = make_assistant_settings(
            tmp_path,
            zalo_oa_app_id=APP_ID,
            zalo_oa_secret_key=SecretStr(SECRET_KEY),
            zalo_oa_app_secret=SecretStr(APP_SECRET),
            zalo_oa_refresh_token=SecretStr(FIRST_REFRESH),
            zalo_oa_api_base=zalo.url,
            zalo_oauth_base=zalo.url,
            zalo_oa_per_second=1000,
            public_url=url,
            **AT_ONCE,
        )

        async with serving(settings, fake, shelf, url) as (office, client):

            async def say(text: str, answers: int = 1) -> Any:
                before = len(zalo.sent)
                assert await post(client, zalo.event(user, text)) == 200
                await until(lambda: len(zalo.sent) >= before + answers, text)
                return zalo.sent[-1]

            await until(NewsBook(office.records.engine).begun, "a first look")
            answer = await say("kinh phí là bao nhiêu?", 2)
            consent = await say(answer.payload("Báo tôi khi có câu trả lời"))
            done = await say(consent.payload("Đồng ý và báo tôi"))
            assert "48 giờ" in done.text
            menu = await say("theo dõi")
            assert "48 giờ" in (await say(menu.payload("Văn bản mới"))).text
            shelf.put(LAW)
            await until(lambda: "Luật 9/2026/QH15" in zalo.sent[-1].text, "the news")
            news = zalo.sent[-1]
            assert "tôi không gửi tin nữa" in (await say(news.payload("Thôi nhận tin"))).text
            del fake.rules["kinh"]
            shelf.put(event("e", TODAY + timedelta(days=40)))
            await until(lambda: any("Bạn từng hỏi" in said.text for said in zalo.sent), "the answer")
            await all_told(office, 2)
            assert sum("Bạn từng hỏi" in said.text for said in zalo.sent) == 1
        assert zalo.broken_rules == []
