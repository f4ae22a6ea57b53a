""" "Báo tôi khi có câu trả lời": below an answer that we did not have, and after a 👎.

The question must still be there when somebody taps. Of who agreed, the log has it; of others it is kept sealed for an hour
after such an answer, and nothing else of them (`privacy_waiting` says so).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from assistant.dialogue.answers import AFTER_ANSWERS, MORE_BUTTONS
from assistant.dialogue.consent import ASKED_IN_VAIN
from assistant.dialogue.opinions import AFTER_BAD
from assistant.dialogue.subscribing import window_note
from assistant.dialogue.visit import Visit
from assistant.messages import Button, Effect, Message, Note, Reply, paragraph, say
from assistant.models import Answer, Status
from assistant.records.wants import Asked
from assistant.replies import said

KEPT_WITHOUT_CONSENT = timedelta(hours=1)
CAN_BE_ANSWERED = (Status.UNANSWERABLE_NO_MATCH, Status.UNANSWERABLE_NO_DOCUMENTS)
"""What staff or a new document can answer one day; the rest is not our business, or not in our language."""


def want(visit: Visit, answer_id: str) -> Reply:
    """This person wants to be told."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    if visit.known is None and _asked(visit, answer_id):
        return _ask_for_consent(visit, answer_id)
    return _wanted(visit, answer_id, ())


def agree_and_want(visit: Visit, answer_id: str) -> Reply:
    """The consent, and the want for which it was asked."""
    if visit.inbound.group or visit.known:
        return want(visit, answer_id)
    return _wanted(visit, answer_id, (visit.house.records.chats.agree(visit.inbound.channel, visit.chat, visit.inbound.reply_to),))


def cancel(visit: Visit, answer_id: str) -> Reply:
    """This person no longer wants to be told."""
    effect = visit.house.records.wants.cancel(visit.inbound.channel, visit.chat, answer_id)
    return Reply((Message((paragraph(said("want_cancelled")),), replaces=True),), effects=(effect,))


def _wanted(visit: Visit, answer_id: str, agreed: Sequence[Effect]) -> Reply:
    asked = _asked(visit, answer_id)
    records = visit.house.records
    notes = tuple(Note(text) for text in window_note(visit))
    if asked is None:
        return Reply((say(said("want_forgotten")),), effects=tuple(agreed))
    effects = (
        *agreed,
        records.wants.add(visit.inbound.channel, visit.chat, answer_id, asked),
        records.marks.forget(ASKED_IN_VAIN, visit.chat),
    )
    button = ((Button(said("want_cancel_button"), f"unwant:{answer_id}"),),)
    message = Message((paragraph(said("want_done", days=visit.house.want_days)), *notes), button)
    return Reply((message,), said("want_button"), effects, outcome="agreed" if agreed else "wanted")


def _ask_for_consent(visit: Visit, answer_id: str) -> Reply:
    text = said("want_consent", days=visit.house.want_days, kept=visit.house.days)
    buttons = ((Button(said("want_agree_button"), f"wantok:{answer_id}"), Button(said("decline_button"), "decline:")),)
    return Reply((say(text, buttons=buttons),), outcome="consent_asked")


def _asked(visit: Visit, answer_id: str) -> Asked | None:
    """What was asked, from the log of this conversation, or from what is kept for an hour."""
    records = visit.house.records
    if visit.known and (logged := records.wants.asked(answer_id, f"{visit.inbound.channel}:{visit.chat}")):
        return logged
    noted = records.marks.noted(ASKED_IN_VAIN, visit.chat) or {}
    return Asked(noted["question"]) if noted.get("answer_id") == answer_id else None


def keep_for_a_while(visit: Visit, question: str, answer: Answer) -> tuple[Effect, ...]:
    """The question of who has not agreed, sealed, so that it need not be typed again."""
    if visit.known or visit.inbound.group or answer.status not in CAN_BE_ANSWERED:
        return ()
    noted = {"answer_id": answer.answer_id, "question": question}
    return (visit.house.records.marks.renew(ASKED_IN_VAIN, visit.chat, KEPT_WITHOUT_CONSENT, noted),)


def _offer(visit: Visit, answer: Answer) -> Sequence[tuple[Button, ...]]:
    if visit.inbound.group or answer.status not in CAN_BE_ANSWERED:
        return ()
    return ((Button(said("want_button"), f"want:{answer.answer_id}"),),)


def _offer_better(visit: Visit, answer_id: str) -> Sequence[tuple[Button, ...]]:
    """After a 👎, to who agreed: the question of others is not there any more."""
    return ((Button(said("want_better_button"), f"want:{answer_id}"),),) if visit.known else ()


MORE_BUTTONS.append(_offer)
AFTER_ANSWERS.append(keep_for_a_while)
AFTER_BAD.append(_offer_better)
