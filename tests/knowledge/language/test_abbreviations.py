"""Abbreviations become their long form; document numbers stay; "ai" is "who" or artificial intelligence by its neighbours."""

from __future__ import annotations

import pytest

from knowledge.language.abbreviations import expand

AI = "trí tuệ nhân tạo"


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("Sở KH&CN", "Sở khoa học và công nghệ"),
        ("so khcn", "so khoa học và công nghệ"),
        ("UBND tỉnh", "ủy ban nhân dân tỉnh"),
        ("ubnd tinh", "ủy ban nhân dân tinh"),
        ("HĐND và hdnd", "hội đồng nhân dân và hội đồng nhân dân"),
        ("CĐS, cds", "chuyển đổi số, chuyển đổi số"),
        ("ứng dụng TTNT", f"ứng dụng {AI}"),
        ("ung dung ttnt", f"ung dung {AI}"),
        ("TTg", "thủ tướng chính phủ"),
        ("QĐ 127", "quyết định 127"),
        ("qd 127", "quyết định 127"),
        ("qd so 127", "quyết định so 127"),
        ("NĐ 142", "nghị định 142"),
        ("kh 186 cua tinh", "kế hoạch 186 cua tinh"),
        ("chiến lược AI", f"chiến lược {AI}"),
        ("DN nhỏ", "doanh nghiệp nhỏ"),
    ],
)
def test_expand(text: str, expanded: str) -> None:
    assert expand(text) == expanded


@pytest.mark.parametrize(
    "text", ["127/QĐ-TTg", "142/2026/NĐ-CP", "57-NQ/TW", "tt", "kh", "dn", "cá nhân", "THÔNG BÁO VỀ DN NHỎ", "ai ký báo cáo", "nq của", ""]
)
def test_expand_leaves_numbers_and_ordinary_words_alone(text: str) -> None:
    assert expand(text) == text


@pytest.mark.parametrize(
    "question",
    [
        "ai ký báo cáo", "ai la nguoi ky", "do ai ban hành", "báo cáo gửi cho ai", "ai chu tri", "ai chịu trách nhiệm", "cua ai",
        "AI KÝ BÁO CÁO",
        "ai có thẩm quyền", "nguoi ky la ai",
    ],
)  # fmt: skip
def test_a_question_that_asks_who_keeps_its_word(question: str) -> None:
    assert expand(question, question=True) == question


@pytest.mark.parametrize(
    ("question", "expanded"),
    [
        ("chien luoc ai la gi", f"chien luoc {AI} la gi"),
        ("luật ai có hiệu lực khi nào", f"luật {AI} có hiệu lực khi nào"),
        ("ung dung ai o kien giang", f"ung dung {AI} o kien giang"),
        ("cuộc thi ai 2025", f"cuộc thi {AI} 2025"),
        ("AI là gì", f"{AI} là gì"),
        ("hội thảo về ai", f"hội thảo về {AI}"),
        ("co quan nao chu tri chien luoc ai o kien giang", f"co quan nao chu tri chien luoc {AI} o kien giang"),
    ],
)
def test_a_question_about_artificial_intelligence_is_understood(question: str, expanded: str) -> None:
    assert expand(question, question=True) == expanded


def test_a_document_means_who_by_a_small_ai() -> None:
    assert expand("không ai được cản trở") == "không ai được cản trở"
