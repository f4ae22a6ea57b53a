"""Fixtures of other folders, here too."""

from tests.assistant.channels.telegram.conftest import telegram  # noqa: F401
from tests.assistant.conftest import postgres_folder  # noqa: F401
