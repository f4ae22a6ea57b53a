"""The errors this package raises on purpose.

AssistantError
├── UnknownAnswer     feedback on an answer that is not in the log
└── BadLanguageModel  LLM_MODEL cannot be opened with these settings
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of this package's errors."""


class UnknownAnswer(AssistantError):
    """No answer of that id was logged."""


class BadLanguageModel(AssistantError):
    """No such provider, its package is missing, or it refuses the options."""

    def __init__(self, name: str, why: str) -> None:
        first = next((line.strip() for line in why.splitlines() if line.strip()), "cannot be opened").rstrip(".")
        super().__init__(
            f"LLM_MODEL={name}: {first}. It accepts PROVIDER:MODEL of an installed package (the extra llm brings openai), "
            "with LLM_API_KEY where the provider wants a key and LLM_OPTIONS that it knows."
        )
