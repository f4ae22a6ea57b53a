"""Whoever starts the service is warned when questions may leave the country."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.generation.location import border_warning, is_here
from tests.assistant.conftest import make_assistant_settings


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1", "http://localhost:8080/v1", "http://[::1]:8080/v1", "http://10.1.2.3/v1", "http://192.168.1.9:8000/v1",
        "http://ollama:11434/v1", "https://llm.kiengiang.gov.vn/v1", "https://gpu.so-khcn.lan/v1", "http://[fd00::1]/v1",
    ],
)  # fmt: skip
def test_servers_in_the_country(url: str) -> None:
    assert is_here(url)


@pytest.mark.parametrize(
    "url", ["", "https://api.openai.com/v1", "http://8.8.8.8/v1", "https://vn.example.com/v1", "https://example.vn.com/v1"]
)
def test_servers_that_may_be_abroad(url: str) -> None:
    assert not is_here(url)


def test_the_warning_is_in_both_languages_and_names_the_server(tmp_path: Path) -> None:
    warning = border_warning(make_assistant_settings(tmp_path, llm_model="openai:x", llm_base_url="https://api.example.com/v1"))
    assert "api.example.com" in warning
    assert "CẢNH BÁO" in warning
    assert "WARNING" in warning
    assert "LLM_IN_COUNTRY" in warning


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"llm_model": "openai:x", "llm_base_url": "http://127.0.0.1:9/v1"},
        {"llm_model": "openai:x", "llm_base_url": "https://llm.example.com/v1", "llm_in_country": True},
    ],
)
def test_no_warning_without_a_border(tmp_path: Path, settings: dict[str, object]) -> None:
    assert border_warning(make_assistant_settings(tmp_path, **settings)) == ""
