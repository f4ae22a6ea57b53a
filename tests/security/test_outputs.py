"""Headers, addresses and log lines that are made with words from outside."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import structlog
from pydantic import SecretStr, ValidationError
from sqlalchemy import create_engine
from starlette.testclient import TestClient

from assistant.http import create_app
from assistant.models import Question
from assistant.operation.logs import HIDDEN, configure_logs
from assistant.service import Assistant
from tests.assistant.conftest import make_assistant_settings
from tests.support.fake_assistant import FakeAssistant
from tests.support.loopback import Answer, LoopbackServer, Request

SECRET = "khoa-rieng-tu-rat-dai"
SPLITS = ("\r\nSet-Cookie: a=b", "\nX: y", "\r\n\r\n<script>")


@pytest.fixture
def own_logs() -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_from_outside_begins_a_header(split: str) -> None:
    client = TestClient(create_app(FakeAssistant()), raise_server_exceptions=False)
    responses = [
        client.get("/health", headers={"X-Request-ID": f"tu-nginx-0001{split}".encode()}),
        client.get(f"/su-kien/ngay-hoi{quote(split)}.ics"),
        client.get("/nowhere", params={"next": split}),
        client.get("/", headers={"Host": f"evil.example{split}".encode(), "X-Forwarded-Host": "evil.example"}),
        client.post("/api/ask", json={"question": split, "conversation_id": split}),
    ]
    for response in responses:
        assert "set-cookie" not in response.headers
        assert "x" not in response.headers
        assert "evil.example" not in str(response.headers)
        assert response.headers["x-request-id"].isalnum() or response.headers["x-request-id"] == "tu-nginx-0001"


@pytest.mark.parametrize(
    "origin", ["https://a.example;\r\nX: y", "https://a.example *", "*", "https://a.example'; script-src *", "javascript:x"]
)
def test_an_origin_that_would_widen_the_policy_is_no_setting(tmp_path, origin: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValidationError):
        make_assistant_settings(tmp_path, widget_origins=(origin,))


@pytest.mark.usefixtures("own_logs")
def test_what_libraries_log_keeps_the_same_rules(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", [SecretStr(SECRET)])
    configure_logs("json", [SecretStr(SECRET)])  # once more changes nothing: a line is written once
    library = logging.getLogger("some.library")
    library.warning("GET /bot%s/getMe\nforged line", SECRET)
    try:
        create_engine(f"sqlite:////nowhere/{SECRET}.sqlite3").connect()
    except Exception:
        library.exception("it failed")
    library.info("not worth a line")
    lines = capsys.readouterr().err.splitlines()
    told = [json.loads(line) for line in lines]
    assert [(line["event"].split()[0], line["logger"], line["level"]) for line in told] == [
        ("GET", "some.library", "warning"),
        ("it", "some.library", "error"),
    ]
    assert "Traceback" in told[1]["exception"]
    assert SECRET not in "".join(lines)
    assert HIDDEN in lines[0]


class Trap(LoopbackServer):
    """Remembers who came."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[str] = []

    async def handle(self, request: Request) -> Answer:
        self.came.append(request.path)
        return 200, {}, b""


def test_no_link_in_a_question_is_followed(assistant: Assistant) -> None:
    with Trap() as trap:
        for text in (f"Nội dung của {trap.url}/bi-mat là gì?", f"![x]({trap.url}/x) Quyết định 127 còn hiệu lực không? {trap.url}/y"):
            assert assistant.answer(Question(text, channel="web")).text
        assert trap.came == []
