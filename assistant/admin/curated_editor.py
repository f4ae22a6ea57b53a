"""The editor of a curated answer: the form, what can be done with it, how it reads, and every version there was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import run, ui
from sqlalchemy import Connection

from assistant.admin.acting import act
from assistant.admin.asking import sure
from assistant.admin.curated_form import Form
from assistant.admin.curated_past import KEEP, TAKE, choose, draw_history, draw_state, saved_last
from assistant.admin.curated_try import draw_trial
from assistant.admin.curated_work import approve_now, misquoted, reads_as, write
from assistant.admin.frame import heading, tell_saved
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.records import curated as rows
from assistant.records.accounts import Role
from assistant.records.curated import RETIRED, WAITING, Curated
from assistant.records.curated_words import Refused, Words
from assistant.records.versions import Overtaken


class Editor:
    """One answer on one page. `now` is what was loaded or saved last; None for a new one, written for card `card`."""

    def __init__(self, visit: Visit, now: Curated | None, card: int | None) -> None:
        self._visit = visit
        self._now = now
        self._card = card
        self._busy = False

    async def draw(self, words: Words) -> None:
        """The whole page below its title."""
        self._state = ui.element("div").classes("editor")
        with ui.element("section").classes("card editor"):
            self._form = Form(self._visit, words, writable=self._visit.may(Role.EDIT))
            await self._form.draw()
            self._buttons = ui.element("div").classes("actions-bar")
        with ui.element("div").classes("two"):
            self._reading = ui.element("section").classes("card editor")
            if self._visit.desk.assistant:
                draw_trial(self._visit.desk, self._form.words)
        self._past = ui.element("section").classes("card")
        await self._refresh()

    async def _refresh(self) -> None:
        """Everything but the form, from the records."""
        desk, now = self._visit.desk, self._now
        self._state.clear()
        self._buttons.clear()
        self._reading.clear()
        self._past.clear()
        self._past.set_visibility(now is not None)
        self._reading.set_visibility(now is not None)
        with self._buttons:
            self._draw_buttons()
        if now is None:
            return
        with self._state:
            draw_state(now)
        with self._reading:
            heading(say("curated.preview"))
            ui.label(await run.io_bound(reads_as, desk, now) or "").classes("as-typed answer-so").props("tabindex=0")
        with self._past:
            draw_history(await run.io_bound(rows.history, desk.engine, now.id) or [])
        await self._form.show_standing()

    def _draw_buttons(self) -> None:
        now, me = self._now, self._visit.account.name
        if not self._visit.may(Role.EDIT):
            return
        ui.button(say("curated.save"), icon="save", on_click=self._save).props("no-caps outline")
        ui.button(say("curated.submit"), icon="send", on_click=partial(self._save, submit=True)).props("no-caps unelevated color=primary")
        if now is None:
            return
        if now.state == WAITING and now.author != me:
            ui.button(say("curated.approve"), icon="verified", on_click=self._approve).props("no-caps unelevated color=positive")
            ui.button(say("curated.send_back"), icon="undo", on_click=self._send_back).props("no-caps outline")
        elif now.state == WAITING:
            ui.label(say("curated.own_work")).classes("muted")
        if now.state != RETIRED:
            ui.button(say("curated.retire"), icon="block", on_click=self._retire).props("no-caps flat")

    async def _save(self, submit: bool = False, over: int | None = None) -> None:
        """`over`: the version that somebody else saved meanwhile, and which the person chose to write over."""
        now, card, me = self._now, self._card, self._visit.account.name
        words = self._form.words()
        if words is None:
            return
        if submit and (n := await run.io_bound(misquoted, self._visit.desk, words)):
            ui.notify(say("curated.refused.not_quoted", n=n), type="warning", timeout=8000)
            return
        version = over or (now.version if now else 0)
        work = partial(write, now=now, version=version, words=words, me=me, card=card, submit=submit)
        saved = await self._do("submit" if submit else "save", lambda db: work(db))
        if saved and now is None:
            self._busy = True  # a second press must not write it twice: the next page takes over
            ui.navigate.to(f"/tra-loi-chuan/{saved}")

    async def _approve(self) -> None:
        now = self._now
        if now and self._form.words() != now.words:
            ui.notify(say("curated.save_first"), type="warning", timeout=8000, close_button=True)
        elif now:
            await self._do("approve", partial(approve_now, desk=self._visit.desk, now=now, me=self._visit.account.name))

    async def _send_back(self) -> None:
        now, me = self._now, self._visit.account.name
        with ui.dialog() as dialog, ui.card():
            why = ui.textarea(say("curated.send_back_why")).props("outlined maxlength=1000").classes("wide-field")
            ui.button(say("curated.send_back"), on_click=lambda: dialog.submit(why.value or " ")).props("no-caps unelevated color=primary")
        said = await dialog
        if said and now:
            await self._do("send_back", lambda db: rows.send_back(db, now.id, now.version, me, str(said)))

    async def _retire(self) -> None:
        now, me = self._now, self._visit.account.name
        if now and await sure(say("curated.retire_sure")):
            await self._do("retire", lambda db: rows.retire(db, now.id, now.version, me))

    async def _do(self, verb: str, work: Callable[[Connection], int]) -> int:
        """The number that `work` gives; 0 when it was not done, and the person was told why."""
        if self._busy:
            return 0
        self._busy = True
        try:
            done = await act(self._visit, f"curated.{verb}", str(self._now.id) if self._now else "", work)
        except Refused as error:
            ui.notify(say(f"curated.refused.{error.reason}"), type="warning", timeout=8000)
            return 0
        except Overtaken as error:
            await self._compare(error, submit=verb == "submit")
            return 0
        finally:
            self._busy = False
        if self._now:
            self._now = await run.io_bound(rows.one, self._visit.desk.engine, self._now.id)
            await self._refresh()
        told = {"approve": "approved", "submit": "submitted", "send_back": "sent_back", "retire": "retired"}.get(verb)
        if told:
            ui.notify(say(f"curated.{told}"), type="positive", timeout=6000)
        else:
            tell_saved()
        return done

    async def _compare(self, error: Overtaken, submit: bool) -> None:
        """Somebody else saved in between: both texts beside each other, and a choice."""
        theirs = await run.io_bound(rows.one, self._visit.desk.engine, self._now.id) if self._now and error.now else None
        if theirs is None:
            raise error
        choice = await choose(await run.io_bound(saved_last, self._visit.desk, theirs) or theirs.author, theirs)
        if choice == KEEP:
            self._now, self._busy = theirs, False
            await self._save(submit, over=theirs.version)
        elif choice == TAKE:
            self._now = theirs
            await self._form.fill(theirs.words)
            await self._refresh()
