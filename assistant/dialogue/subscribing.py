"""/theodoi and /huy: choosing what one wants to be told, by tapping or in words; and stopping all of it in one tap.

Choosing needs a consent, because an address is kept for it. Who has not agreed is told so, and may agree and choose in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.dialogue.browse import pager, short, title
from assistant.dialogue.occasions import EVENT_BUTTONS
from assistant.dialogue.visit import Visit
from assistant.events import Event, event_of
from assistant.messages import Block, Bullets, Button, Effect, Message, Note, Reply, Span, paragraph, say
from assistant.news.wishes import KINDS, event_wish, is_wish, label_of, province_wishes, topic_wishes, wish_in
from assistant.records.subscriptions import MOST_WISHES
from assistant.replies import said

PAGE_OF_PROVINCES = 12
Rows = list[tuple[Button, ...]]


def choose(visit: Visit, wanted: str) -> Reply:
    """/theodoi [words]: what is chosen, and what can be; with words, the wish that they mean."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    if not wanted.strip():
        return Reply((_menu(visit, _wishes(visit)),))
    wish = wish_in(wanted)
    return subscribe(visit, wish) if wish else Reply((_menu(visit, _wishes(visit), said("subscribe_unknown", wanted=wanted.strip())),))


def choose_again(visit: Visit, rest: str) -> Reply:
    """The list again; "provinces:2" and "topics:" are its other pages."""
    what, _, page = rest.partition(":")
    if what == "provinces":
        return Reply((_provinces(visit, int(page) if page.isdigit() else 0),))
    if what == "topics":
        return Reply((_page(visit, said("subscribe_topics"), topic_wishes(), []),))
    return Reply((_menu(visit, _wishes(visit), replaces=rest == "back"),))


def subscribe(visit: Visit, wish: str) -> Reply:
    """From now on this chat is told."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    if not is_wish(wish):
        return choose(visit, "")
    if visit.known is None:
        return _ask_for_consent(visit, wish)
    return _subscribed(visit, wish, ())


def agree_and_subscribe(visit: Visit, wish: str) -> Reply:
    """The consent, and the wish for which it was asked."""
    if visit.inbound.group or not is_wish(wish):
        return choose(visit, "")
    agreed = () if visit.known else (visit.house.records.chats.agree(visit.inbound.channel, visit.chat, visit.inbound.reply_to),)
    return _subscribed(visit, wish, agreed)


def unsubscribe(visit: Visit, wish: str) -> Reply:
    """One wish less; without one, all of them, which can be taken back."""
    if not wish:
        return stop(visit)
    if wish not in (mine := _wishes(visit)):
        return choose(visit, "")
    effect = visit.house.records.subscriptions.remove(visit.inbound.channel, visit.chat, wish)
    left = [one for one in mine if one != wish]
    done = said("unsubscribed_done", wish=_label(visit, wish))
    return Reply((_menu(visit, left, done, replaces=True),), done, (effect,), outcome="unsubscribed")


def stop(visit: Visit, _argument: str = "") -> Reply:
    """/huy: no more news, at once; each wish can be had back with a tap."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    wishes = _wishes(visit)
    if not wishes:
        return Reply((say(said("unsubscribed_none")),))
    effect = visit.house.records.subscriptions.remove(visit.inbound.channel, visit.chat)
    back = tuple((Button(said("again_button", wish=_label(visit, wish)), f"sub:{wish}"),) for wish in wishes)
    message = say(said("unsubscribed_all"), said("unsubscribed_undo"), buttons=back)
    return Reply((message,), said("unsubscribed_all"), (effect,), outcome="unsubscribed")


def _subscribed(visit: Visit, wish: str, agreed: Sequence[Effect]) -> Reply:
    wishes = _wishes(visit)
    if len(wishes) >= MOST_WISHES and wish not in wishes:
        return Reply((_menu(visit, wishes, said("subscribe_full")),))
    effect = visit.house.records.subscriptions.add(visit.inbound.channel, visit.chat, wish)
    label = _label(visit, wish)
    done = said("reminding", event=label) if wish.startswith("event:") else said("subscribed_done", wish=label)
    notes = (said("subscribe_kept", days=visit.house.subscription_days), *window_note(visit))
    message = _menu(visit, dict.fromkeys([*wishes, wish]), done, replaces=not wish.startswith("event:"), notes=() if wishes else notes)
    return Reply((message,), done, (*agreed, effect), outcome="agreed" if agreed else "subscribed")


