"""What an event of an Official Account means to us. What is not listed here, above all the echoes of what the account itself
sent (`oa_send_…`), means nothing.
"""

from __future__ import annotations

from typing import Any

from assistant.channels.zalo.fields import event_id, moment, name, record, words
from assistant.messages import Inbound, Kind, kind_of

CHANNEL = "zalo_oa"
TAPPED = "#hoi:"
"""How the text of a tapped button begins: it comes back as a message of the person."""
_KINDS = ("image", "link", "sticker", "gif", "audio", "video", "file", "location", "business_card")
_MEDIA = tuple(f"user_send_{kind}" for kind in _KINDS)
_GREETS = ("follow", "user_click_chatnow")


def translate(raw: Any) -> Inbound | None:
    """What happened; None when it does not concern us, or cannot be read. Who follows the account or opens the chat is
    greeted, so that the notice comes before the first question.
    """
    event = record(raw)
    what, message = words(event.get("event_name")), record(event.get("message"))
    text = words(message.get("text"))
    if what == "user_send_text":
        kind = Kind.TAP if text.startswith(TAPPED) else kind_of(text)
        text = text.removeprefix(TAPPED)
    elif what in _MEDIA:
        kind = Kind.MEDIA
    elif what in _GREETS:
        kind, text = Kind.COMMAND, "/start"
    elif what == "unfollow":
        kind, text = Kind.LEFT, ""
    else:
        return None
    user = _user(event)
    if not user:
        return None
    unique = event_id(what, name(message.get("msg_id")), event)
    return Inbound(CHANNEL, unique, user, kind, text, sent_at=moment(event.get("timestamp")), by_word=True)


def _user(event: dict[str, Any]) -> str:
    """Messages name the sender, following names the follower, the button of the page names a user id."""
    return name(record(event.get("sender")).get("id")) or name(record(event.get("follower")).get("id")) or name(event.get("user_id"))
