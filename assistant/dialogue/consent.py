"""The notice at first contact, and saying yes or no to being remembered. Whoever says nothing is answered all the same."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import Connection

from assistant.channels.answer_view import text_blocks
from assistant.dialogue.visit import Visit
from assistant.messages import Block, Bullets, Button, Effect, Inbound, Kind, Message, Note, Paragraph, Reply, Span, say
from assistant.records.chats import note
from assistant.records.privacy import erase, tidy
from assistant.replies import said
from knowledge.language.normalise import fold

TOLD = "told who we are"
ASKED_IN_VAIN = "asked in vain"
"""What somebody who has not agreed asked last, when we had no answer (`waiting.py`)."""
TOLD_AGAIN_AFTER = timedelta(hours=24)
_YES = ("dong y", "toi dong y", "em dong y", "minh dong y", "dong y luu", "i agree", "agree")
_NO = ("khong dong y", "khong, cu hoi thoi", "khong cu hoi thoi", "toi khong dong y", "tu choi", "rut dong y", "rut lai dong y", "disagree")


def wish_in(text: str) -> bool | None:
    """True for "Đồng ý", False for "không đồng ý", None for everything else."""
    words = fold(text).strip(" .!,")
    return True if words in _YES else False if words in _NO else None


def notice_for(visit: Visit) -> tuple[tuple[Message, ...], tuple[Effect, ...]]:
    """What must be said before anything else: the whole notice to who has not agreed, a reminder to who has, each once in
    24 hours without a word. Nothing when they were told.
    """
    marks = visit.house.records.marks
    renew = (marks.renew(TOLD, visit.chat, TOLD_AGAIN_AFTER),)
    if marks.holds(TOLD, visit.chat):
        return (), renew
    if visit.inbound.group:
        return (say(said("notice_group")),), renew
    if visit.known:
        return (Message((Note(said("notice_again", operator=visit.house.operator)),)),), renew
    return (notice(visit),), renew


def notice(visit: Visit) -> Message:
    """Who runs it, what is stored and for how long, what rights there are; with a button to agree."""
    text = said("notice", operator=visit.house.operator, days=visit.house.days, platform=visit.platform)
    buttons = (Button(said("agree_button"), "agree:", typed=True), Button(said("decline_button"), "decline:", typed=True))
    return Message(blocks_of(text), (buttons,))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Paragraphs and "- " lists of a fixed sentence."""
    found: list[Block] = []
    for block in text_blocks(text, 0):
        lines = tuple(tuple(Span(piece.text) for piece in item) for item in block.items)
        found.append(Bullets(lines) if block.is_list else Paragraph(lines[0]))
    return tuple(found)


def agree(visit: Visit, _rest: str = "") -> Reply:
    """ "Đồng ý": from now on this chat is remembered."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    if visit.known:
        return Reply((say(said("agreed_already")),), said("agree_button"))
    effect = visit.house.records.chats.agree(visit.inbound.channel, visit.chat, visit.inbound.reply_to)
    message = say(said("agreed", days=visit.house.days))
    return Reply((message,), said("agree_button"), (effect,), outcome="agreed")


def decline(visit: Visit, _rest: str = "") -> Reply:
    """ "Không": nothing is kept; what was kept is erased."""
    if visit.known:
        return withdraw(visit)
    return Reply((say(said("declined")),), outcome="declined")


def withdraw(visit: Visit, _rest: str = "") -> Reply:
    """Take the consent back."""
    if visit.known is None:
        return Reply((say(said("declined")),), outcome="declined")
    return erased(visit, "withdrawn", "withdrawn")


def erased(visit: Visit, action: str, sentence: str) -> Reply:
    """Erase everything about this chat, keep a line in the consent log, and confirm with a code."""
    code, inbound, records = secrets.token_hex(4).upper(), visit.inbound, visit.house.records

    def effect(db: Connection) -> None:
        erase(db, inbound.channel, visit.chat)
        note(db, inbound.channel, visit.chat, action, code)

    forget = (records.marks.forget(label, visit.chat) for label in (TOLD, ASKED_IN_VAIN))
    return Reply((say(said(sentence, code=code)),), "", (effect, *forget), lambda: tidy(records.engine), "erased")


def must_be_told(inbound: Inbound) -> bool:
    """Whether this kind of message is a contact that needs the notice."""
    return inbound.kind in (Kind.TEXT, Kind.COMMAND, Kind.MEDIA, Kind.UNREADABLE)
