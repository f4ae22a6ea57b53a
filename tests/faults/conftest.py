"""A fixture of another folder, here too."""

from tests.assistant.channels.telegram.conftest import telegram  # noqa: F401
