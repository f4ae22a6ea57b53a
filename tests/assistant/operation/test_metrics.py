"""/metrics: counted answers, the tables' state, and who may read it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.models import Question
from assistant.operation.watching import watched
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from tests.assistant.conftest import make_assistant_settings

TOKEN = "a-token-for-the-test"


def scrape(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    return {(s.name, frozenset(s.labels.items())): s.value for family in text_string_to_metric_families(text) for s in family.samples}


def service(assistant: Assistant, log: QuestionLog, tmp_path, token: str = TOKEN) -> TestClient:  # type: ignore[no-untyped-def]
    app = FastAPI()
    app.include_router(watched(assistant, log.engine, make_assistant_settings(tmp_path, metrics_token=token)))
    return TestClient(app)


def test_answers_are_counted_by_channel_and_status_with_their_times(assistant: Assistant, question_log: QuestionLog, tmp_path) -> None:  # type: ignore[no-untyped-def]
    client = service(assistant, question_log, tmp_path)
    assistant.answer(Question("Quyết định 127 còn hiệu lực không?", channel="web"))
    assistant.answer(Question("", channel="web"))
    seen = scrape(client)
    assert seen["tro_ly_questions_total", frozenset({("channel", "web"), ("status", "answered")})] == 1
    assert seen["tro_ly_questions_total", frozenset({("channel", "web"), ("status", "blocked_empty")})] == 1
    assert seen["tro_ly_answer_seconds_count", frozenset({("channel", "web")})] == 2
    assert seen["tro_ly_step_seconds_count", frozenset({("step", "retrieve")})] == 1
    assert seen["tro_ly_release", frozenset()] == 1
    assert seen["tro_ly_chunks", frozenset()] > 100
    assert seen["tro_ly_up", frozenset({("part", "records")})] == 1
    assert seen["tro_ly_inbox_oldest_seconds", frozenset()] == 0


def test_only_who_has_the_token_may_read(assistant: Assistant, question_log: QuestionLog, tmp_path) -> None:  # type: ignore[no-untyped-def]
    client = service(assistant, question_log, tmp_path)
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert service(assistant, question_log, tmp_path, token="").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_scrape_tells_of_the_rest_when_a_database_is_away(assistant: Assistant, question_log: QuestionLog, tmp_path) -> None:  # type: ignore[no-untyped-def]
    client = service(assistant, question_log, tmp_path)
    with question_log.engine.begin() as db:
        db.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    seen = scrape(client)
    assert seen["tro_ly_up", frozenset({("part", "records")})] == 0
    assert seen["tro_ly_up", frozenset({("part", "assistant")})] == 1
