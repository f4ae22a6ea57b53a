"""Whole conversations with an Official Account, by signed webhooks, against a server that checks every request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from assistant.messages import say as message_of
from assistant.models import Status
from assistant.records import channel_tables as t
from assistant.records.writing import writing
from tests.assistant.channels.zalo_oa.conftest import Served, post
from tests.support.fake_assistant import FakeAssistant, plain
from tests.support.waiting import until
from tests.support.zalo_oa_server import Said, ZaloOaServer, oa_error

AN, BINH = "2468458835296197922", "2468458835296197923"
CHOICES = ("Ai ký Quyết định 142?", "Ai ký Nghị định 142?")


@pytest.fixture(autouse=True)
def asks_back(fake: FakeAssistant) -> None:
    """ "ai ký?" is asked back with two choices."""
    fake.rules["ai"] = lambda question: replace(
        plain(question, Status.CLARIFICATION_WHICH_DOCUMENT, "Bạn hỏi về văn bản nào?"), suggestions=CHOICES
    )


async def test_from_following_to_erased(served: Served, zalo: ZaloOaServer, fake: FakeAssistant) -> None:
    async with served() as (_, client):

        async def happens(event: dict[str, object], answers: int = 1) -> Said:
            before = len(zalo.sent)
            assert await post(client, event) == 200
            await until(lambda: len(zalo.sent) >= before + answers, str(event["event_name"]))
            return zalo.sent[-1]

        async def answered(text: str) -> list[Said]:
            """The messages of an answer; the list of links is the last."""
            before = len(zalo.sent)
            assert await post(client, zalo.event(AN, text)) == 200
            await until(lambda: any("<https://congbao" in said.text for said in zalo.sent[before:]), text)
            return zalo.sent[before:]

        follow = {**zalo.event(AN, what="follow"), "follower": {"id": AN}}
        del follow["sender"], follow["message"]
        hello = await happens(follow, 2)
        notice = zalo.sent[0]
        assert "Sở KH&CN An Giang" in notice.text
        assert notice.payload("Đồng ý") == "Đồng ý"
        tapped = await happens(zalo.event(AN, notice.payload("Đồng ý")))
        assert "tôi nhớ cuộc trò chuyện này" in tapped.text
        assert len(hello.buttons) == 3

        asked_back = await happens(zalo.event(AN, "ai ký?"))
        assert [button["title"] for button in asked_back.buttons] == list(CHOICES)
        await answered("1")
        assert fake.asked[-1].text == CHOICES[0]
        assert fake.asked[-1].keep

        told = await answered("mục tiêu đến năm 2030 là gì?")
        assert "[1] Quyết định 1671/QĐ-TTg" in "\n".join(said.text for said in told)
        answer = next(said for said in told if said.buttons)
        good = await happens(zalo.event(AN, answer.payload("👍")))
        assert good.text == "Cảm ơn bạn!"
        why = await happens(zalo.event(AN, "4"))
        await happens(zalo.event(AN, why.payload("Thiếu")))
        assert fake.feedback[-1][1:] == ("down", "Thiếu")
        assert "Lịch sử đồng ý" in (await happens(zalo.event(AN, "dữ liệu của tôi"))).text
        assert "Mã xác nhận" in (await happens(zalo.event(AN, "xoá"))).text
    assert zalo.renewals == 1


async def test_more_choices_than_buttons_go_on_as_numbers(served: Served, zalo: ZaloOaServer, fake: FakeAssistant) -> None:
    usual = fake.rules["hostile"]
    many = tuple(f"Câu hỏi số {n}?" for n in range(1, 9))
    fake.rules["nhiều"] = lambda question: replace(usual(question), text="Có nhiều.", sources=(), suggestions=many)
    async with served() as (_, client):
        await post(client, zalo.event(AN, "nhiều"))
        await until(lambda: len(zalo.sent) == 2)
        answer = zalo.sent[1]
        assert [button["title"] for button in answer.buttons] == [f"{n}. Câu hỏi số {n}?" for n in range(1, 6)]
        assert "6. Câu hỏi số 6?\n7. Câu hỏi số 7?\n8." in answer.text
        await post(client, zalo.event(AN, "8"))
        await until(lambda: len(zalo.sent) == 3)
        assert fake.asked[-1].text == many[7]


@pytest.mark.parametrize("code", [-201, -210, -233])
async def test_buttons_that_are_refused_come_as_text(served: Served, zalo: ZaloOaServer, code: int) -> None:
    async with served() as (_, client):
        await post(client, zalo.event(AN, "ai ký?"))
        await until(lambda: len(zalo.sent) == 2)
        zalo.faults.append(oa_error(code, "template is not supported"))
        await post(client, zalo.event(AN, "ai ký?"))
        await until(lambda: len(zalo.sent) == 3)
    assert not zalo.sent[2].buttons
    assert "1. Ai ký Quyết định 142?\n2. Ai ký Nghị định 142?" in zalo.sent[2].text


async def test_what_is_no_message_of_a_person_is_acknowledged_and_ignored(served: Served, zalo: ZaloOaServer, fake: FakeAssistant) -> None:
    async with served() as (office, client):
        for what in ("oa_send_text", "oa_send_template", "user_seen_message", "user_received_message", "unheard_of"):
            assert await post(client, zalo.event(AN, "tiếng vọng", what)) == 200
        assert await post(client, zalo.event(BINH, "", "user_send_image")) == 200
        await until(lambda: len(zalo.texts(BINH)) == 2)
        with office.records.engine.connect() as db:
            assert db.execute(select(t.inbox.c.kind)).scalars().all() == ["media"]
    assert zalo.texts(AN) == []
    assert fake.asked == []


async def test_nothing_is_sent_when_the_reply_window_is_over(served: Served, zalo: ZaloOaServer) -> None:
    async with served() as (office, client):
        old = {**zalo.event(AN, "ai ký?"), "timestamp": str(int((datetime.now(UTC) - timedelta(hours=49)).timestamp() * 1000))}
        await post(client, old)
        await post(client, zalo.event(BINH, "đồng ý"))
        await until(lambda: len(zalo.texts(BINH)) == 1)

        def ended() -> bool:
            with office.records.engine.connect() as db:
                return [row.problem for row in db.execute(select(t.outbox))].count("Refused: the reply window is over") == 2

        await until(ended)
        pseudonym = office.records.seal.pseudonym("zalo_oa", BINH)
        assert office.tell("zalo_oa", pseudonym, message_of("tin mới"), "news:1")
        assert not office.tell("zalo_oa", pseudonym, message_of("muộn"), "news:2", datetime.now(UTC) + timedelta(hours=49))
        with writing(office.records.engine) as db:
            db.execute(update(t.chats).values(seen_at=datetime.now(UTC) - timedelta(hours=49)))
        assert not office.tell("zalo_oa", pseudonym, message_of("tin mới"), "news:3")
    assert zalo.texts(AN) == []
