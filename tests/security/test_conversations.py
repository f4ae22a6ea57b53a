"""Nobody can ask inside somebody else's conversation, whatever name of a conversation they send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from assistant.channels.web_site import Site
from assistant.http import create_app
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from tests.support.people import Logging, visitors

SECRET = "Câu hỏi rất riêng của một người"


@pytest.fixture
def client(tmp_path: Path, question_log: QuestionLog) -> Iterator[TestClient]:
    with visitors(tmp_path, Logging(question_log)) as people, TestClient(create_app(people.house.assistant, site=Site(people))) as running:
        yield running


@pytest.fixture
def logged_name(client: TestClient, question_log: QuestionLog) -> str:
    """The name under which the conversation of somebody who agreed is logged."""
    word = client.post("/api/visitor").json()["visitor"]
    client.post("/api/ask", json={"question": SECRET, "conversation_id": "c1", "visitor": word})
    with question_log.engine.connect() as db:
        return str(db.execute(select(t.turns.c.conversation_id)).scalar_one())


def test_the_name_of_a_known_persons_conversation_is_refused_by_the_api(client: TestClient, logged_name: str) -> None:
    for path in ("/api/ask", "/api/ask/stream"):
        refused = client.post(path, json={"question": "còn nữa không?", "conversation_id": logged_name})
        assert refused.status_code == 400
    assert SECRET not in client.post("/api/ask", json={"question": "còn nữa không?", "conversation_id": "c1"}).text


def test_the_form_begins_another_conversation_instead(client: TestClient, logged_name: str) -> None:
    page = client.post("/", data={"question": "còn nữa không?", "conversation_id": logged_name})
    assert page.status_code == 200
    assert logged_name not in page.text
    assert re.search(r'name="conversation_id" value="[0-9a-f-]{36}"', page.text)


def test_a_known_person_stays_under_their_own_name(client: TestClient, logged_name: str, question_log: QuestionLog) -> None:
    other = client.post("/api/visitor").json()["visitor"]
    client.post("/api/ask", json={"question": "Một câu khác", "conversation_id": "c1", "visitor": other})
    with question_log.engine.connect() as db:
        names = set(db.execute(select(t.turns.c.conversation_id)).scalars())
    assert len(names) == 2
    assert client.post("/api/visitor/data", json={"visitor": other}).text.count(SECRET) == 0
