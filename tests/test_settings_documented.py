"""Every setting stands in `.env.example` with a comment that says what it is, and nothing else stands there."""

from __future__ import annotations

import re

import pytest

from assistant.settings import Settings
from knowledge.settings import KnowledgeSettings
from tests.support.shell import ROOT

EXAMPLE = ROOT / ".env.example"
SETTING = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=(.*)$")
FIELDS = sorted({name.upper() for cls in (KnowledgeSettings, Settings) for name in cls.model_fields})


def lines() -> list[str]:
    return EXAMPLE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_documented(name: str) -> None:
    places = [i for i, line in enumerate(lines()) if (found := SETTING.match(line)) and found[1] == name]
    assert len(places) == 1, f"{name} stands {len(places)} times in .env.example"
    above = lines()[places[0] - 1]
    assert above.startswith("# "), f"{name} needs a comment line above it"
    assert not SETTING.match(above)


def test_nothing_is_documented_that_is_no_setting() -> None:
    assert {found[1] for line in lines() if (found := SETTING.match(line))} - set(FIELDS) == set()


@pytest.mark.parametrize("cls", [KnowledgeSettings, Settings])
def test_the_example_is_a_valid_configuration_with_the_defaults(
    cls: type[KnowledgeSettings], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    written = [re.sub(r"^#\s?(?=[A-Z][A-Z0-9_]+=)", "", line) for line in lines()]
    (tmp_path / ".env").write_text("\n".join(written), encoding="utf-8")
    example, default = cls(), cls(_env_file=None)  # type: ignore[call-arg]
    assert example == default


@pytest.mark.parametrize("cls", [KnowledgeSettings, Settings])
def test_every_setting_says_what_it_accepts(cls: type[KnowledgeSettings]) -> None:
    assert [name for name, field in cls.model_fields.items() if not field.description] == []
