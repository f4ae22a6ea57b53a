"""Places a text names, and what became of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import knowledge.language
from knowledge.language.places import is_abroad, places_in, speaks_of, successor

TABLE = tomllib.loads((Path(knowledge.language.__file__).parent / "places.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Sở nào chủ trì ở Kiên Giang?", ("Kiên Giang",)),
        ("so nao chu tri o kien giang va AN GIANG", ("Kiên Giang", "An Giang")),
        ("Kiên Giang, Kiên Giang", ("Kiên Giang",)),
        ("TP. Hồ Chí Minh và Thành phố Hà Nội", ("Hồ Chí Minh", "Hà Nội")),
        ("Bà Rịa - Vũng Tàu có kế hoạch gì", ("Bà Rịa – Vũng Tàu",)),
        ("AI ở Trung Quốc thế nào", ("Trung Quốc",)),
        ("hòa bình thế giới", ()),
        ("tỉnh Hòa Bình", ("Hòa Bình",)),
        ("ở Thái Bình", ("Thái Bình",)),
        ("chiến lược quốc gia", ()),
        ("kiên giangg", ()),
        ("", ()),
    ],
)
def test_places_in(text: str, places: tuple[str, ...]) -> None:
    assert places_in(text) == places


@pytest.mark.parametrize(
    ("old", "new"), [("Kiên Giang", "An Giang"), ("Bình Dương", "Hồ Chí Minh"), ("An Giang", None), ("Hà Nội", None), ("Paris", None)]
)
def test_successor(old: str, new: str | None) -> None:
    assert successor(old) == new


def test_there_are_34_provinces_and_no_name_twice() -> None:
    assert len(TABLE["provinces"]) == 34
    names = [*TABLE["provinces"], *(old for olds in TABLE["provinces"].values() for old in olds)]
    assert len(names) == len(set(names))
    # 63 provinces before; the halves of one double name; and Huế, which was Thừa Thiên Huế.
    assert len(names) == 63 + 3
    assert set(TABLE["ambiguous"]["names"]) <= set(names)


@pytest.mark.parametrize("name", [*TABLE["provinces"], "Kiên Giang", "Thừa Thiên Huế"])
def test_every_province_is_seen_behind_its_kind(name: str) -> None:
    assert places_in(f"Ủy ban nhân dân tỉnh {name} làm gì?") == (name,)


def test_abroad() -> None:
    assert is_abroad("Singapore")
    assert not is_abroad("Kiên Giang")


def test_speaks_of() -> None:
    assert speaks_of("UBND TỈNH KIÊN GIANG", "Kiên Giang")
    assert speaks_of("Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng Tàu")
    assert not speaks_of("kiên giangs", "Kiên Giang")
    assert not speaks_of("", "Kiên Giang")
