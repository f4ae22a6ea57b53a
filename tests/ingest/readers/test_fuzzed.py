"""What `make fuzz` once found: each file is read or refused, and raises nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from ingest.models import RawDocument, Refused
from ingest.readers import read_file

FOUND = sorted((Path(__file__).parent / "fuzzed").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=[path.name for path in FOUND])
def test_what_the_readers_stumbled_over_is_read_or_refused(path: Path) -> None:
    with suppress(Refused):
        assert list(read_file(path))


def test_a_letter_with_a_broken_head_keeps_its_text(tmp_path: Path) -> None:
    sent = "Mon, 99999999999999999999999999999999 Mar 2025 08:00:00 +0700"
    (tmp_path / "thu.eml").write_text(f"Subject: Mời họp\nDate: {sent}\nFrom: nhóm:;\n\nKính mời dự họp.\n", encoding="utf-8")
    [letter] = read_file(tmp_path / "thu.eml")
    assert isinstance(letter, RawDocument)
    assert letter.blocks[0].text == "Kính mời dự họp."
    assert "mail_sent" not in letter.metadata
