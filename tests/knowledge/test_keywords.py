"""The keyword index: words with and without diacritics meet, bigrams and rare words count, replaced by id."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.keywords import KeywordIndex, folded_tokens

TEXTS = {
    "strategy": "Chiến lược quốc gia về trí tuệ nhân tạo, Quyết định 127/QĐ-TTg",
    "data": "Chiến lược dữ liệu quốc gia, Quyết định 142/QĐ-TTg",
    "tech": "Kỹ thuật lấy mẫu phân bón ngày 05/06",
    "war": "Lược sử chiến tranh",
}


@pytest.fixture
def index(tmp_path: Path) -> KeywordIndex:
    opened = KeywordIndex(tmp_path / "keywords")
    opened.add((chunk_id, text, "") for chunk_id, text in TEXTS.items())
    return opened


def first(index: KeywordIndex, question: str) -> str:
    return index.best(question, 5)[0][0]


@pytest.mark.parametrize(
    ("question", "chunk_id"),
    [
        ("trí tuệ nhân tạo", "strategy"),
        ("tri tue nhan tao", "strategy"),
        ("TRÍ TUỆ", "strategy"),
        ("quyet dinh 142", "data"),
        ("127/QĐ-TTg", "strategy"),
        ("kĩ thuật", "tech"),
        ("ngay 5/6", "tech"),
        ("chiến lược", "data"),
        ("chien tranh", "war"),
    ],
)
def test_the_right_chunk_is_first(index: KeywordIndex, question: str, chunk_id: str) -> None:
    found = index.best(question, 5)
    assert found[0][0] == chunk_id
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("question", ["", "   ", "!!! ???", "👍", "blockchain", '"AND" OR (', "folded:chien"])
def test_questions_without_known_words_find_nothing_or_no_error(index: KeywordIndex, question: str) -> None:
    assert all(chunk_id in TEXTS for chunk_id, _ in index.best(question, 5))


def test_a_very_long_question_is_no_error(index: KeywordIndex) -> None:
    assert index.best("chiến lược " * 20_000, 5)


def test_accented_words_can_be_given_weight(index: KeywordIndex) -> None:
    index.add([("plain", "mau phan bon", ""), ("marked", "mẫu phân bón", "")])
    assert dict(index.best("mẫu phân bón", 5, accented_weight=1.0))["marked"] > dict(index.best("mẫu phân bón", 5))["marked"]
    assert index.best("mẫu phân bón", 5, accented_weight=1.0)[0][0] == "marked"


def test_a_heading_counts_once_more(index: KeywordIndex) -> None:
    index.add([("cites", "xem nghĩa vụ của bên cầm cố", "Điều 311"), ("is", "xem nghĩa vụ của bên cầm cố", "Nghĩa vụ của bên cầm cố")])
    (first_id, first_score), (second_id, second_score) = index.best("nghĩa vụ của bên cầm cố", 2)
    assert (first_id, second_id) == ("is", "cites")
    assert first_score > second_score


def test_adding_an_id_again_replaces_its_text(index: KeywordIndex) -> None:
    index.add([("war", "hòa bình", "")])
    assert index.count() == len(TEXTS)
    assert first(index, "hoà bình") == "war"
    assert "war" not in dict(index.best("chiến tranh", 5))


def test_known_tells_which_ids_are_there(index: KeywordIndex) -> None:
    assert index.known(["war", "peace", "Luật#1"]) == {"war"}


def test_another_reader_sees_new_chunks_after_it_reloads(index: KeywordIndex, tmp_path: Path) -> None:
    other = KeywordIndex(tmp_path / "keywords")
    index.add([("new", "hội thảo", "")])
    assert other.known(["new"]) == set()
    other.reload()
    assert other.known(["new"]) == {"new"}


def test_tokens_are_folded_syllables_and_bigrams() -> None:
    assert folded_tokens("Chiến lược AI") == ["chien", "luoc", "ai", "chien_luoc", "luoc_ai"]
