"""The migrations of the records are one chain: two with the same number would hide each other."""

from __future__ import annotations

import re

from assistant.records.log import MIGRATIONS


def test_every_number_is_there_once_and_follows_the_one_before() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(MIGRATIONS.glob("versions/*.py"))]
    found = [(re.findall(r'^revision = "(\d+)"', text, re.M), re.findall(r'^down_revision = "(\d+)"', text, re.M)) for text in texts]
    numbers = [f"{n:04d}" for n in range(1, len(texts) + 1)]
    assert found == [([number], [before] if before != "0000" else []) for before, number in zip(["0000", *numbers], numbers, strict=False)]
