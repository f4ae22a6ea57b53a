"""The assistant's own fixture, here too."""

from tests.assistant.conftest import postgres_folder  # noqa: F401
