"""The optional language model, through LangChain: any provider of `init_chat_model`. The only home of langchain.

Calls run on one event loop in a thread of its own, where they can be cancelled: at the deadline the connection is
closed, whatever the server is doing, and nobody waits for it.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import queue
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog

from assistant.errors import BadLanguageModel
from assistant.generation.breaker import Breaker
from assistant.generation.failure import ModelFailed, failure_of
from assistant.generation.settings import LanguageModelSettings
from assistant.generation.tokens import Counter, Tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Message = tuple[str, str]
"""(role, text); the roles are system and user."""
Arrivals = queue.SimpleQueue[tuple[float, Any]]
"""(moment of arrival, what came): partial JSON, a failure, or the Tokens at the end."""
log = structlog.get_logger()


class LanguageModel:
    """A chat model that writes JSON. Safe from many threads."""

    def __init__(self, name: str, chat: BaseChatModel, breaker: Breaker) -> None:
        self.name = name
        self.breaker = breaker
        self._chat = chat
        self._spent, self._counting = Tokens(), threading.Lock()

    @classmethod
    def open(cls, settings: LanguageModelSettings) -> LanguageModel | None:
        """The model of the settings; None when they name none. Nothing is sent yet.

        Raises:
            BadLanguageModel: no such provider, its package is missing, or it does not take the options.
        """
        if not settings.llm_model:
            return None
        return cls(settings.llm_model, _load(settings), Breaker())

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any], seconds: float) -> Generator[Any, None, Tokens]:
        """The JSON as far as it has come, again and again, the last time whole; in the end what it took.

        Raises:
            ModelFailed: nothing more came within `seconds`, or what came was an error; or the breaker is open.
        """
        if not self.breaker.admits():
            raise ModelFailed("breaker_open")
        told = False
        try:
            spent = yield from self._arriving(messages, schema, seconds)
            self.breaker.succeeded()
            told = True
        except ModelFailed as failure:
            (self.breaker.failed if failure.away else self.breaker.succeeded)()
            told = True
            log.warning("language_model_failed", reason=failure.reason, detail=failure.detail, breaker=self.breaker.state)
            raise
        finally:
            if not told:
                self.breaker.abandoned()
        return spent

    def health(self) -> dict[str, Any]:
        """{"name", "state", "tokens"}; the state is in_use, or paused while the breaker is open. Tokens are those of this process."""
        state = "in_use" if self.breaker.state == "closed" else "paused"
        return {"name": self.name, "state": state, "tokens": self._spent._asdict()}

    def _arriving(self, messages: Sequence[Message], schema: Mapping[str, Any], seconds: float) -> Generator[Any, None, Tokens]:
        arrived: Arrivals = queue.SimpleQueue()
        ends = time.monotonic() + seconds
        call = asyncio.run_coroutine_threadsafe(self._pump(messages, schema, arrived), _loop())
        try:
            while True:
                at, item = arrived.get(timeout=max(0.001, ends - time.monotonic()))
                if isinstance(item, ModelFailed):
                    raise item
                if at >= ends:
                    raise ModelFailed("timeout", "still writing")
                if isinstance(item, Tokens):
                    return item
                yield item
        except queue.Empty:
            raise ModelFailed("timeout", "silent") from None
        finally:
            call.cancel()

    async def _pump(self, messages: Sequence[Message], schema: Mapping[str, Any], arrived: Arrivals) -> None:
        counter = Counter()
        try:
            async for partial in self._chat.with_structured_output(dict(schema)).astream(list(messages), {"callbacks": [counter]}):
                arrived.put((time.monotonic(), partial))
        except Exception as error:  # libraries raise whatever they like; all of it means that there is no answer
            arrived.put((time.monotonic(), failure_of(error)))
        with self._counting:  # an answer that was good for nothing counts too
            self._spent = self._spent.plus(counter.tokens)
        arrived.put((time.monotonic(), counter.tokens))


def _load(settings: LanguageModelSettings) -> BaseChatModel:
    # A model's calls are never reported to LangChain's tracing service, whatever the environment says.
    os.environ.update({f"{owner}_TRACING{version}": "false" for owner in ("LANGSMITH", "LANGCHAIN") for version in ("", "_V2")})
    options: dict[str, Any] = {"max_retries": 0, "max_tokens": settings.llm_max_tokens}
    if settings.llm_model.startswith("openai:"):
        options["stream_usage"] = True  # LangChain asks only OpenAI's own servers for tokens; vLLM, llama.cpp and Ollama tell them too
    options |= settings.llm_options
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    # Libraries insist on a key; a server of one's own takes any.
    if key := settings.llm_api_key.get_secret_value() or (settings.llm_base_url and "none"):
        options["api_key"] = key
    try:
        chat: BaseChatModel = importlib.import_module("langchain.chat_models").init_chat_model(settings.llm_model, **options)
    except Exception as error:  # each provider's library has errors of its own
        raise BadLanguageModel(settings.llm_model, str(error)) from error
    return chat


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for the process: connections that are kept open belong to the loop that opened them."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
