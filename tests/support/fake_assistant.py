"""A hand-written assistant for the web channel's tests: known questions get known answers, and calls are kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from assistant.models import Answer, Question, Source, Status

AS_OF = date(2026, 11, 22)
QUICK = (
    "Chiến lược quốc gia về trí tuệ nhân tạo đặt mục tiêu gì đến năm 2030?",
    "Cơ quan nào chủ trì thực hiện?",
    "Quyết định 127 còn hiệu lực không?",
)
HOSTILE = '<img src=x onerror="window.hacked = true">'

CURRENT = Source(
    document_id="qd-1671-2026",
    number="1671/QĐ-TTg",
    kind="Quyết định",
    title="Chiến lược quốc gia về trí tuệ nhân tạo đến năm 2030, tầm nhìn đến năm 2045",
    issuer="Thủ tướng Chính phủ",
    issued_on=date(2026, 8, 28),
    effective_from=date(2026, 8, 28),
    effective_to=None,
    in_force=True,
    locator="Điều 1, khoản 2",
    page=3,
    quote="Đến năm 2030, Việt Nam trở thành một trong các trung tâm trí tuệ nhân tạo của ASEAN và châu Á;\n"
    "100% dịch vụ công trực tuyến tích hợp trí tuệ nhân tạo.",
    url="https://congbao.chinhphu.vn/van-ban/quyet-dinh-so-1671-qd-ttg-470384.htm",
    form="tóm tắt",
)
REPLACED = replace(
    CURRENT,
    document_id="qd-127-2021",
    number="127/QĐ-TTg",
    title="Chiến lược quốc gia về nghiên cứu, phát triển và ứng dụng Trí tuệ nhân tạo đến năm 2030",
    issued_on=date(2021, 1, 26),
    effective_from=date(2021, 1, 26),
    effective_to=date(2026, 8, 28),
    in_force=False,
    page=None,
    quote="Việt Nam nằm trong nhóm 4 nước dẫn đầu khu vực ASEAN và nhóm 50 nước dẫn đầu trên thế giới.",
    replaced_by="Quyết định 1671/QĐ-TTg",
    form=None,
)
UNKNOWN = replace(
    CURRENT,
    number=None,
    kind=None,
    title="Cuộc thi Sáng tạo AI 2026",
    in_force=None,
    url="javascript:alert(1)",
    effective_from=None,
    page=None,
    form=None,
)
COMING = replace(CURRENT, kind="Nghị định", number="999/2026/NĐ-CP", in_force=False, effective_from=date(2027, 1, 1), form=None)

TEXT = (
    "Chiến lược hiện hành là Quyết định 1671/QĐ-TTg ngày 28/8/2026, đặt mục tiêu đến năm 2030 [1]:\n"
    "- Việt Nam trở thành một trong các trung tâm trí tuệ nhân tạo của ASEAN và châu Á [1]\n"
    "- 100% dịch vụ công trực tuyến tích hợp trí tuệ nhân tạo\n"
    "\n"
    "Chiến lược này thay cho Quyết định 127/QĐ-TTg năm 2021 [2]. Ghi chú [9] không phải là nguồn."
)


def goals(question: Question) -> Answer:
    """The usual answer: text with a list and citations, four sources of every validity, suggestions and a notice."""
    return Answer(
        answer_id=f"a{abs(hash(question.text)) % 10**9:09d}-7f3e",
        status=Status.ANSWERED,
        text=TEXT,
        as_of=question.as_of or AS_OF,
        release=7,
        sources=(CURRENT, REPLACED, UNKNOWN, COMING),
        suggestions=("Cơ quan nào chủ trì chiến lược?", "Tỉnh An Giang có kế hoạch gì?"),
        notice="Câu trả lời do trợ lý tự động soạn từ văn bản, để tham khảo.",
        conversation_id=question.conversation_id,
        timings_ms={"search": 12.5},
    )


def plain(question: Question, status: Status, text: str) -> Answer:
    """An answer without sources."""
    return replace(goals(question), status=status, text=text, sources=(), suggestions=(), notice="")


def hostile(question: Question) -> Answer:
    """An answer whose every text tries to be markup."""
    source = replace(CURRENT, title=HOSTILE, locator=HOSTILE, quote=HOSTILE, issuer=HOSTILE, replaced_by=HOSTILE, in_force=False)
    return replace(goals(question), text=f"{HOSTILE}\n- {HOSTILE} [1]", sources=(source,), suggestions=(HOSTILE,), notice=HOSTILE)


def long_words(question: Question) -> Answer:
    """An answer with words no screen is wide enough for."""
    word = "x" * 300
    source = replace(CURRENT, title=word, quote=word, url=f"https://example.vn/{word}", locator=word)
    return replace(goals(question), text=f"{word}\n- https://example.vn/{word}", sources=(source,), suggestions=(word,))


class FakeAssistant:
    """Answers by the first word that a rule knows; `asked` and `feedback` keep what came in."""

    def __init__(self, *, seconds: float = 0.0, status: str = "ok") -> None:
        self.seconds = seconds
        self.status = status
        self.asked: list[Question] = []
        self.feedback: list[tuple[str, str, str | None]] = []
        self.given: set[str] = set()
        self.gate: threading.Event | None = None
        self.rules: dict[str, Callable[[Question], Answer]] = {
            "hostile": hostile,
            "<img": hostile,
            "long": long_words,
            "fail": self._fail,
            "error": lambda question: plain(question, Status.ERROR_INTERNAL, "Trợ lý gặp lỗi."),
        }

    @staticmethod
    def _fail(question: Question) -> Answer:
        raise RuntimeError("secret detail")

    def answer(self, question: Question) -> Answer:
        """The answer of the first rule that fits, after `gate` opens and `seconds` of computing."""
        self.asked.append(question)
        if self.gate:
            self.gate.wait(60)
        until = time.perf_counter() + self.seconds
        while time.perf_counter() < until:
            pass
        if not question.text.strip():
            return plain(question, Status.BLOCKED_EMPTY, "Bạn chưa nhập câu hỏi.")
        answer = self.rules.get(question.text.split()[0], goals)(question)
        self.given.add(answer.answer_id)
        return answer

    def record_feedback(self, answer_id: str, value: Literal["up", "down"], comment: str | None) -> bool:
        """True for an answer given before."""
        self.feedback.append((answer_id, value, comment))
        return answer_id in self.given

    def health(self) -> dict[str, Any]:
        """The status it was made with."""
        return {"status": self.status, "release": 7, "documents": 12, "chunks": 345}

    def event_calendar(self, document_id: str) -> bytes | None:
        """One event has a day."""
        return b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if document_id == "ngay-hoi" else None

    def quick_questions(self) -> tuple[str, ...]:
        """Three questions."""
        return QUICK
