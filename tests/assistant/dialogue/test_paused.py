"""A paused service in the chat channels: a notice in place of everything, but people keep their rights over their data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.dialogue.visit import House
from assistant.in_force import InForce
from assistant.records.overrides import Overrides
from assistant.replies import put_in_place
from tests.assistant.dialogue.conftest import Saying, all_words
from tests.support.overriding import put

NOTICE = "Đang rà soát văn bản."


@pytest.fixture
def house(house: House) -> Iterator[House]:
    overrides = Overrides(house.records.engine)
    put(overrides, "closed:telegram", {"notice": NOTICE}, "An", None)
    yield replace(house, in_force=InForce(house.in_force.settings, overrides))
    put_in_place({})


@pytest.mark.parametrize("text", ["/start", "/vanban", "/vanban 127", "/sukien", "/help", "/gibberish"])
def test_commands_get_the_notice(say: Saying, text: str) -> None:
    assert NOTICE in all_words(say(text))


@pytest.mark.parametrize("text", ["/xoa", "/dulieu", "/rutdongy", "/privacy", "/gopy hay lắm", "/canbo"])
def test_rights_over_ones_data_stay(say: Saying, text: str) -> None:
    assert NOTICE not in all_words(say(text))
