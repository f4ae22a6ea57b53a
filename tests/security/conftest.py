"""The assistant's own fixtures, here too."""

from tests.assistant.conftest import assistant, question_log, settled  # noqa: F401
