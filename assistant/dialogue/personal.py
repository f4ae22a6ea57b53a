"""What is stored about me: see it, erase it, and how it is treated."""

from __future__ import annotations

from datetime import datetime

from assistant.clock import written
from assistant.dialogue.consent import erased
from assistant.dialogue.visit import Visit
from assistant.generation.sources import vn_date
from assistant.messages import Bullets, File, Message, Paragraph, Reply, Span, paragraph, say
from assistant.news.wishes import label_of
from assistant.records.chats import note
from assistant.records.privacy import Stored, stored_about
from assistant.replies import said


def show_data(visit: Visit, _argument: str) -> Reply:
    """/dulieu: everything as a text file."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    if visit.known is None:
        return Reply((say(said("data_none")),))
    stored = stored_about(visit.house.records.engine, visit.inbound.channel, visit.chat)
    intro = said(
        "data_intro",
        turns=len(stored.turns),
        remarks=len(stored.remarks),
        agreed=vn_date(visit.known.agreed_at.date()),
        days=visit.house.days,
    )
    file = File(said("data_file"), f"{intro}\n\n{_listing(stored)}\n{_promised(visit)}")
    return Reply(
        (Message((paragraph(intro),), file=file),),
        effects=(lambda db: note(db, visit.inbound.channel, visit.chat, "exported"),),
    )


def _listing(stored: Stored) -> str:
    lines: list[str] = []
    for turn in stored.turns:
        lines += [written(turn["asked_at"]), f"{said('data_question')}: {turn['question']}", f"{said('data_answer')}: {turn['text']}", ""]
    lines += [_line(row["given_at"], "data_feedback", f"{said('data_' + row['value'])} {row['comment'] or ''}") for row in stored.feedback]
    lines += [_line(row["at"], "data_remark", row["text"]) for row in stored.remarks]
    lines += [_line(row["at"], "data_consent", said(f"data_{row['action']}")) for row in stored.consents]
    return "\n".join(lines)


def _promised(visit: Visit) -> str:
    """What we are to tell: subscriptions, and questions that wait."""
    records, me = visit.house.records, (visit.inbound.channel, visit.chat)
    lines = [_line(since, "data_subscription", label_of(wish)) for wish, since in records.subscriptions.of(*me).items()]
    lines += [_line(want.asked_at, "data_want", want.asked.question) for want in records.wants.of(*me) if want.asked]
    return "\n".join(lines)


def _line(at: datetime, label: str, words: str) -> str:
    return f"{written(at)} {said(label)}: {words}".rstrip()


def erase_data(visit: Visit, _argument: str) -> Reply:
    """/xoa: at once, everywhere."""
    if visit.inbound.group:
        return Reply((say(said("group_only_private")),))
    return erased(visit, "erased", "erased")


def privacy(visit: Visit, _argument: str) -> Reply:
    """/privacy: what is kept, why, and what one may demand."""
    kept = said("privacy_kept" if visit.known else "privacy_not_kept", days=visit.house.days)
    waiting = said("privacy_promised", days=visit.house.subscription_days) if visit.known else said("privacy_waiting")
    menu = (said("privacy_menu"),) if visit.inbound.by_word else ()
    points = (kept, waiting, *menu, said("privacy_rights"), said("privacy_platform", platform=visit.platform))
    title = (Span(said("privacy_title"), bold=True),)
    operator = said("privacy_who", operator=visit.house.operator)
    return Reply((Message((Paragraph(title), paragraph(operator), Bullets(tuple((Span(point),) for point in points)))),))
