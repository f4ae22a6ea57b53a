"""The commands and buttons of the chat channels. A row each: another file that offers one adds a row."""

from __future__ import annotations

from assistant.dialogue import browse, consent, menu, occasions, opinions, personal, subscribing, waiting
from assistant.dialogue.answers import ask, question_rows
from assistant.dialogue.visit import Handler, Visit
from assistant.messages import Bullets, Message, Reply, Span, paragraph, say
from assistant.replies import commands, said
from knowledge.language.normalise import fold


def start(visit: Visit, _argument: str) -> Reply:
    """/start: good day, and questions to tap."""
    questions = visit.house.assistant.quick_questions()
    return Reply((say(said("hello", operator=visit.house.operator), said("hello_back"), buttons=question_rows(questions)),))


def show_help(visit: Visit, _argument: str) -> Reply:
    """/help: the commands."""
    lines = tuple(
        (Span(f"/{name}", bold=True), Span(f" – {vietnamese}")) for name, (vietnamese, _) in commands().items() if name != "start"
    )
    return Reply((Message((paragraph(said("help")), Bullets(lines)), question_rows(visit.house.assistant.quick_questions()[:2])),))


def new_conversation(visit: Visit, _argument: str) -> Reply:
    """/moi: what was asked before no longer counts."""
    if visit.known is None:
        return Reply((say(said("new_stateless")),))
    effect = visit.house.records.chats.new_conversation(visit.inbound.channel, visit.chat)
    return Reply((say(said("new_conversation")),), effects=(effect,))


COMMANDS: dict[str, Handler] = {
    "start": start,
    "help": show_help,
    "moi": new_conversation,
    "sukien": occasions.events,
    "vanban": browse.documents,
    "theodoi": subscribing.choose,
    "huy": subscribing.stop,
    "dulieu": personal.show_data,
    "xoa": personal.erase_data,
    "rutdongy": consent.withdraw,
    "gopy": opinions.remark,
    "canbo": opinions.official,
    "privacy": personal.privacy,
}
ALIASES = {
    "batdau": "start",
    "trogiup": "help",
    "giupdo": "help",
    "settings": "help",
    "new": "moi",
    "events": "sukien",
    "documents": "vanban",
    "subscribe": "theodoi",
    "unsubscribe": "huy",
    "stop": "huy",
    "mydata": "dulieu",
    "delete": "xoa",
    "erase": "xoa",
    "withdraw": "rutdongy",
    "feedback": "gopy",
    "official": "canbo",
    "riengtu": "privacy",
    "dongy": "agree",
}
BUTTONS: dict[str, Handler] = {
    "agree": consent.agree,
    "decline": consent.decline,
    "ask": ask,
    "see": browse.see,
    "doc": browse.read,
    "docs": browse.turn_documents,
    "ics": occasions.add_to_calendar,
    "good": opinions.good,
    "bad": opinions.bad,
    "why": opinions.why,
    "open": browse.open_document,
    "sub": subscribing.subscribe,
    "subok": subscribing.agree_and_subscribe,
    "unsub": subscribing.unsubscribe,
    "wishes": subscribing.choose_again,
    "want": waiting.want,
    "wantok": waiting.agree_and_want,
    "unwant": waiting.cancel,
    menu.MISSED: menu.missed,
}


WHILE_PAUSED = frozenset({"dulieu", "xoa", "rutdongy", "privacy", "gopy", "canbo", "huy", "agree", "decline", "ask", "good", "bad", "why"})
"""Commands and buttons that work although the service is paused: people's rights over their data, and what the assistant itself answers."""


def _notice(visit: Visit, name: str) -> Reply | None:
    """What is said in place of anything else while the service or the channel is paused."""
    closing = visit.house.in_force.closing(visit.inbound.channel)
    return Reply((say(closing.text),), outcome=closing.status.value) if closing and name not in WHILE_PAUSED else None


def obey(visit: Visit, text: str) -> Reply:
    """ "/vanban 142": the command, in any spelling of its name."""
    name, _, argument = text.strip().partition(" ")
    wanted = fold(name.removeprefix("/"))
    wanted = ALIASES.get(wanted, wanted)
    if notice := _notice(visit, wanted):
        return notice
    if wanted == "agree":
        return consent.agree(visit)
    handler = COMMANDS.get(wanted)
    return handler(visit, argument.strip()) if handler else Reply((say(said("unknown_command")),))


def press(visit: Visit, packed: str) -> Reply:
    """A button: "verb:rest", or the code of it."""
    verb, _, rest = (visit.house.records.links.unpack(packed) or "").partition(":")
    if notice := _notice(visit, verb):
        return notice
    handler = BUTTONS.get(verb)
    return handler(visit, rest) if handler else Reply((say(said("unknown_button")),))
