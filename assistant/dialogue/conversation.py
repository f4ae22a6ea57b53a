"""The dialogue of the chat channels: which handler a message is for, and what must be said before its reply."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.answers import ask
from assistant.dialogue.commands import obey, press
from assistant.dialogue.consent import agree, decline, must_be_told, notice_for, wish_in
from assistant.dialogue.menu import meant, with_menu
from assistant.dialogue.opinions import official_lines
from assistant.dialogue.visit import House, Visit
from assistant.messages import Inbound, Kind, Message, Reply, say
from assistant.models import Status
from assistant.replies import reply as sentence
from assistant.replies import said

_WORDS_OF_A_QUESTION = 3


class Conversation:
    """Decides what is said. Safe from many threads; see `assistant/delivery/worker.py` for who calls."""

    def __init__(self, house: House) -> None:
        self._house = house

    def reply(self, inbound: Inbound, chat: str) -> Reply:
        """What follows from this message."""
        known = None if inbound.group else self._house.records.chats.find(inbound.channel, chat)
        visit = meant(Visit(inbound, chat, self._house, known))
        return with_menu(visit, self._reply(visit))

    def _reply(self, visit: Visit) -> Reply:
        inbound, chat = visit.inbound, visit.chat
        match inbound.kind:
            case Kind.LEFT:
                return Reply(effects=(self._house.records.chats.gone(inbound.channel, chat),), outcome="left")
            case Kind.JOINED:
                return Reply((say(said("notice_group")),) if inbound.group else (), outcome="joined")
            case Kind.TAP:
                reply = press(visit, inbound.text)
            case Kind.COMMAND:
                reply = obey(visit, inbound.text)
            case Kind.MEDIA:
                reply = self._media(visit)
            case Kind.UNREADABLE:
                reply = Reply((say(said("unsupported"), *official_lines(visit)),), outcome="unreadable")
            case _:
                reply = self._text(visit)
        return self._with_notice(visit, reply)

    def late(self, _inbound: Inbound) -> Reply:
        """It took too long."""
        return Reply((say(said("late")),), outcome="late")

    def sorry(self, _inbound: Inbound) -> Reply:
        """It went wrong."""
        return Reply((say(sentence(Status.ERROR_INTERNAL)),), outcome=Status.ERROR_INTERNAL.value)

    def wait(self, _inbound: Inbound) -> Message:
        """Too many questions at once."""
        return say(said("wait"))

    def _text(self, visit: Visit) -> Reply:
        wish = None if visit.inbound.group else wish_in(visit.inbound.text)
        if wish is None:
            return ask(visit, visit.inbound.text)
        return agree(visit) if wish else decline(visit)

    def _media(self, visit: Visit) -> Reply:
        """A kind word; the caption is answered when it looks like a question."""
        word = say(said("media"))
        if len(visit.inbound.text.split()) < _WORDS_OF_A_QUESTION:
            return Reply((word,), outcome="media")
        answered = ask(visit, visit.inbound.text)
        return replace(answered, messages=(word, *answered.messages))

    def _with_notice(self, visit: Visit, reply: Reply) -> Reply:
        """The notice goes first, except that one who has just had it erased or agreed to it need not read it again."""
        if not must_be_told(visit.inbound) or reply.outcome in ("erased", "agreed"):
            return replace(reply, effects=(*visit.touched(), *reply.effects))
        first, told = notice_for(visit)
        return replace(reply, messages=(*first, *reply.messages), effects=(*visit.touched(), *reply.effects, *told))
