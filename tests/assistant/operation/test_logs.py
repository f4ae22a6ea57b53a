"""Log lines: one each, with the request's id, never with a secret."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.operation.logs import HEADER, HIDDEN, RequestIds, configure_logs, secrets_of
from tests.assistant.conftest import make_assistant_settings

TELEGRAM_TOKEN = "123456789:" + "Aa0_" * 9


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_what_comes_from_outside_cannot_write_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("text")
    structlog.get_logger().info("asked", path="/a\n2026-01-01 [error] forged\r\u2028x\x1b[31m")
    assert len(lines(capsys)) == 1


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    structlog.get_logger().warning("hỏng", path="/a\nb")
    (line,) = lines(capsys)
    assert json.loads(line) | {"timestamp": ""} == {"event": "hỏng", "path": "/a\nb", "level": "warning", "timestamp": ""}


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        (f"POST https://api.telegram.org/bot{TELEGRAM_TOKEN}/getMe", TELEGRAM_TOKEN),
        ("postgresql+psycopg://ai:mat-khau@db/tro_ly is away", "mat-khau"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ("the key is khoa-rieng-tu-dai", "khoa-rieng-tu-dai"),
    ],
)
def test_secrets_are_hidden_wherever_they_stand(said: str, secret: str, tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    settings = make_assistant_settings(tmp_path, metrics_token="khoa-rieng-tu-dai")
    configure_logs("json", secrets_of(settings))
    structlog.get_logger().error("failed", problem=said, exception=f"Traceback …\n{said}")
    (line,) = lines(capsys)
    assert secret not in line
    assert HIDDEN in line


def test_a_short_secret_does_not_hide_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", [SecretStr("a")])
    structlog.get_logger().info("a banana")
    assert "a banana" in lines(capsys)[0]


def test_a_request_has_one_id_from_its_header_to_the_thread_that_answers(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    app = FastAPI()
    app.add_middleware(RequestIds)

    @app.get("/")
    def page() -> str:
        structlog.get_logger().info("in_a_thread")
        return ""

    client = TestClient(app)
    assert client.get("/", headers={HEADER: "tu-nginx-0001"}).headers[HEADER] == "tu-nginx-0001"
    made = client.get("/", headers={HEADER: "bad\tid"}).headers[HEADER]
    assert made != "bad\tid"
    assert [json.loads(line)["request_id"] for line in lines(capsys) if "in_a_thread" in line] == ["tu-nginx-0001", made]
