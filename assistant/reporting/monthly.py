"""The report of a month: its figures in sentences, tables and pictures, on a paper that is ready to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.moments import day as short_day
from assistant.moments import number
from assistant.reporting.figures import FAMILIES, Asked, Figures
from assistant.reporting.letterhead import Letterhead
from assistant.reporting.paper import Paper
from assistant.reporting.plots import draw_days, draw_results
from assistant.reporting.words import percent, word, word_of

_SAME = 0.0005
_MOST_LISTED = 10
_FILE = "bao-cao-thang-{month:02d}-{year}.docx"


def file_name(figures: Figures) -> str:
    """What the file is called, in plain letters."""
    return _FILE.format(month=figures.month.month, year=figures.month.year)


def write_report(figures: Figures, letterhead: Letterhead, file: Path, day: date | None = None) -> None:
    """Write the report; `day` is that of signing, left open when it is None."""
    month = {"month": figures.month.month, "year": figures.month.year}
    subject = word("subject", **month)
    issuer = letterhead.issuer or word("opening_nobody")
    paper = Paper(f"{word('kind')} {subject}", letterhead.issuer)
    paper.head(letterhead, day, (day or figures.month.days[-1]).year)
    paper.title(word("kind"), subject)
    paper.addressee(word("to", addressee=letterhead.addressee or word("dots")))
    first, last = figures.month.days[0], figures.month.days[-1]
    paper.text(word("opening", issuer=issuer, first=short_day(first), last=short_day(last)))
    with TemporaryDirectory() as folder:
        _general(paper, figures, Path(folder))
        _results(paper, figures, Path(folder))
    _documents(paper, figures)
    _gaps(paper, figures.now)
    paper.heading(word("part_5"))
    for n, sentence in enumerate(_proposals(figures.now), start=1):
        paper.text(f"{n}. {sentence}")
    paper.text(word("closing", issuer=issuer, **month))
    paper.foot(letterhead)
    paper.save(file)


def _general(paper: Paper, figures: Figures, folder: Path) -> None:
    now, before = figures.now, figures.before
    paper.heading(word("part_1"))
    if not now.total:
        paper.text(word("none_asked"))
        return
    earlier = word("answered_before", share=percent(before.share("answered"))) if before.total else ""
    shares = {"answered": percent(now.share("answered")), "unanswerable": percent(now.share("unanswerable"))}
    paper.text(word("asked", total=number(now.total), trend=_trend(now.total, before.total), answered_before=earlier, **shares))
    [(day, most)] = now.days.most_common(1)
    paper.text(word("busiest", day=short_day(day), n=number(most)))
    draw_days(figures, folder / "days.png")
    month = {"month": figures.month.month, "year": figures.month.year}
    paper.figure(folder / "days.png", word("figure_days", **month))
    names = [name for name, _ in (now.channels + before.channels).most_common()]
    rows = [
        [str(n), word_of("channels", name), *_counted(now.channels[name], before.channels[name], now)] for n, name in enumerate(names, 1)
    ]
    _with_sum(paper, word("table_channels"), word("col_channel"), rows, figures)


def _results(paper: Paper, figures: Figures, folder: Path) -> None:
    now, before = figures.now, figures.before
    paper.heading(word("part_2"))
    if not now.total:
        paper.text(word("none_asked"))
        return
    rows = [
        [str(n), word_of("families", family), *_counted(now.families[family], before.families[family], now)]
        for n, family in enumerate(FAMILIES, 1)
    ]
    _with_sum(paper, word("table_results"), word("col_result"), rows, figures)
    draw_results(figures, folder / "results.png")
    paper.figure(folder / "results.png", word("figure_results"))
    if now.seconds:
        paper.text(word("times", median=number(now.seconds[0], 2), p95=number(now.seconds[1], 2)))
    up, down = now.thumbs["up"], now.thumbs["down"]
    if up + down:
        counts = {"n": number(up + down), "up": number(up), "down": number(down)}
        paper.text(word("thumbs", share=percent(up / (up + down)), **counts))
    else:
        paper.text(word("thumbs_none"))


def _documents(paper: Paper, figures: Figures) -> None:
    paper.heading(word("part_3"))
    paper.text(word("documents", n=number(figures.documents), release=figures.release))
    releases = [word("published_one", number=n, day=short_day(day), documents=number(held)) for n, day, held in figures.published]
    paper.text(word("published", n=len(releases), list="; ".join(releases)) if releases else word("published_none"))
    top = figures.now.sources.most_common(_MOST_LISTED)
    if top:
        rows = [[str(n), _name(figures, document_id), number(times)] for n, (document_id, times) in enumerate(top, 1)]
        paper.table(word("table_sources"), [word("col_no"), word("col_document"), word("col_times")], rows, (15, 120, 30))


def _gaps(paper: Paper, now: Asked) -> None:
    paper.heading(word("part_4"))
    unanswered = now.families["unanswerable"]
    if not unanswered:
        paper.text(word("gaps_none"))
    elif not now.gaps:
        paper.text(word("gaps_single", n=number(unanswered)))
    else:
        paper.text(word("gaps", n=number(unanswered)))
        rows = [[str(n), question, number(times)] for n, (question, times) in enumerate(now.gaps, 1)]
        paper.table(word("table_gaps"), [word("col_no"), word("col_question"), word("col_times")], rows, (15, 120, 30))


def _proposals(now: Asked) -> Iterator[str]:
    """What follows from the figures; those who sign add what else they want."""
    if now.gaps:
        yield word("propose_gaps")
    elif now.families["unanswerable"]:
        yield word("propose_look", n=number(now.families["unanswerable"]))
    if now.thumbs["down"]:
        yield word("propose_thumbs", n=number(now.thumbs["down"]))
    if now.families["error"]:
        yield word("propose_errors", n=number(now.families["error"]))
    yield word("propose_keep")


def _trend(now: int, before: int) -> str:
    if not before:
        return word("trend_none")
    change = now / before - 1
    if abs(change) < _SAME:
        return word("trend_same")
    return word("trend_up" if change > 0 else "trend_down", share=percent(abs(change)), before=number(before))


def _counted(now: int, before: int, asked: Asked) -> list[str]:
    return [number(now), percent(now / asked.total if asked.total else None), number(before)]


def _with_sum(paper: Paper, caption: str, what: str, rows: list[list[str]], figures: Figures) -> None:
    columns = [word("col_no"), what, word("col_n"), word("col_share"), word("col_before")]
    last = ["", word("total"), *_counted(figures.now.total, figures.before.total, figures.now)]
    paper.table(caption, columns, [*rows, last], (15, 60, 30, 30, 30), sum_row=True)


def _name(figures: Figures, document_id: str) -> str:
    return figures.names.get(document_id) or word("gone", document_id=document_id)
