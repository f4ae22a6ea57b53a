"""The assistant's command line: `python bot.py` serves; `ask` answers from the shell.

This file only wires: settings are read here, once, and handed on.
"""

from __future__ import annotations

import io
import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.panel import Panel

from assistant.admin.commands import commands as admin_commands
from assistant.errors import BadLanguageModel
from assistant.evaluation import session
from assistant.evaluation.logged import logged_cases
from assistant.generation.location import border_warning
from assistant.generation.sources import vn_date
from assistant.models import Answer, Question
from assistant.operation.commands import add_commands
from assistant.operation.logs import configure_logs, secrets_of
from assistant.reporting.commands import report
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.embedding import MissingExtra
from knowledge.settings import EXIT_BAD_SETTINGS, load_settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from sqlalchemy import Engine

    from assistant.admin.desk import Desk
    from assistant.admin.documents.shelf import Shelf

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Serve the assistant (no command), ask it from the shell, or measure its answers.",
)
app.add_typer(admin_commands, name="admin")
add_commands(app)
app.command()(report)
EXIT_FELL = 1
Workers = Annotated[int, typer.Option(min=1, max=64, help="How many equal processes serve, without /admin, on one port.")]
SWITCH_SECONDS = 0.0005
"""How long a thread that computes an answer may keep the event loop waiting; Python's own 5 ms, four times in a row, is felt."""
GOLDEN_CASES = Path(__file__).parent / "tests" / "golden"


@app.callback(invoke_without_command=True)
def main(context: typer.Context, workers: Workers = 1) -> None:
    """Serve, when no command is given."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # an id with half a character must not end the run
    configure_logs("text")
    if context.invoked_subcommand is None:
        serve(workers)


@app.command()
def serve(workers: Workers = 1) -> None:
    """Serve the chat page, /api/ask, /health, /admin and the chat channels whose token is set; first, ingest the starter documents."""
    from assistant.admin.app import mount_admin
    from assistant.operation.serving import serve_alone, serve_by_workers, take_port

    settings = load_settings(Settings)
    with take_port(settings) as port:
        if workers == 1:
            with _service(settings) as (http, desk):
                mount_admin(http, desk)
                _show_address(settings, desk.parts()["channels"])
                _invite_first_admin(desk)
                serve_alone(http, port)
        else:
            with _open(settings) as assistant:
                _ingest_on_first_start(assistant)
            _show_address(settings, [])
            serve_by_workers("bot:worker", port, workers)
    print("Đã dừng.")


def worker() -> FastAPI:
    """The app of one of several equal processes; uvicorn's supervisor imports it in each of them."""
    from assistant.admin.elsewhere import admin_elsewhere
    from assistant.operation.serving import closing_with

    stack = ExitStack()
    http, _ = stack.enter_context(_service(load_settings(Settings)))
    http.include_router(admin_elsewhere())
    return closing_with(http, stack)


@contextmanager
def _service(settings: Settings) -> Iterator[tuple[FastAPI, Desk]]:
    """Everything of one process, wired together: the web app, and what its admin pages would work with."""
    from assistant.admin.desk import Desk
    from assistant.delivery.opening import open_office, open_site
    from assistant.http import create_app
    from assistant.library import Library
    from assistant.operation.watching import watched
    from assistant.review.work import ReviewWork, work_beside

    sys.setswitchinterval(SWITCH_SECONDS)
    configure_logs(settings.log_format, secrets_of(settings))
    with ExitStack() as stack:
        assistant = stack.enter_context(_open(settings))
        _ingest_on_first_start(assistant)
        assistant.base.follow()
        library = Library(assistant.base)
        office = stack.enter_context(closing(open_office(settings, assistant, library, assistant.in_force)))
        site = open_site(settings, assistant, library, office, assistant.in_force)
        http = create_app(assistant, threads=settings.answer_threads, queue=settings.answer_queue, lifespan=office.lifespan, site=site)
        for routes in (*office.routes(), watched(assistant, office.records.engine, settings, http.state.desk.turned_away)):
            http.include_router(routes)
        engine, seal = office.records.engine, office.records.seal
        parts = {"channels": office.channels}
        work_beside(http, ReviewWork.of(assistant, office.records))
        shelf = _open_shelf(settings, assistant, engine)
        yield http, Desk(settings, engine, seal, library, assistant.health, lambda: parts, shelf, assistant, GOLDEN_CASES)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in Vietnamese.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Answer as on this day.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help='A file of {"id", "question", "conversation"?} lines.')
    ] = None,
) -> None:
    """Answer one question, or every line of a file."""
    if (question is None) == (jsonl is None):
        raise typer.BadParameter("give a question or --jsonl FILE")
    settings = load_settings(Settings)
    day = as_of.date() if as_of else None
    with _open(settings) as assistant:
        _ingest_on_first_start(assistant)
        if jsonl:
            run = uuid.uuid4().hex[:8]
            for row in _rows(jsonl):
                print(json.dumps(_answer_row(assistant, row, day, run), ensure_ascii=False), flush=True)
            return
        answer = assistant.answer(Question(_readable(question or ""), channel="cli", as_of=day))
    print(json.dumps(answer.as_json(), ensure_ascii=False)) if as_json else _show(answer)