def window_note(visit: Visit) -> tuple[str, ...]:
    """What must be said where the platform lets us write only for a while."""
    window = visit.house.windows.get(visit.inbound.channel)
    hours = int(window.total_seconds() // 3600) if window else 0
    return (said("subscribe_window", platform=visit.platform, hours=hours),) if window else ()


def _ask_for_consent(visit: Visit, wish: str) -> Reply:
    buttons = ((Button(said("subscribe_agree_button"), f"subok:{wish}"), Button(said("decline_button"), "decline:")),)
    return Reply((say(said("subscribe_consent", days=visit.house.days), buttons=buttons),), outcome="consent_asked")


def _menu(visit: Visit, wishes: Iterable[str], first: str = "", *, replaces: bool = False, notes: Sequence[str] = ()) -> Message:
    """What is chosen, ticked; the kinds, and the ways to provinces and topics."""
    wishes = list(wishes)
    blocks: list[Block] = [paragraph(first)] if first else [title(said("subscribe_title"))]
    if wishes:
        blocks += [paragraph(said("subscribed_to")), Bullets(tuple((Span(_label(visit, wish)),) for wish in wishes))]
    blocks += [Note(text) for text in (*notes, _hint(visit))]
    rows: Rows = [tuple(_toggle(visit, wish, wishes) for wish in KINDS)]
    rows.append((Button(said("by_province_button"), "wishes:provinces:0"), Button(said("by_topic_button"), "wishes:topics:")))
    rows += [(_toggle(visit, wish, wishes),) for wish in wishes if wish not in KINDS]
    rows += [(Button(said("stop_all_button"), "unsub:"),)] if len(wishes) > 1 else []
    return Message(tuple(blocks), tuple(rows), replaces)


def _hint(visit: Visit) -> str:
    quiet = visit.house.quiet
    return said("subscribe_hint", first=quiet.first, end=quiet.end) if quiet.first != quiet.end else said("subscribe_hint_always")


def _provinces(visit: Visit, page: int) -> Message:
    wishes = province_wishes()
    pages = -(-len(wishes) // PAGE_OF_PROVINCES)
    page = min(page, pages - 1)
    some = wishes[page * PAGE_OF_PROVINCES : (page + 1) * PAGE_OF_PROVINCES]
    return _page(visit, said("subscribe_provinces"), some, pager(page, pages, lambda n: f"wishes:provinces:{n}"), columns=2)


def _page(visit: Visit, heading: str, wishes: Sequence[str], more: Rows, columns: int = 1) -> Message:
    mine = _wishes(visit)
    keys = [_toggle(visit, wish, mine) for wish in wishes]
    rows = [tuple(keys[n : n + columns]) for n in range(0, len(keys), columns)]
    back = (Button(said("back_button"), "wishes:back"),)
    return Message((title(heading),), (*rows, *more, back), replaces=True)


def _toggle(visit: Visit, wish: str, mine: Iterable[str]) -> Button:
    label = short(_label(visit, wish))
    return Button(said("wish_on", wish=label), f"unsub:{wish}") if wish in mine else Button(label, f"sub:{wish}")


def _wishes(visit: Visit) -> list[str]:
    return list(visit.house.records.subscriptions.of(visit.inbound.channel, visit.chat)) if visit.known else []


def _label(visit: Visit, wish: str) -> str:
    document = visit.house.library.document(wish.removeprefix("event:")) if wish.startswith("event:") else None
    event = event_of(document) if document else None
    return label_of(wish, event.title if event else "")


def _offer(visit: Visit, event: Event) -> tuple[Button, ...]:
    """Beside an event to come."""
    return () if visit.inbound.group else (Button(said("remind_button"), f"sub:{event_wish(event.document.document_id)}"),)


EVENT_BUTTONS.append(_offer)
