"""Consent, export, erasure and being told on the web page: the real question log, the real tables; by program and by plain form."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.channels.web_site import Site
from assistant.dialogue.visitors import Visitors
from assistant.http import create_app
from assistant.models import Question
from assistant.records.log import QuestionLog
from tests.support.fake_assistant import FakeAssistant, goals
from tests.support.people import NOWHERE, Logging, visitors


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Visitors]:
    log = QuestionLog.open(f"sqlite:///{tmp_path / 'assistant.sqlite3'}")
    with visitors(tmp_path, Logging(log)) as opened:
        yield opened
    log.close()


@pytest.fixture
def client(people: Visitors) -> Iterator[TestClient]:
    with TestClient(create_app(people.house.assistant, site=Site(people))) as running:
        yield running


def agree(client: TestClient) -> str:
    reply = client.post("/api/visitor")
    assert reply.status_code == 201
    assert "Dữ liệu của tôi" in reply.json()["text"]
    return str(reply.json()["visitor"])


def ask(client: TestClient, question: str, word: str | None = None, conversation: str = "c1") -> dict[str, str]:
    body = {"question": question, "conversation_id": conversation, "keep": False}
    answer = client.post("/api/ask", json=body | ({"visitor": word} if word else {})).json()
    assert answer["conversation_id"] == conversation  # never the name under which it is logged
    return dict(answer)


def database(folder: Path) -> str:
    """Every word in the file, as SQLite would give it to whoever copies it."""
    with sqlite3.connect(folder / "assistant.sqlite3") as db:
        return "\n".join(db.iterdump())


def test_without_consent_nothing_but_counts_is_kept(client: TestClient, tmp_path: Path) -> None:
    ask(client, "Câu hỏi rất riêng thứ nhất")
    client.post("/", data={"question": "Câu hỏi rất riêng thứ hai"})
    ask(client, "Câu hỏi rất riêng thứ ba", "a-word-that-nobody-gave")
    written = database(tmp_path)
    assert "rất riêng" not in written
    assert written.count('INSERT INTO "turns"') == 3


def test_with_consent_everything_is_shown_and_erased_at_once(client: TestClient, tmp_path: Path) -> None:
    word, other = agree(client), agree(client)
    ask(client, "Mục tiêu của tôi?", word)
    ask(client, "Mục tiêu của người khác?", other)
    shown = client.post("/api/visitor/data", json={"visitor": word}).json()
    assert "1 câu hỏi" in shown["text"]
    assert "Mục tiêu của tôi?" in shown["file"]
    assert "người khác" not in shown["file"]
    assert word not in database(tmp_path)
    erased = client.post("/api/visitor/erase", json={"visitor": word}).json()["text"]
    code = str(re.search(r"Mã xác nhận: ([0-9A-F]{8})", erased)[1])  # type: ignore[index]
    written = database(tmp_path)
    assert "Mục tiêu của tôi" not in written
    assert "Mục tiêu của người khác" in written
    assert code in written  # the consent log
    assert "Tôi không lưu gì về bạn" in client.post("/api/visitor/data", json={"visitor": word}).json()["text"]
    assert "Không còn gì lưu" in client.post("/api/visitor/erase", json={"visitor": word}).json()["text"]
    ask(client, "Hỏi sau khi xóa", word)
    assert "Hỏi sau khi xóa" not in database(tmp_path)


def test_the_same_rights_without_a_script(client: TestClient, tmp_path: Path) -> None:
    page = client.post("/", data={"act": "agree"}).text
    word = str(re.search(r'name="visitor" value="([^"]{20,})"', page)[1])  # type: ignore[index]
    assert "Từ giờ tôi nhớ cuộc trò chuyện này" in page
    client.post("/", data={"question": "Hỏi bằng biểu mẫu?", "visitor": word, "conversation_id": "c9"})
    assert "Hỏi bằng biểu mẫu?" in client.post("/", data={"act": "data", "visitor": word}).text
    erased = client.post("/", data={"act": "erase", "visitor": word})
    assert "Mã xác nhận" in erased.text
    assert word not in erased.text
    assert erased.headers["cache-control"] == "no-store"
    assert "Hỏi bằng biểu mẫu?" not in database(tmp_path)
    assert "tôi không lưu gì cả" in client.post("/widget", data={"act": "decline"}).text


def test_who_waits_is_told_once(client: TestClient, people: Visitors, tmp_path: Path) -> None:
    word, other = agree(client), agree(client)
    asked = ask(client, NOWHERE, word)
    assert client.post("/api/visitor/want", json={"visitor": other, "answer_id": asked["answer_id"]}).status_code == 404
    assert client.post("/api/visitor/want", json={"visitor": "", "answer_id": asked["answer_id"]}).status_code == 404
    wanted = client.post("/api/visitor/want", json={"visitor": word, "answer_id": asked["answer_id"]})
    assert "câu trả lời sẽ hiện ở đây" in wanted.json()["text"]
    news = {"visitor": word}
    assert client.post("/api/visitor/news", json=news).json() == {"known": True, "waiting": 1, "came": []}
    assert people.house.records.wants.answered([asked["answer_id"]], goals(Question(NOWHERE))) == 1
    (came,) = client.post("/api/visitor/news", json=news).json()["came"]
    assert (came["question"], came["answer"]["sources"][0]["number"]) == (NOWHERE, "1671/QĐ-TTg")
    assert client.post("/api/visitor/news", json={"visitor": other}).json()["came"] == []
    seen = {"visitor": word, "answer_id": asked["answer_id"]}
    assert client.post("/api/visitor/seen", json=seen | {"visitor": other}).status_code == 404
    assert [client.post("/api/visitor/seen", json=seen).status_code for _ in range(2)] == [204, 404]
    assert client.post("/api/visitor/news", json=news).json() == {"known": True, "waiting": 0, "came": []}


def test_erasing_also_ends_the_waiting(client: TestClient, people: Visitors) -> None:
    word = agree(client)
    asked = ask(client, NOWHERE, word)
    client.post("/api/visitor/want", json={"visitor": word, "answer_id": asked["answer_id"]})
    client.post("/api/visitor/erase", json={"visitor": word})
    assert people.house.records.wants.waiting([asked["answer_id"]]) == 0
    assert client.post("/api/visitor/news", json={"visitor": word}).json()["known"] is False


@pytest.mark.parametrize("path", ["data", "erase", "news", "want", "seen"])
@pytest.mark.parametrize("body", [b"", b"[]", b'{"visitor": 5}', b'{"visitor": "' + b"x" * 101 + b'"}', b"\xff"])
def test_nonsense_is_refused(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(f"/api/visitor/{path}", content=body)
    assert (response.status_code, response.json()["status"]) == (400, "blocked_unreadable")


def test_without_tables_nobody_can_agree_and_nothing_is_promised() -> None:
    client = TestClient(create_app(FakeAssistant()))
    assert client.post("/api/visitor").status_code == 404
    assert "Đồng ý" not in client.get("/").text.split("<template", 1)[0]
