"""Choosing without buttons: a reply of "1" taps the first choice of the last answer, and "xóa" is the command /xoa.

The menu shown last is kept sealed under a mark of the chat, a day for who agreed to be remembered and an hour for others:
a choice may repeat words of a question. What was chosen goes on as if a button had been tapped or a command been given.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

from assistant.dialogue.visit import Visit
from assistant.messages import Inbound, Kind, Reply, choices_of, say
from assistant.replies import command_words, said
from knowledge.language.normalise import fold

MENU = "menu shown last"
MISSED = "missed"
KEPT, KEPT_WITHOUT_CONSENT = timedelta(hours=24), timedelta(hours=1)
Choice: TypeAlias = tuple[str, str]
_NUMBER = re.compile(r"(?:(?:so|chon|chon so|muc|y)\s*)?\(?([0-9]{1,2})[.)]?")


def meant(visit: Visit) -> Visit:
    """The visit, with a number or a word taken for what it stands for."""
    inbound = visit.inbound
    if not inbound.by_word or inbound.group or inbound.kind is not Kind.TEXT:
        return visit
    return replace(visit, inbound=_chosen(visit) or _commanded(inbound) or inbound)


def _chosen(visit: Visit) -> Inbound | None:
    """The tap that a number, or the words of a choice, stand for."""
    words = _words(visit.inbound.text)
    menu, earlier = _menu(visit)
    number = _NUMBER.fullmatch(words)
    actions = [action for label, action in [*menu, *earlier] if words and words == _words(label)]
    if number and menu:
        place = int(number[1])
        actions = [menu[place - 1][1]] if 1 <= place <= len(menu) else [f"{MISSED}:{len(menu)}"]
    return replace(visit.inbound, kind=Kind.TAP, text=actions[0]) if actions else None


def _menu(visit: Visit) -> tuple[list[Choice], list[Choice]]:
    """What was shown last, and what of earlier menus can still be chosen in words."""
    noted: Any = visit.house.records.marks.noted(MENU, visit.chat) or {}
    menu, earlier = ([(label, action) for label, action in noted.get(name, ())] for name in ("menu", "earlier"))
    return menu, earlier


def _commanded(inbound: Inbound) -> Inbound | None:
    command = command_words().get(_words(inbound.text))
    return replace(inbound, kind=Kind.COMMAND, text=f"/{command}") if command else None


def _words(text: str) -> str:
    return " ".join(fold(text).strip(" .!,?“”\"'").split())


def with_menu(visit: Visit, reply: Reply) -> Reply:
    """The reply, with its choices noted for the next message."""
    if not visit.inbound.by_word or visit.inbound.group:
        return reply
    marks = visit.house.records.marks
    if reply.outcome == "erased":
        return replace(reply, effects=(*reply.effects, marks.forget(MENU, visit.chat)))
    menu = [(button.label, button.action) for button in choices_of(reply.messages)]
    if not menu:
        return reply
    lasts = KEPT if visit.known else KEPT_WITHOUT_CONSENT
    noted = {"menu": menu, "earlier": _opinions(menu) or _opinions([choice for choices in _menu(visit) for choice in choices])}
    return replace(reply, effects=(*reply.effects, marks.renew(MENU, visit.chat, lasts, noted)))


def _opinions(choices: list[Choice]) -> list[Choice]:
    """👍 and 👎: the last answer can be praised after its document was read, too."""
    return [(label, action) for label, action in choices if action.partition(":")[0] in ("good", "bad")]


def missed(_visit: Visit, most: str) -> Reply:
    """A number that the menu does not have."""
    return Reply((say(said("menu_missed", most=most)),), outcome="missed")
