"""Pseudonyms and sealed letters."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.records.sealing import BrokenSeal, Seal


def test_a_pseudonym_is_stable_keyed_and_tells_nothing() -> None:
    one, other = Seal("a" * 40), Seal("b" * 40)
    assert one.pseudonym("telegram", "4711") == Seal("a" * 40).pseudonym("telegram", "4711")
    names = {
        one.pseudonym("telegram", "4711"),
        one.pseudonym("zalo", "4711"),
        one.pseudonym("telegram", "4712"),
        other.pseudonym("telegram", "4711"),
    }
    assert len(names) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names)
    assert one.mark("x", "c") not in (one.mark("y", "c"), one.pseudonym("x", "c"))


def test_a_letter_is_opened_only_with_the_key_it_was_sealed_with() -> None:
    letter = {"to": "4711", "text": "Kiên Giang \ud83d"}
    sealed = Seal("a" * 40).close(letter)
    assert "4711" not in sealed
    assert Seal("a" * 40).open(sealed) == letter
    for broken, key in ((sealed, "b"), (sealed[:-4] + "AAA=", "a"), ("", "a")):
        with pytest.raises(BrokenSeal):
            Seal(key * 40).open(broken)


def test_processes_that_start_together_agree_on_the_key_and_nobody_else_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: Seal.load("", tmp_path).pseudonym("t", "1"), range(16)))
    assert len(names) == 1
    assert stat.S_IMODE((tmp_path / "privacy.key").stat().st_mode) == 0o600
    assert Seal.load("c" * 40, tmp_path).pseudonym("t", "1") not in names


def test_the_word_for_webhooks_is_what_telegram_lets_through() -> None:
    assert re.fullmatch("[A-Za-z0-9_-]{43}", Seal("a" * 40).word("telegram webhook"))
