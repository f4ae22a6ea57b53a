"""The language model's part in one turn: the model, the time it has left, and what the log will say."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.generation.failure import ModelFailed
from assistant.generation.grounding.check import Grounding
from assistant.generation.model import LanguageModel, Message
from assistant.generation.tokens import Tokens


@dataclass(slots=True)
class Writing:
    """`characters` bounds the text of passages that is sent.

    `note` is kept in the question log: which model was asked, what became of it, what was cut and why, and the tokens it
    read and wrote.
    """

    model: LanguageModel
    grounding: Grounding
    seconds_left: float
    characters: int
    note: dict[str, Any] = field(default_factory=dict)

    @property
    def composed(self) -> bool:
        """Whether the answer that is sent was written by the model."""
        return self.note.get("outcome") == "composed"

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any], share: float = 1.0) -> Iterator[Any]:
        """The model's JSON as it comes, within a share of the time that is left.

        Raises:
            ModelFailed: see `LanguageModel.stream`; timeout also when no time was left.
        """
        if self.seconds_left <= 0:
            raise ModelFailed("timeout", "nothing left")
        self.note["model"] = self.model.name
        started = time.monotonic()
        try:
            took = yield from self.model.stream(messages, schema, self.seconds_left * share)
            self.note["tokens"] = list(Tokens(*self.note.get("tokens", ())).plus(took))
        finally:
            self.seconds_left -= time.monotonic() - started
