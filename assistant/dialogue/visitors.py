"""People on the web page. They have no account: who agrees gets a secret word that their browser keeps, and is known by it.

What they may do is what chats may do (`consent.py`, `personal.py`): agree, see everything, erase everything. Every call blocks.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from assistant.dialogue.consent import erased
from assistant.dialogue.personal import show_data
from assistant.dialogue.visit import House, Visit
from assistant.messages import Inbound, Kind, Paragraph, Reply
from assistant.models import Answer, Question
from assistant.records.wants import OPEN
from assistant.records.writing import writing
from assistant.replies import said

CHANNEL = "web"
_CONVERSATION_LENGTH = 40
"""Of a conversation's name in the log, the part that the page chose."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a person gets: a sentence, and perhaps a text file."""

    text: str
    file_name: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """An answer that came later. `answer_id` is of the one that we did not have."""

    answer_id: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class News:
    """What a page asks when it is opened, and now and then while it is."""

    known: bool
    waiting: int
    came: tuple[Came, ...] = ()


class Visitors:
    """Safe from many threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def visit(self, word: str) -> Visit:
        """A visit of the person with this word; `known` is there when they agreed, and it is not too long ago."""
        records = self.house.records
        chat = records.seal.pseudonym(CHANNEL, word)
        known = records.chats.find(CHANNEL, chat) if word else None
        return Visit(Inbound(CHANNEL, secrets.token_hex(8), word, Kind.COMMAND), chat, self.house, known)

    def agree(self) -> tuple[str, Handed]:
        """A new word, and what is said to who agreed."""
        word = secrets.token_urlsafe(32)
        visit = self.visit(word)
        self._settle(Reply(effects=(self.house.records.chats.agree(CHANNEL, visit.chat, ""),)))
        return word, Handed(said("web_agreed", days=self.house.days))

    def question(self, question: Question, word: str) -> Question:
        """The question, under this person's pseudonym if they agreed; else nobody keeps it."""
        visit = self.visit(word)
        if visit.known is None:
            return replace(question, keep=False)
        self._settle(Reply(effects=(self.house.records.chats.touch(CHANNEL, visit.chat, ""),)))
        conversation = (question.conversation_id or "")[:_CONVERSATION_LENGTH]
        return replace(question, conversation_id=f"{CHANNEL}:{visit.chat}:{conversation}", keep=True)

    def data(self, word: str) -> Handed:
        """Everything that is stored about this person."""
        reply = show_data(self.visit(word), "")
        self._settle(reply)
        file = reply.messages[0].file
        return Handed(_words(reply), file.name, file.text) if file else Handed(_words(reply))

    def erase(self, word: str) -> Handed:
        """At once, everywhere; the word is worth nothing afterwards."""
        visit = self.visit(word)
        if visit.known is None:
            return Handed(said("web_erased_already"))
        reply = erased(visit, "erased", "web_erased")
        self._settle(reply)
        return Handed(_words(reply))

    def want(self, word: str, answer_id: str) -> Handed | None:
        """ "Báo tôi khi có câu trả lời": once for each answer. None: it is not an answer that is kept for this person."""
        visit, wants = self.visit(word), self.house.records.wants
        asked = wants.asked(answer_id, f"{CHANNEL}:{visit.chat}") if visit.known else None
        if asked is None:
            return None
        self._settle(Reply(effects=(wants.add(CHANNEL, visit.chat, answer_id, asked),)))
        return Handed(said("web_want_done"))

    def news(self, word: str) -> News:
        """Whether this person is still known, how many of their questions wait, and the answers that came."""
        visit = self.visit(word)
        wants = self.house.records.wants.of(CHANNEL, visit.chat) if visit.known else []
        came = tuple(Came(want.answer_id, want.asked.question, want.answer) for want in wants if want.asked and want.answer)
        return News(visit.known is not None, sum(want.state == OPEN for want in wants), came)

    def seen(self, word: str, answer_id: str) -> bool:
        """The page has shown the answer: it is told once. False: there was none to show."""
        visit = self.visit(word)
        return visit.known is not None and self.house.records.wants.shown(CHANNEL, visit.chat, answer_id)

    def _settle(self, reply: Reply) -> None:
        """Do what follows from a reply, in one transaction."""
        if reply.effects:
            with writing(self.house.records.engine) as db:
                for effect in reply.effects:
                    effect(db)
        if reply.afterwards:
            reply.afterwards()


def _words(reply: Reply) -> str:
    blocks = (block for message in reply.messages for block in message.blocks)
    return "\n\n".join("".join(span.text for span in block.spans) for block in blocks if isinstance(block, Paragraph))
