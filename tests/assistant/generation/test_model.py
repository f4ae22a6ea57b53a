"""The language model over real HTTP: a loopback server that misbehaves in every way, within deadlines of the test's own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadLanguageModel
from assistant.generation.drafting import SCHEMA
from assistant.generation.failure import ModelFailed
from assistant.generation.model import LanguageModel
from tests.assistant.conftest import make_assistant_settings
from tests.support.chat_server import Behaviour, ChatServer, Reply, chat_server

pytest.importorskip("langchain_openai", reason="the extra llm is not installed: pip install '.[llm]'")
MESSAGES = [("system", "Trả về JSON."), ("user", "{}")]
PATIENT, HASTY = 60.0, 1.0
Opening = Callable[..., LanguageModel]


@pytest.fixture
def opened(tmp_path: Path) -> Opening:
    def made(server: ChatServer, **settings: object) -> LanguageModel:
        given = make_assistant_settings(tmp_path, llm_model="openai:loopback", llm_base_url=server.url, **settings)
        model = LanguageModel.open(given)
        assert model is not None
        return model

    return made


def whole(model: LanguageModel, seconds: float = PATIENT) -> Any:
    return list(model.stream(MESSAGES, SCHEMA, seconds))[-1]


def test_json_arrives_piece_by_piece_and_last_whole(opened: Opening) -> None:
    with chat_server(lambda _, reply: reply.sentences(("Câu thứ nhất.", [1]), ("Câu thứ hai.", [2]))) as server:
        partials = list(opened(server).stream(MESSAGES, SCHEMA, PATIENT))
    assert len(partials) > 3
    assert partials[-1]["sentences"][1] == {"sources": [2], "text": "Câu thứ hai."}


def test_what_is_asked_of_the_server(opened: Opening) -> None:
    with chat_server(lambda _, reply: reply.sentences()) as server:
        whole(opened(server, llm_max_tokens=77, llm_options={"temperature": 0.5, "seed": 7}))
        [request] = server.requests
    assert request["model"] == "loopback"
    assert request["stream"] is True
    assert (request["max_completion_tokens"], request["temperature"], request["seed"]) == (77, 0.5, 7)
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["sentences", "complete"]
    assert [message["content"] for message in request["messages"]] == [text for _, text in MESSAGES]


def drip(_: dict[str, Any], reply: Reply) -> None:
    reply.begin()
    reply.piece('{"sentences": [')
    while not reply.over.wait(0.05):
        reply.piece(" ")


def silent(_: dict[str, Any], reply: Reply) -> None:
    reply.over.wait()


def begun_then_silent(_: dict[str, Any], reply: Reply) -> None:
    reply.begin()
    reply.piece('{"sentences": [{"sources": [1], "text": "Câu')
    reply.over.wait()


def cut_off(_: dict[str, Any], reply: Reply) -> None:
    reply.begin()
    reply.raw(b"data: {not json\n\n")


def web_page(_: dict[str, Any], reply: Reply) -> None:
    reply.begin()
    reply.raw(b"<html><body>504</body></html>\n\n")


@pytest.mark.parametrize(
    ("behaviour", "reason", "seconds"),
    [
        (silent, "timeout", HASTY),
        (begun_then_silent, "timeout", HASTY),
        (drip, "timeout", HASTY),
        (lambda _, reply: reply.status(429, Retry_After="1"), "rate_limited", PATIENT),
        (lambda _, reply: reply.status(500), "server_error", PATIENT),
        (lambda _, reply: reply.status(503), "server_error", PATIENT),
        (lambda _, reply: reply.status(401), "refused", PATIENT),
        (lambda _, reply: reply.status(404), "refused", PATIENT),
        (cut_off, "malformed", PATIENT),
        (web_page, "malformed", PATIENT),
        (lambda _, reply: reply.text(""), "malformed", PATIENT),
        (lambda _, reply: reply.text('{"sentences": [{"sources": [1], "text": "Câu', "length"), "endless", PATIENT),
    ],
    ids=["silent", "begun-then-silent", "drip", "429", "500", "503", "401", "404", "broken-event", "web-page", "empty", "endless"],
)  # fmt: skip
def test_misbehaviour_is_a_failure_with_a_reason(opened: Opening, behaviour: Behaviour, reason: str, seconds: float) -> None:
    with chat_server(behaviour) as server:
        model = opened(server)
        started = time.monotonic()
        with pytest.raises(ModelFailed) as failed:
            whole(model, seconds)
    assert failed.value.reason == reason
    assert time.monotonic() - started < PATIENT, "the deadline did not hold"


def test_a_dead_server_is_left_alone_and_tried_again_later(opened: Opening) -> None:
    with chat_server(lambda _, reply: reply.status(500)) as server:
        model = opened(server)
        for _ in range(5):
            with pytest.raises(ModelFailed):
                whole(model)
        assert len(server.requests) == 3
        assert model.health() == {"name": "openai:loopback", "state": "paused", "tokens": {"input": 0, "output": 0}}
        model.breaker._clock = lambda: time.monotonic() + 31  # the rest is over
        server.behaviour = lambda _, reply: reply.sentences(("Câu.", [1]))
        assert whole(model)["complete"] is True
        assert model.health()["state"] == "in_use"


def test_tokens_are_counted_over_all_calls(opened: Opening) -> None:
    with chat_server(lambda _, reply: reply.sentences(("Câu.", [1]))) as server:
        model = opened(server)
        whole(model)
        server.behaviour = lambda _, reply: reply.text("good for nothing")
        assert list(model.stream(MESSAGES, SCHEMA, PATIENT)) == []
        assert model.health()["tokens"] == {"input": 240, "output": 60}
        silent_on_tokens = opened(server, llm_options={"stream_usage": False})
        server.behaviour = lambda _, reply: reply.sentences(("Câu.", [1]))
        assert whole(silent_on_tokens)["complete"] is True
        assert silent_on_tokens.health()["tokens"] == {"input": 0, "output": 0}


def test_bad_answers_do_not_count_as_a_dead_server(opened: Opening) -> None:
    with chat_server(lambda _, reply: reply.text("", "length")) as server:
        model = opened(server)
        for _ in range(5):
            with pytest.raises(ModelFailed):
                whole(model)
        assert len(server.requests) == 5


def test_nobody_there_is_a_failure_too(tmp_path: Path) -> None:
    with chat_server(lambda _, reply: reply.sentences()) as server:
        url = server.url
    model = LanguageModel.open(make_assistant_settings(tmp_path, llm_model="openai:x", llm_base_url=url))
    assert model is not None
    with pytest.raises(ModelFailed) as failed:
        whole(model)
    assert failed.value.reason == "unreachable"


def test_many_questions_at_once_each_get_their_own_answer(opened: Opening) -> None:
    def echo(request: dict[str, Any], reply: Reply) -> None:
        reply.sentences((f"Câu số {request['messages'][0]['content']}.", [1]))

    with chat_server(echo) as server, ThreadPoolExecutor(16) as people:
        model = opened(server)

        def ask(number: int) -> str:
            return str(list(model.stream([("user", str(number))], SCHEMA, PATIENT))[-1]["sentences"][0]["text"])

        assert list(people.map(ask, range(32))) == [f"Câu số {number}." for number in range(32)]


def test_no_trace_goes_to_anyone_whatever_the_environment_says(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, network: list[str]
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "key")
    from langsmith import utils

    utils.get_env_var.cache_clear()
    with chat_server(lambda _, reply: reply.sentences()) as server:
        whole(opened(server))
        assert not utils.tracing_is_enabled()
    assert network == []


def test_no_model_is_no_model(tmp_path: Path) -> None:
    assert LanguageModel.open(make_assistant_settings(tmp_path)) is None


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"llm_model": "nobody:x"}, "LLM_MODEL=nobody:x"),
        ({"llm_model": "no-provider"}, "LLM_MODEL=no-provider"),
        ({"llm_model": "anthropic:x"}, "langchain-anthropic"),
        ({"llm_model": "openai:x"}, "LLM_API_KEY"),
        ({"llm_model": "openai:x", "llm_base_url": "http://127.0.0.1:9/v1", "llm_options": {"temperature": "hot"}}, "LLM_OPTIONS"),
    ],
)
def test_a_model_that_cannot_be_opened_says_so_in_one_line(
    tmp_path: Path, settings: dict[str, Any], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(BadLanguageModel) as failed:
        LanguageModel.open(make_assistant_settings(tmp_path, **settings))
    assert says in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LLM_BASE_URL", "not an address"), ("LLM_BASE_URL", "https://name:secret@host/v1"), ("LLM_OPTIONS", "{"), ("LLM_OPTIONS", "[1]"),
        ("LLM_DEADLINE_SECONDS", "0"), ("LLM_MAX_TOKENS", "1"), ("LLM_IN_COUNTRY", "maybe"),
    ],
)  # fmt: skip
def test_wrong_settings_name_their_variable(
    variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.settings import Settings
    from knowledge.settings import load_settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as stopped:
        load_settings(Settings)
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said.startswith(f"{variable}=")
    assert "secret" not in said


def test_the_key_is_in_no_report(tmp_path: Path) -> None:
    settings = make_assistant_settings(tmp_path, llm_api_key="sk-very-secret")
    assert "very-secret" not in json.dumps(settings.model_dump(mode="json"))
    assert "very-secret" not in repr(settings)
