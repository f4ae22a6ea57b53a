"""Answers get worse before they stop, and /health says so."""

from __future__ import annotations

import pytest

from assistant.models import Question
from assistant.service import Assistant

QUESTION = Question("Quyết định 127 còn hiệu lực không?", channel="web")


def test_without_vectors_answers_come_from_words_and_health_says_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(vector: object, limit: int) -> list[str]:
        raise ConnectionError("the server is away")

    before = assistant.answer(QUESTION)
    assert assistant.health()["status"] == "ok"
    monkeypatch.setattr(assistant.base.vectors, "nearest", away)
    try:
        worse = assistant.answer(Question("Ai ký báo cáo của Kiên Giang?", channel="web"))
        health = assistant.health()
        assert (health["status"], health["search"]) == ("degraded", "words_only")
        assert "Nguyễn Lưu Trung" in worse.text
        assert assistant.answer(QUESTION).status == before.status
        monkeypatch.undo()
        assistant.base._vectors_rest._until = 0.0  # ten seconds later
        assert assistant.answer(Question("Mục tiêu đến năm 2030 là gì?", channel="web")).text
        assert "search" not in assistant.health()
    finally:
        assistant.base._vectors_rest.succeeded()  # the base is shared with other tests
