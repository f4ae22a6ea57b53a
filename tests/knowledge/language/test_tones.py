"""Tones are restored from the ingested text: likeliest reading in context, typed marks kept, unknown words kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.language.tones import ToneModel

TEXTS = (
    "Chiến lược quốc gia về trí tuệ nhân tạo.",
    "Chiến lược quốc gia về dữ liệu.",
    "Cơ quan chủ trì là Sở Khoa học và Công nghệ.",
    "Chủ tịch nước ký luật. Chú trọng đào tạo nhân lực.",
    "Người dân gửi ý kiến về nhân sự.",
)


@pytest.fixture(scope="module")
def model() -> ToneModel:
    return ToneModel.learn(TEXTS)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("chien luoc quoc gia", "chiến lược quốc gia"),
        ("chu tri", "chủ trì"),
        ("chu trong", "chú trọng"),
        ("tri tue nhan tao", "trí tuệ nhân tạo"),
        ("so khoa hoc", "sở khoa học"),
        ("CHIEN LUOC", "chiến lược"),
        ("blockchain chien luoc 127", "blockchain chiến lược 127"),
        ("chiến luoc", "chiến lược"),
        ("chủ tri", "chủ trì"),
        ("Chien luoc, quoc gia?", "chiến lược, quốc gia?"),
        ("", ""),
    ],
)
def test_restore(model: ToneModel, typed: str, restored: str) -> None:
    assert model.restore(typed) == restored


@given(st.text(max_size=60))
def test_restoring_changes_marks_only(text: str) -> None:
    assert fold(ToneModel.learn(TEXTS).restore(text)).split() == fold(ToneModel.learn([]).restore(text)).split()


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("chien luoc quoc gia dung hay sai?", "chiến lược quốc gia đúng hay sai?"),
        ("bao nhieu nhan luc", "bao nhiêu nhân lực"),
        ("chu tich nuoc o dau", "chủ tịch nước ở đâu"),
    ],
)
def test_questions_have_words_that_documents_lack(model: ToneModel, typed: str, restored: str) -> None:
    assert model.restore(typed, question=True) == restored
    assert model.restore(typed) != restored


def test_an_empty_model_restores_nothing() -> None:
    assert ToneModel.learn([]).restore("chien luoc") == "chien luoc"


def test_knows_a_syllable_in_any_form(model: ToneModel) -> None:
    assert model.knows("chien")
    assert model.knows("chiến")
    assert not model.knows("blockchain")


def test_most_syllables_of_the_starter_documents_come_back(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    right = total = 0
    for number, chunk in enumerate(starter_base.catalogue.all_chunks(view.release.number)):
        if number % 20:
            continue
        for sentence in chunk.text.lower().split(". "):
            words = sentence.replace(",", " ").split()
            wanted = [w for w in words if w.isalpha()]
            restored = view.statistics.tones.restore(" ".join(fold(w) for w in wanted)).split()
            total += len(wanted)
            right += sum(
                fold(a) == fold(b) and (a == b or a == view.statistics.tones.restore(b)) for a, b in zip(restored, wanted, strict=True)
            )
    assert total > 500
    assert right / total > 0.93
