"""The web channel's routes: what goes in reaches the assistant as it is, what comes out is the assistant's answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from assistant.channels.answer_view import source_slots, text_blocks, web_link
from assistant.http import create_app
from assistant.models import Answer
from tests.support.fake_assistant import AS_OF, COMING, CURRENT, HOSTILE, QUICK, REPLACED, UNKNOWN, FakeAssistant

GOALS = "Chiến lược đặt mục tiêu gì?"
UNREADABLE = [
    b"",
    b"not json",
    b"[]",
    b'"text"',
    b"{}",
    b"\xff\xfe\x00",
    b'{"question": "\xc3\x28"}',
    b'{"question": "\\ud800"}',
    b'{"question": 12}',
    b'{"question": null}',
    b'{"question": ["a"]}',
    b'{"question": "a", "conversation_id": 5}',
    b'{"question": "a", "conversation_id": "' + b"x" * 101 + b'"}',
    b'{"question": "a", "as_of": "22/11/2026"}',
    b'{"question": "a", "as_of": "2026-02-30"}',
    b"[" * 500_000,
]


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(assistant), raise_server_exceptions=False) as running:
        yield running


def events(body: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream: name and data."""
    found = []
    for part in body.replace("\r\n", "\n").strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in part.split("\n"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_ask_hands_over_the_question_and_gives_back_the_answer(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/api/ask", json={"question": GOALS, "conversation_id": "c1", "as_of": "2025-01-31"})
    asked = assistant.asked[0]
    assert (asked.text, asked.conversation_id, asked.channel, asked.as_of) == (GOALS, "c1", "web", date(2025, 1, 31))
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(FakeAssistant().answer(asked).as_json()))
    assert response.headers["cache-control"] == "no-store"
    assert TypeAdapter(Answer).validate_json(response.content).sources[1] == REPLACED


def test_the_stream_says_working_and_then_the_same_object(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": GOALS})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert events(response.text) == [("working", {}), ("answer", client.post("/api/ask", json={"question": GOALS}).json())]


def test_a_failure_in_the_stream_is_an_answer_event(client: TestClient) -> None:
    (_, (name, data)) = events(client.post("/api/ask/stream", json={"question": "fail"}).text)
    assert name == "answer"
    assert data["status"] == "error_internal"
    assert "secret" not in str(data)


def test_an_empty_question_is_the_assistants_business(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "  "})
    assert (response.status_code, response.json()["status"]) == (200, "blocked_empty")


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: body[:40].decode("ascii", "replace"))
def test_an_unreadable_body_gets_a_status_and_a_sentence(client: TestClient, assistant: FakeAssistant, path: str, body: bytes) -> None:
    response = client.post(path, content=body)
    assert response.status_code == 400
    assert response.json()["status"] == "blocked_unreadable"
    assert response.json()["text"]
    assert not assistant.asked


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/feedback", "/"])
def test_five_megabytes_are_refused(client: TestClient, path: str) -> None:
    response = client.post(path, content=b"q" * 5_000_000, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (response.status_code, response.json()["status"]) == (413, "blocked_unreadable")


def test_a_question_of_many_kilobytes_is_passed_on(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/api/ask", json={"question": "dài " * 50_000})
    assert len(assistant.asked[0].text) == 200_000


def test_feedback_is_kept(client: TestClient, assistant: FakeAssistant) -> None:
    answer_id = client.post("/api/ask", json={"question": GOALS}).json()["answer_id"]
    response = client.post("/api/feedback", json={"answer_id": answer_id, "value": "down", "comment": "thiếu năm"})
    assert (response.status_code, response.content) == (204, b"")
    assert client.post("/api/feedback", json={"answer_id": answer_id, "value": "up"}).status_code == 204
    assert assistant.feedback == [(answer_id, "down", "thiếu năm"), (answer_id, "up", None)]


def test_feedback_on_an_unknown_answer_is_404(client: TestClient) -> None:
    response = client.post("/api/feedback", json={"answer_id": "nope", "value": "up"})
    assert response.status_code == 404
    assert response.json()["text"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"answer_id": "a"}',
        b'{"answer_id": "a", "value": "sideways"}',
        b'{"answer_id": 3, "value": "up"}',
        json.dumps({"answer_id": "a", "value": "up", "comment": "x" * 1001}).encode(),
    ],
)
def test_bad_feedback_is_422(client: TestClient, assistant: FakeAssistant, body: bytes) -> None:
    response = client.post("/api/feedback", content=body)
    assert (response.status_code, response.json()["status"]) == (422, "blocked_unreadable")
    assert not assistant.feedback


def test_the_empty_page_offers_questions_and_says_who_speaks(client: TestClient) -> None:
    page = client.get("/").text
    assert '<html lang="vi">' in page
    assert "Trợ lý tự động, không phải cán bộ" in page
    assert all(f'value="{question}"' in page for question in QUICK)
    assert client.head("/").status_code == 200


def test_the_form_answers_on_a_page(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/", data={"question": GOALS, "conversation_id": "c9"})
    assert (assistant.asked[0].text, assistant.asked[0].conversation_id) == (GOALS, "c9")
    for part in (GOALS, "1671/QĐ-TTg", "Hết hiệu lực", "28/08/2026", "Điều 1, khoản 2", 'value="c9"', "Tỉnh An Giang có kế hoạch gì?"):
        assert part in response.text
    assert response.headers["cache-control"] == "no-store"


def test_the_form_makes_a_conversation_where_there_is_none(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/", data={"question": GOALS, "conversation_id": "x" * 101})
    assert assistant.asked[0].conversation_id
    assert len(assistant.asked[0].conversation_id) == 36


def test_a_file_instead_of_a_question_is_unreadable(client: TestClient) -> None:
    assert client.post("/", files={"question": b"text"}).status_code == 400
    assert client.post("/", content=b"--x", headers={"content-type": "multipart/form-data; boundary=y"}).status_code in (200, 400)


def test_the_page_escapes_question_and_answer(client: TestClient) -> None:
    page = client.post("/", data={"question": HOSTILE}).text
    assert "<img" not in page
    assert "&lt;img" in page


def test_text_becomes_paragraphs_lists_and_citations() -> None:
    first, items, last = text_blocks("Mở đầu\r\nhai dòng [1]:\n- một [2]\n- hai\n\n[0][3] Cuối[1]", 2)
    assert [piece.source for piece in first.items[0]] == [None, 1, None]
    assert first.items[0][0].text == "Mở đầu\nhai dòng "
    assert items.is_list
    assert [item[0].text for item in items.items] == ["một ", "hai"]
    assert [piece.text for piece in last.items[0]] == ["[0][3] Cuối", "[1]"]


@pytest.mark.parametrize(("source", "shown"), [(CURRENT, "in_force"), (REPLACED, "ended"), (UNKNOWN, "unknown"), (COMING, "not_yet")])
def test_a_source_has_exactly_one_validity(source: object, shown: str) -> None:
    slots = source_slots(source, AS_OF)  # type: ignore[arg-type]
    assert [name for name in ("in_force", "not_yet", "ended", "unknown") if slots[name]] == [shown]


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://congbao.chinhphu.vn/a?b=c", "https://congbao.chinhphu.vn/a?b=c"),
        ("HTTP://a.vn", "HTTP://a.vn"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.vn/x", ""),
        ("http://[", ""),
        ("văn bản giấy", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str) -> None:
    assert web_link(url) == link
