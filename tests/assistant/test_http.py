"""The app as a whole: headers on every response, health under load, a bounded queue, no traceback for anyone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from assistant.http import create_app
from tests.support.browser import serve
from tests.support.fake_assistant import FakeAssistant

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def wait_until(true: Callable[[], bool]) -> None:
    """Return as soon as `true()` holds; the test's own time limit ends a wait in vain."""
    while not true():
        time.sleep(0.005)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(FakeAssistant()), raise_server_exceptions=False) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/", 200),
        ("GET", "/health", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/nowhere", 404),
        ("PUT", "/api/ask", 405),
        ("POST", "/api/ask", 400),
        ("GET", "/docs", 404),
        ("GET", "/redoc", 404),
        ("GET", "/static/x/../../http.py", 404),
        ("GET", "/static/x/chat.py", 404),
    ],
)
def test_every_response_carries_the_security_headers_and_no_cookie(client: TestClient, method: str, path: str, code: int) -> None:
    response = client.request(method, path)
    assert response.status_code == code
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in response.headers


def test_a_part_of_the_app_may_set_its_own_policy() -> None:
    app = create_app(FakeAssistant())
    own = {"Content-Security-Policy": "default-src 'self'"}
    app.add_api_route("/admin", lambda: PlainTextResponse("", headers=own), methods=["GET"])
    response = TestClient(app).get("/admin")
    assert response.headers["content-security-policy"] == own["Content-Security-Policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("status", "code"), [("ok", 200), ("degraded", 200), ("down", 503)])
def test_health_says_what_the_assistant_says(status: str, code: int) -> None:
    response = TestClient(create_app(FakeAssistant(status=status))).get("/health")
    assert response.status_code == code
    assert response.json() == {"status": status, "release": 7, "documents": 12, "chunks": 345}


def test_an_unexpected_error_is_a_sentence_not_a_traceback(client: TestClient) -> None:
    with capture_logs() as logs:
        response = client.post("/api/ask", json={"question": "fail please"})
    assert "RuntimeError: secret detail" in logs[0]["exception"]
    assert "fail please" not in str(logs)
    assert response.status_code == 500
    assert response.json()["status"] == "error_internal"
    assert response.json()["text"]
    assert "secret" not in response.text
    assert "content-security-policy" in response.headers


def test_a_person_gets_a_page_where_a_program_gets_json(client: TestClient) -> None:
    page = client.post("/", data={"question": "fail please"}, headers=BROWSER)
    assert page.status_code == 500
    assert page.headers["content-type"].startswith("text/html")
    assert "secret" not in page.text
    assert 'href="/"' in client.get("/nowhere", headers=BROWSER).text
    assert client.get("/nowhere").json()["status"] == "blocked_unreadable"


def test_the_question_after_the_last_place_is_told_to_come_back() -> None:
    assistant = FakeAssistant()
    assistant.gate = threading.Event()
    app = create_app(assistant, threads=1, queue=2)
    with TestClient(app) as client, ThreadPoolExecutor(3) as people:
        waiting = [people.submit(client.post, "/api/ask", json={"question": f"câu {number}"}) for number in range(3)]
        wait_until(lambda: app.state.desk.places_left == 0)  # one is being answered and two wait
        refused = client.post("/api/ask", json={"question": "một câu nữa"})
        stream = client.post("/api/ask/stream", json={"question": "một câu nữa"})
        page = client.post("/", data={"question": "một câu nữa"}, headers=BROWSER)
        assert client.get("/health").status_code == 200
        assistant.gate.set()
        assert [one.result().status_code for one in waiting] == [200, 200, 200]
        assert client.post("/api/ask", json={"question": "lại hỏi"}).status_code == 200
    assert [refused.status_code, stream.status_code, page.status_code] == [429, 429, 429]
    assert refused.json()["status"] == stream.json()["status"] == "error_busy"
    assert refused.json()["text"] in page.text


@pytest.mark.parametrize(("status", "code"), [("ok", 200), ("degraded", 200), ("error", 503)])
def test_a_process_lives_whatever_its_databases_do_and_is_ready_when_they_answer(status: str, code: int) -> None:
    client = TestClient(create_app(FakeAssistant(status=status)))
    assert client.get("/health/live").status_code == 200
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()) == (code, {"status": status})


def test_health_answers_while_twenty_questions_wait_for_their_answers() -> None:
    """No question may hold the event loop; how fast /health is meanwhile is measured by `make bench`."""
    assistant = FakeAssistant()
    assistant.gate = threading.Event()
    app = create_app(assistant, threads=4)
    places = app.state.desk.places_left
    with serve(app) as url, httpx.Client(base_url=url, timeout=60) as client, ThreadPoolExecutor(20) as people:
        waiting = [people.submit(httpx.post, f"{url}/api/ask", json={"question": f"câu {number}"}, timeout=60) for number in range(20)]
        wait_until(lambda: app.state.desk.places_left == places - 20)
        assert [client.get("/health").status_code for _ in range(20)] == [200] * 20
        assert not any(one.done() for one in waiting)
        assistant.gate.set()
        assert {one.result().status_code for one in waiting} == {200}


@pytest.mark.parametrize("megabytes", [5, 50])
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/feedback", "/"])
def test_a_huge_body_is_refused_by_the_real_server(path: str, megabytes: int) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(megabytes):
            yield b"x" * 1024 * 1024

    with serve(create_app(FakeAssistant())) as url:
        response = httpx.post(url + path, content=body(), headers={"content-type": "application/x-www-form-urlencoded"})
        assert response.status_code == 413
        assert response.json()["status"] == "blocked_unreadable"
        assert httpx.get(url + "/health").status_code == 200


def test_static_files_are_kept_for_a_year_under_their_hash(client: TestClient) -> None:
    address = client.get("/").text.split('type="module" src="')[1].split('"')[0]
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]
    assert client.get("/static/older/chat.js").headers["cache-control"] == "no-cache"
    assert client.get(address, headers={"accept-encoding": "identity"}).text == response.text


def test_openapi_shows_the_contract(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/ask",
        "/api/ask/stream",
        "/api/feedback",
        "/health",
        "/health/live",
        "/health/ready",
        "/su-kien/{document_id}.ics",
    }
    ask = document["paths"]["/api/ask"]["post"]
    assert ask["requestBody"]["content"]["application/json"]["schema"]["required"] == ["question"]
    assert ask["responses"]["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Answer"}
    assert {"400", "413", "429", "500"} <= set(ask["responses"])
    answer = client.post("/api/ask", json={"question": "Mục tiêu?"}).json()
    assert set(answer) == set(document["components"]["schemas"]["Answer"]["properties"])
    assert set(answer["sources"][0]) == set(document["components"]["schemas"]["Source"]["properties"])


def test_an_event_for_the_calendar(client: TestClient) -> None:
    found = client.get("/su-kien/ngay-hoi.ics")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/calendar")
    assert found.content.startswith(b"BEGIN:VCALENDAR")
    assert client.get("/su-kien/khong-co.ics").status_code == 404
