"""The post office of a running service, from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from assistant.announcer import Announcer, end_promises
from assistant.channels.base import AnswersQuestions
from assistant.channels.registry import open_channels, operator_of
from assistant.channels.web_site import Site
from assistant.delivery.office import PostOffice
from assistant.delivery.telling import Telling
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.visit import House
from assistant.dialogue.visitors import Visitors
from assistant.in_force import InForce
from assistant.library import ReadsDocuments
from assistant.news.plan import Plan
from assistant.records.channel_records import ChannelRecords
from assistant.records.privacy import prune
from assistant.settings import Settings


def open_office(settings: Settings, assistant: AnswersQuestions, library: ReadsDocuments, in_force: InForce | None = None) -> PostOffice:
    """With every channel whose token is set; without any it still erases every day what is too old.

    `in_force` tells what staff changed since the start. Who opens the office closes it.
    """
    keep = timedelta(days=settings.retention_days)
    records = ChannelRecords.open(
        settings.resolved_records_url,
        settings.data_dir,
        secret=settings.privacy_key.get_secret_value(),
        keep=keep,
        places=settings.chat_queue,
    )
    channels = open_channels(settings, records)
    plan = Plan.of(settings)
    telling = Telling({channel.name: channel for channel in channels})
    now = in_force or InForce(settings)
    return PostOffice(
        records,
        channels,
        Conversation(_house(settings, assistant, library, records, now, telling.windows)),
        at_a_time=settings.answer_threads,
        deadline=settings.answer_seconds,
        daily=partial(_every_day, records, plan, keep),
        quiet=lambda: plan.quiet.at(datetime.now(UTC)),
        announcer=Announcer(records, assistant, library, telling, plan, paused=lambda: now.paused),
    )


def _every_day(records: ChannelRecords, plan: Plan, keep: timedelta) -> None:
    """What was promised for too long ends, then what nobody is kept for any more goes."""
    end_promises(records, plan, keep)
    prune(records.engine, keep)


def open_site(
    settings: Settings, assistant: AnswersQuestions, library: ReadsDocuments, office: PostOffice, in_force: InForce | None = None
) -> Site:
    """What the web pages need: the same tables, the sites that may show the widget, and the channels of the office."""
    visitors = Visitors(_house(settings, assistant, library, office.records, in_force, {}))
    return Site(visitors, settings.widget_origins, office.doors)


def _house(
    settings: Settings,
    assistant: AnswersQuestions,
    library: ReadsDocuments,
    records: ChannelRecords,
    in_force: InForce | None,
    windows: Mapping[str, timedelta],
) -> House:
    return House(
        assistant,
        library,
        records,
        operator_of(settings),
        in_force or InForce(settings),
        settings.retention_days,
        windows=windows,
        quiet=Plan.of(settings).quiet,
        subscription_days=settings.subscription_days,
        want_days=settings.want_days,
    )
