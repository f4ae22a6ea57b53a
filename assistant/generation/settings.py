"""Settings of the optional language model."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from knowledge.settings import KnowledgeSettings


class LanguageModelSettings(KnowledgeSettings):
    """Which model, where it is, and how long it may take. Without `llm_model` nothing is sent anywhere."""

    llm_model: str = Field("", description="PROVIDER:MODEL as LangChain's init_chat_model names it, such as openai:qwen3; empty: none")
    llm_base_url: str = Field("", description="the address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1")
    llm_api_key: SecretStr = Field(SecretStr(""), description="the key of that server; a server of one's own mostly needs none")
    llm_deadline_seconds: float = Field(20, gt=0, le=300, description="a number of seconds above 0, at most 300")
    llm_max_tokens: int = Field(600, ge=16, le=8000, description="a whole number from 16 to 8000")
    llm_passage_characters: int = Field(6000, ge=200, le=100_000, description="a whole number from 200 to 100000")
    llm_options: Annotated[dict[str, Any], NoDecode] = Field(
        {"temperature": 0}, description='a JSON object of options of init_chat_model, such as {"temperature": 0}'
    )
    llm_in_country: bool = Field(False, description="true when the server stands in Viet Nam, else false")

    @field_validator("llm_model")
    @classmethod
    def _extra_installed(cls, value: str) -> str:
        """A language model needs the extra; whether the name is right shows when the model is opened."""
        if value and not find_spec("langchain"):
            raise ValueError("a language model needs pip install '.[llm]'")
        return value

    @field_validator("llm_base_url")
    @classmethod
    def _model_address(cls, value: str) -> str:
        """An http address with a host, and without a password: that would end up in reports."""
        try:
            parts = urlsplit(value)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if value and not usable:
            raise ValueError("no http address")
        if value and parts.username:
            raise ValueError("a name or password does not belong here but into LLM_API_KEY")
        return value

    @field_validator("llm_options", mode="before")
    @classmethod
    def _options(cls, value: object) -> object:
        """The JSON object of a variable; an object of a program as it is."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise ValueError(f"no JSON: {error.msg}") from error
