"""The errors this package raises on purpose.

AssistantError
└── UnknownAnswer     feedback on an answer that is not in the log
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of this package's errors."""


class UnknownAnswer(AssistantError):
    """No answer of that id was logged."""
