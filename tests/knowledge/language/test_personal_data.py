"""Personal data is found in the ways people type it, and is not seen in laws, sums and document numbers."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import fold
from knowledge.language.personal_data import NAMES, PersonalKind, masked, personal_data
from tests.conftest import SHARED
from tests.support.shell import ROOT

CERTAIN = [
    ("CCCD của tôi là 091099001234, cho hỏi Quyết định 127", "identity", "091099001234"),
    ("Căn cước công dân số 091 099 001 234", "identity", "091 099 001 234"),
    ("CMND số: 385123456 cấp ngày 12/5/2010", "identity", "385123456"),
    ("385123456 là số CMND của tôi", "identity", "385123456"),
    ("hộ chiếu số B1234567", "identity", "B1234567"),
    ("sđt tôi là 0912 345 678", "phone", "0912 345 678"),
    ("Điện thoại: (+84) 912.345.678", "phone", "(+84) 912.345.678"),
    ("gọi 0296.3876.543 nhé", "phone", "0296.3876.543"),
    ("stk 19031234567 techcombank", "bank_account", "19031234567"),
    ("chuyển vào tài khoản 0071000123456 Vietcombank", "bank_account", "0071000123456"),
    ("Số tài khoản: 1903 1234 5678 90, Techcombank", "bank_account", "1903 1234 5678 90"),
    ("tài khoản 0071.000.123456 tại Vietcombank", "bank_account", "0071.000.123456"),
    ("email nguyenvana@gmail.com nhé", "email", "nguyenvana@gmail.com"),
    ("nhà tôi ở số 12 đường Trần Phú, phường Vĩnh Lạc, Rạch Giá", "home_address", "số 12 đường Trần Phú, phường Vĩnh Lạc, Rạch Giá"),
    ("Thường trú tại: tổ 3, ấp Hòa Lợi, xã Mong Thọ.", "home_address", "tổ 3, ấp Hòa Lợi, xã Mong Thọ"),
    ("Ông Nguyễn Văn A, sinh năm 1980, địa chỉ: số 12 Lê Lợi", "home_address", "số 12 Lê Lợi"),
    ("xe biển số 68A-123.45", "licence_plate", "68A-123.45"),
    ("51F12345 là xe của tôi", "licence_plate", "51F12345"),
]
POSSIBLE = [
    ("091099001234 còn hiệu lực không", "identity", "091099001234"),
    ("0912345678 alo", "phone", "0912345678"),
    ("+84 912 345 678", "phone", "+84 912 345 678"),
    ("68-B1 123.45", "licence_plate", "68-B1 123.45"),
    ("Tôi tên Lan, nhà ở 12 Trần Phú. Sở nào phụ trách?", "home_address", "12 Trần Phú"),
]
NOTHING = [
    "Quyết định số 127/QĐ-TTg ngày 26/01/2021 của Thủ tướng Chính phủ",
    "Tổng kinh phí 84.912.345.678 đồng, trong đó 1.234.567.890 đồng từ ngân sách",
    "kinh phí 123 456 789 đồng",
    "Mã số thuế: 0912345678",
    "Công dân đăng ký tại nơi thường trú theo Điều 12 Luật Cư trú số 68/2020/QH14",
    "nhà ở 12 tầng; người dân ở 34 tỉnh; nơi ở của 3 hộ",
    "tra giúp số CCCD của Nguyễn Văn A ở Rạch Giá",
    "Ngân hàng\t54\t722550000\t699295000",
    "tổng đài 1900 1234, TCVN 7957:2023, ISO 27001, 2026-11-22",
    "tài khoản 1121 và tài khoản 3388",
    "Ngân hàng 54 722550000 699295000 616930077",
    "tài khoản có 1.234.567.890 đồng, mở ngày 12.03.2026, ngày 5-6-2026, 12 345 678 đồng",
]


def read(text: str, *, certain: bool | None = None) -> list[tuple[str, str]]:
    return [(s.kind.value, text[s.start : s.end]) for s in personal_data(text) if certain in (None, s.certain)]


@pytest.mark.parametrize(("text", "kind", "value"), CERTAIN)
def test_what_is_named_is_certain(text: str, kind: str, value: str) -> None:
    assert read(text, certain=True) == [(kind, value)]


@pytest.mark.parametrize(("text", "kind", "value"), POSSIBLE)
def test_what_has_the_form_alone_is_possible(text: str, kind: str, value: str) -> None:
    assert read(text) == [(kind, value)]
    assert read(text, certain=True) == []


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_personal_data_is_left_alone(text: str) -> None:
    assert read(text) == []
    assert masked(text) == text


@pytest.mark.parametrize(("text", "kind", "value"), CERTAIN)
def test_people_type_without_diacritics_in_capitals_and_decomposed(text: str, kind: str, value: str) -> None:
    assert read(fold(text)) == [(kind, fold(value))]
    assert [kind for kind, _ in read(text.upper())] == [kind]
    decomposed = unicodedata.normalize("NFD", text)
    assert read(decomposed) == [(kind, unicodedata.normalize("NFD", value))]


def test_each_number_belongs_to_the_word_before_it() -> None:
    text = "CMND 385123456, ĐT 0912345678, STK 0912345679 MB Bank"
    assert read(text, certain=True) == [("identity", "385123456"), ("phone", "0912345678"), ("bank_account", "0912345679")]


def test_a_mask_keeps_the_question() -> None:
    assert masked("CCCD tôi là 091099001234, nhà tôi ở số 12 đường Trần Phú muốn hỏi luật AI") == (
        "CCCD tôi là [số căn cước], nhà tôi ở [địa chỉ nhà] muốn hỏi luật AI"
    )
    assert masked("sđt 0912345678", names=dict.fromkeys(PersonalKind, "ẩn")) == "sđt [ẩn]"
    assert set(NAMES) == set(PersonalKind)


@given(text=st.text(alphabet="0123456789 .-+()@/\nacdhknostuăđệ\u0301", max_size=80))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for span in personal_data(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_laws_and_starter_documents_hold_none() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "knowledge" / "documents").glob("*.md"))]
    corpus = SHARED / "data" / "alqac" / "corpus.jsonl"
    if corpus.exists():
        texts += [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    assert len(texts) > 40
    assert [found for text in texts for found in read(text)] == []