@app.command()
def check(as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Is this installation fit to serve? Settings, databases, indexes, models, tokens, disk, clock; exits with 1 when it is not."""
    from assistant.operation.check.command import check as examine

    raise typer.Exit(examine(load_settings(Settings), Console(), as_json=as_json))


@app.command(name="migrate")
def migrate_() -> None:
    """Bring the databases to the newest schema; a start does so too, unless its database role may not."""
    from assistant.operation.start import migrate

    migrate(load_settings(Settings))


@app.command()
def evaluate(
    cases: Annotated[Path, typer.Option(exists=True, file_okay=False, help="A folder of .jsonl cases.")] = GOLDEN_CASES,
    margin: Annotated[float, typer.Option(min=0, max=1, help="A fall by more than this share of the cases fails.")] = 0.01,
    baseline: Annotated[bool, typer.Option("--baseline", help="Also a LangChain tutorial's set-up and plain BM25.")] = False,
    tradeoff: Annotated[bool, typer.Option("--tradeoff", help="Also what other values of ANSWER_THRESHOLD would do.")] = False,
    scorecard: Annotated[Path | None, typer.Option(dir_okay=False, help="With --baseline: write this page and its pictures.")] = None,
    logged: Annotated[bool, typer.Option("--logged", help="Also the cases that staff made of logged questions.")] = False,
) -> None:
    """Answer every golden case, print the table, keep the run, and exit with 1 when it fell against the last one."""
    wanted = session.Wanted(margin, baseline, tradeoff, scorecard)
    if problem := wanted.problem():
        raise typer.BadParameter(problem)
    settings = load_settings(Settings)
    with _open(settings) as assistant:
        _ingest_on_first_start(assistant)
        own = logged_cases(assistant.engine) if logged else []
        if session.evaluate(assistant.base, settings, cases, wanted, Console(), own):
            raise typer.Exit(EXIT_FELL)


def _answer_row(assistant: Assistant, row: dict[str, Any], day: date | None, run: str) -> dict[str, Any]:
    """One line of a file answered; a line may give its own `as_of`. Another run's conversations are not continued."""
    conversation = f"{run}-{row['conversation']}" if row.get("conversation") else None
    answer = assistant.answer(Question(str(row.get("question", "")), conversation, "cli", row["as_of"] or day))
    return {"id": row.get("id"), **answer.as_json()}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file; bytes that are no UTF-8 become replacement marks, which the assistant refuses kindly."""
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise typer.BadParameter(f"{path}, line {number}: {error.msg}") from error
        if not isinstance(row, dict):
            raise typer.BadParameter(f"{path}, line {number}: not an object")
        try:
            row["as_of"] = date.fromisoformat(row["as_of"]) if row.get("as_of") else None
        except (TypeError, ValueError) as error:
            raise typer.BadParameter(f"{path}, line {number}: as_of is no day like 2026-11-22") from error
        yield row


def _readable(text: str) -> str:
    """Bytes of the command line that were no UTF-8, as replacement marks."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@contextmanager
def _open(settings: Settings) -> Iterator[Assistant]:
    from assistant.operation.start import opened

    try:
        assistant = opened(settings, lambda: Assistant.open(settings))
    except (MissingExtra, BadLanguageModel) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(EXIT_BAD_SETTINGS) from error
    try:
        yield assistant
    finally:
        assistant.close()


def _ingest_on_first_start(assistant: Assistant) -> None:
    """An empty knowledge base gets the starter documents, with a progress bar."""
    if assistant.base.view().release.number:
        return
    from ingest.commands.run import STARTER_DOCUMENTS, ingest_with_progress

    report = ingest_with_progress(assistant.base, [str(STARTER_DOCUMENTS)])
    Console(stderr=True).print(f"Đã nạp {len(report.documents)} văn bản trong {report.seconds:.0f} giây.")


def _open_shelf(settings: Settings, assistant: Assistant, records: Engine) -> Shelf:
    """What staff do with documents on the admin pages: they look, ingest acts."""
    from assistant.admin.documents.shelf import Shelf
    from assistant.admin.documents.tray import Tray
    from assistant.records.jobs import Jobs
    from ingest.desk import DocumentDesk

    tray = Tray(settings.data_dir, settings.upload_megabytes << 20)
    return Shelf(assistant.base, DocumentDesk(assistant.base), tray, Jobs(records))


def _show_address(settings: Settings, channels: list[str]) -> None:
    also = f"Kênh trò chuyện: {', '.join(channels)}\n" if channels else ""
    lines = f"[bold]Trang hỏi đáp:  {settings.local_address}/[/bold]\n{also}\nMở địa chỉ này trong trình duyệt. Nhấn Ctrl-C để dừng."
    Console().print(Panel(lines, border_style="green", padding=(1, 4), expand=False))
    _warn_of_the_border(settings)


def _invite_first_admin(desk: Desk) -> None:
    """Nobody can log in yet: whoever sees this terminal may."""
    from assistant.admin.invitation import FIRST, first_link
    from assistant.admin.words import say

    if link := first_link(desk.settings, desk.accounts):
        print(f"{say('accounts.first', name=FIRST)}\n{link}", flush=True)


def _warn_of_the_border(settings: Settings) -> None:
    """Questions may leave the country: whoever starts the service must know."""
    if warning := border_warning(settings):
        Console(stderr=True).print(Panel(warning.strip(), border_style="yellow", padding=(1, 2)))


def _show(answer: Answer) -> None:
    """The answer for a terminal: text, numbered sources, notice."""
    print(answer.text)
    for n, source in enumerate(answer.sources, start=1):
        day = f", {vn_date(source.issued_on)}" if source.issued_on else ""
        print(f"\n[{n}] {source.kind or ''} {source.number or source.title}{day} – {source.locator}".replace("  ", " "))
        if source.url:
            print(f"    {source.url}")
    print(f"\n{answer.notice} (Mã trả lời: {answer.answer_id})")


if __name__ == "__main__":
    app()
