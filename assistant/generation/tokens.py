"""How much a model read and wrote, as its server counts."""

from __future__ import annotations

from typing import Any, NamedTuple

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.outputs import LLMResult


class Tokens(NamedTuple):
    """Zeros where the server does not say."""

    input: int = 0
    output: int = 0

    def plus(self, other: Tokens) -> Tokens:
        """Both together."""
        return Tokens(self.input + other.input, self.output + other.output)


class Counter(BaseCallbackHandler):
    """Hears of the tokens of one call. LangChain puts them into one of two places, by the way the answer was asked for."""

    def __init__(self) -> None:
        self.tokens = Tokens()

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """The call is over."""
        message: Any = getattr(response.generations[0][0], "message", None)
        if usage := getattr(message, "usage_metadata", None):
            self.tokens = Tokens(int(usage["input_tokens"]), int(usage["output_tokens"]))
        elif told := (getattr(message, "response_metadata", None) or {}).get("token_usage"):
            self.tokens = Tokens(int(told.get("prompt_tokens") or 0), int(told.get("completion_tokens") or 0))
