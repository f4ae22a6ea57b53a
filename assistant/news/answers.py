"""Questions that wait for an answer: asked again of each release, and told once there is an answer, from there or by staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from assistant.channels.base import AnswersQuestions
from assistant.delivery.telling import Telling
from assistant.dialogue.answers import opinion_buttons, see_buttons, source_quote, text_of
from assistant.messages import Message, Note, paragraph
from assistant.models import Answer, Question, Status
from assistant.records.channel_records import ChannelRecords
from assistant.records.chats import Chat
from assistant.records.log import QuestionLog
from assistant.records.wants import TOLD, Asked, Want, beginning
from assistant.records.writing import writing
from assistant.replies import said

AT_A_TIME = 50
CHANNEL = "waiting"
log = structlog.get_logger(__name__)


class WaitingQuestions:
    """Safe from any thread; all calls block."""

    def __init__(self, records: ChannelRecords, assistant: AnswersQuestions, telling: Telling) -> None:
        self._records = records
        self._assistant = assistant
        self._telling = telling
        self._log = QuestionLog(records.engine)

    def ask_again(self, want: Want, release: str) -> bool:
        """Whether this release answers it: then the person will be told."""
        answer = self._answer(want.asked) if want.asked else None
        if answer and self._records.wants.make_ready(want.id, answer):
            return True
        self._records.wants.tried(want.id, release)
        return False

    def _answer(self, asked: Asked) -> Answer | None:
        """An answer with a source that the person has not seen, or the office's own."""
        question = Question(asked.words or asked.question, channel=CHANNEL, keep=False, logged=False)
        answer = self._assistant.answer(question)
        new = any(beginning(source.quote) not in asked.seen for source in answer.sources)
        own = answer.status is Status.ANSWERED_CURATED and not asked.seen
        return answer if own or (new and answer.status in (Status.ANSWERED, Status.ANSWERED_CURATED)) else None

    def tell(self, now: datetime) -> int:
        """Tell those who can be reached now; how many that were."""
        wants = self._records.wants.reachable(self._telling.seen_after(now), AT_A_TIME)
        known = self._records.chats.find_some([(want.channel, want.chat) for want in wants])
        return sum(self._tell(want, known.get((want.channel, want.chat)), now) for want in wants)

    def _tell(self, want: Want, known: Chat | None, now: datetime) -> bool:
        """One person, once; the answer goes into the log as part of their conversation."""
        if want.asked is None or want.answer is None or known is None or not self._telling.may(known, now):
            return False
        answer_id = self._records.seal.mark("told", str(want.id))[:12]
        answer = replace(want.answer, answer_id=answer_id, conversation_id=known.conversation_id)
        drafts = self._telling.drafts(known.channel, [told_message(want.asked, answer)])[0]
        parcels = self._telling.parcels(known, drafts, f"want:{want.id}")
        words = want.asked.words or want.asked.question
        self._log.write(answer, channel=known.channel, question=want.asked.question, understood_as=words, passages=(), error=None)
        with writing(self._records.engine) as db:
            return self._records.wants.end(db, want.id, TOLD) and self._records.outbox.put(db, parcels) > 0


def told_message(asked: Asked, answer: Answer) -> Message:
    """ "Bạn từng hỏi … Nay tôi có câu trả lời:", the answer, its sources, and 👍 and 👎."""
    quotes = tuple(source_quote(n, source, answer.as_of) for n, source in enumerate(answer.sources, start=1))
    notes = (Note(answer.notice),) if answer.notice else ()
    lead = paragraph(said("want_told", question=asked.question))
    return Message((lead, *text_of(answer), *quotes, *notes), (*see_buttons(answer), opinion_buttons(answer.answer_id)))
