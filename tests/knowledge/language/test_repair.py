"""Mending what was typed: only unknown tokens, only towards known syllables, never a number."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge.language
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.language.repair import Repairer
from knowledge.language.tones import ToneModel
from knowledge.language.typing import is_syllable

TEENCODE = tomllib.loads((Path(knowledge.language.__file__).parent / "teencode.toml").read_text(encoding="utf-8"))["short"]
NUMBER = re.compile(r"\d+[\w.]*/[\w/&.-]+|\d+")


@pytest.fixture(scope="module")
def mend(starter_base: KnowledgeBase) -> Repairer:
    """The repairer of the starter documents."""
    return starter_base.view().repairer


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chieens luowcj quoocs gia", "chiến lược quốc gia"),
        ("trí tuej nhaan taoj", "trí tuệ nhân tạo"),
        ("chie6n1 lu7o75c quo6c1 gia", "chiến lược quốc gia"),
        ("Quyeets ddinhj 127 conf hieeuj luwcj khoong", "Quyết định 127 còn hiệu lực không"),
        ("quye6t1 d9inh5 127 co2n hie6u5 lu7c5 kho6ng", "quyết định 127 còn hiệu lực không"),
        ("nguwowif daan", "người dân"),
    ],
)
def test_raw_typing(mend: Repairer, typed: str, meant: str) -> None:
    assert fold(mend.repair(typed)) == fold(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("còn hlực ko", "còn hiệu lực không"),
        ("luật AI có từ bh", "luật AI có từ bao giờ"),
        ("cái này ntn", "cái này như thế nào"),
        ("ctrì là ai", "chủ trì là ai"),
    ],
)
def test_phone_shorthand(mend: Repairer, typed: str, meant: str) -> None:
    assert mend.repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chiến lưọcc quốc gia", "luoc"),
        ("quyết địnhh 127", "dinh"),
        ("chiếnn lược", "chien"),
        ("trí tuệ nhânn tạo", "nhan"),
        ("khoa hcọ công nghệ", "hoc"),
    ],
)
def test_slips_of_the_finger(mend: Repairer, typed: str, meant: str) -> None:
    assert meant in fold(mend.repair(typed)).split()


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 127/QĐ-TTg còn hiệu lực không?",
        "co quan nao chu tri chien luoc ai o kien giang",
        "giá vàng hôm nay",
        "cách nấu phở bò, bún riêu, khuỷu tay, nguệch ngoạc, ngoằn ngoèo",
        "134/2025/QH15 và 05/2026/TT-BKHCN",
        "AI4VN 2025, 50.000.000 đồng, 12,5%, ngày 28/8/2026",
        "Nguyễn Lưu Trung",
        "ASEAN, GDP, OECD",
        "",
        "  hai   dấu cách \n xuống dòng ",
        "?!… 🙂",
    ],
)
def test_what_is_right_stays_as_it_was_typed(mend: Repairer, text: str) -> None:
    assert mend.repair(text) == text


def test_every_syllable_of_the_documents_stays(mend: Repairer, starter_base: KnowledgeBase) -> None:
    chunks = list(starter_base.catalogue.all_chunks(starter_base.view().release.number))[::12]
    assert [c.chunk_id for c in chunks if mend.repair(c.text) != c.text] == []


@pytest.mark.parametrize("word", ["khuỷu", "rượu", "quỳnh", "nghiêng", "huỳnh", "phở", "bướm", "thuyền", "quýt", "giếng", "ếch", "ương"])
def test_valid_syllables_that_no_document_has_stay(mend: Repairer, word: str) -> None:
    assert is_syllable(fold(word))
    assert mend.repair(f"{word} và chiến lược") == f"{word} và chiến lược"


def test_an_empty_base_mends_nothing_but_shorthand() -> None:
    empty = Repairer(ToneModel.learn([]))
    assert empty.repair("chieens luowcj 127") == "chieens luowcj 127"


@given(st.text(max_size=80))
def test_any_text_can_be_mended_and_digits_stay(starter_base: KnowledgeBase, text: str) -> None:
    """Digits that belong to a raw VNI syllable or a shorthand are part of a word; numbers standing alone are not."""
    mended = starter_base.view().repairer.repair(text)
    alone = re.compile(r"(?<!\w)[0-9]+(?!\w)")
    assert alone.findall(mended) == alone.findall(text)


@given(st.lists(st.one_of(
    st.from_regex(r"[0-9]{1,4}/(20[0-9]{2}/)?(QĐ-TTg|NĐ-CP|QH15|TT-BKHCN|QĐ-UBND)", fullmatch=True),
    st.from_regex(r"[0-9]{1,9}", fullmatch=True),
    st.from_regex(r"[0-3]?[0-9]/[01]?[0-9]/20[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{1,3})?%", fullmatch=True),
    st.sampled_from(["quyết", "chieens", "luowcj", "ko", "hcọ", "ntn", "lưọcc", "chie6n1", "wifi"]),
), max_size=10).map(" ".join))  # fmt: skip
def test_document_numbers_dates_and_shares_are_never_changed(starter_base: KnowledgeBase, text: str) -> None:
    plain = re.sub(r"chie6n1", "", text)
    mended = starter_base.view().repairer.repair(plain)
    assert NUMBER.findall(mended) == NUMBER.findall(plain)


def test_the_shorthand_table_holds_words(mend: Repairer) -> None:
    assert all(short and long and short != long for short, long in TEENCODE.items())
    assert not [short for short in TEENCODE if short.isdigit()]


def test_a_name_that_no_document_has_is_left_alone(starter_base: KnowledgeBase) -> None:
    repairer = starter_base.view().repairer
    assert repairer.repair("Đắk Lắk có kế hoạch không") == "Đắk Lắk có kế hoạch không"
    assert repairer.repair("ở Kiên Gaing ai chủ trì") == "ở Kiên giang ai chủ trì"
