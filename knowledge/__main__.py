"""`python -m knowledge search|documents|show|evaluate`: look into the knowledge base from a shell."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from knowledge.base import KnowledgeBase
from knowledge.evaluate import evaluate as run_evaluation
from knowledge.evaluate import with_typos
from knowledge.language.normalise import fold
from knowledge.models import Chunk, Document, Passage
from knowledge.search import search as run_search
from knowledge.settings import KnowledgeSettings, load_settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help=__doc__)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
QUESTIONS = typer.Option(exists=True, dir_okay=False, readable=True)


@contextmanager
def _open() -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(load_settings(KnowledgeSettings))
    try:
        yield base
    finally:
        base.close()


@app.command()
def search(
    question: Annotated[str | None, typer.Argument()] = None,
    as_json: AsJson = False,
    jsonl: Annotated[Path | None, QUESTIONS] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
) -> None:
    """The best passages for a question, or for each line {"id", "question"} of a file."""
    if (question is None) == (jsonl is None):
        raise typer.BadParameter("give a question or --jsonl FILE")
    with _open() as base:
        rows: list[dict[str, Any]] = _rows(jsonl, "id", "question") if jsonl else [{"id": None, "question": question}]
        for row in rows:
            passages = run_search(base, row["question"], limit).passages
            if as_json or jsonl:
                print(json.dumps({"id": row["id"], "passages": [_passage(p) for p in passages]}, ensure_ascii=False))
            else:
                _show(passages)


@app.command()
def documents(as_json: AsJson = False) -> None:
    """Every document of the active release with its metadata and state."""
    today = datetime.now(UTC).date()
    with _open() as base:
        view = base.view()
    rows = [{**_metadata(d), "state": "published", "in_force": d.in_force(today)} for d in view.documents.values()]
    if as_json:
        print(json.dumps({"release": view.release.number, "documents": rows}, ensure_ascii=False))
        return
    table = Table(title=f"Bản phát hành {view.release.number}: {len(rows)} văn bản", title_justify="left")
    for name in ("Mã", "Loại", "Số hiệu", "Tên", "Ban hành", "Còn hiệu lực"):
        table.add_column(name, overflow="fold")
    for row in rows:
        in_force = {True: "còn", False: "hết", None: "chưa rõ"}[row["in_force"]]
        table.add_row(row["document_id"], row["kind"], row["number"], row["title"], row["issued_on"], in_force)
    Console().print(table)


@app.command()
def show(document_id: str, as_json: AsJson = False) -> None:
    """One document and its chunks in reading order, the text as read."""
    with _open() as base:
        view = base.view()
        document = view.documents.get(document_id)
        chunks = base.catalogue.chunks_of(document_id, view.release.number)
    if document is None:
        typer.echo(f"Không có văn bản nào mang mã “{document_id}”.", err=True)
        raise typer.Exit(1)
    if as_json:
        print(json.dumps({"document": _metadata(document), "chunks": [_chunk(c) for c in chunks]}, ensure_ascii=False))
        return
    print(document.name, document.title, sep="\n")
    for chunk in chunks:
        print(f"\n[{chunk.locator}]\n{chunk.text}")


@app.command()
def evaluate(
    questions: Annotated[Path, QUESTIONS],
    strip_diacritics: Annotated[bool, typer.Option("--strip-diacritics")] = False,
    typos: Annotated[int | None, typer.Option(metavar="SEED", help="A random slip in every third syllable.")] = None,
    dense_weight: Annotated[float | None, typer.Option(min=0, max=1, help="Instead of DENSE_WEIGHT.")] = None,
) -> None:
    """Measure retrieval on questions whose right documents are known: hit@k, mrr@10, milliseconds, and a fifth apart."""
    with _open() as base:
        if dense_weight is not None:
            base.settings.dense_weight = dense_weight
        draw = random.Random(typos)  # noqa: S311  (slips of the finger, not secrets)

        def asked(question: str) -> str:
            question = fold(question) if strip_diacritics else question
            return question if typos is None else with_typos(question, draw)

        print(json.dumps(run_evaluation(base, _rows(questions, "question", "relevant"), asked)))


def _rows(path: Path, *keys: str) -> list[dict[str, Any]]:
    """The objects of a file in JSON lines; a bad line stops the command with its number."""
    rows = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except ValueError:
                row = None
            if not isinstance(row, dict) or any(key not in row for key in keys) or not isinstance(row["question"], str):
                raise typer.BadParameter(f"{path}, line {number}: a JSON object with {', '.join(keys)} is needed")
            rows.append(row)
    return rows


def _metadata(document: Document) -> dict[str, Any]:
    data = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in asdict(document).items()}
    return {**data, "name": document.name}


def _chunk(chunk: Chunk) -> dict[str, Any]:
    boxes = [{"page": box.page, "box": [box.x0, box.y0, box.x1, box.y1]} for box in chunk.boxes]
    return {"chunk_id": chunk.chunk_id, "locator": chunk.locator, "page": chunk.page, "text": chunk.text, "boxes": boxes}


def _passage(passage: Passage) -> dict[str, Any]:
    chunk = passage.chunk
    where = {"document_id": chunk.document_id, "chunk_id": chunk.chunk_id, "score": round(passage.score, 4)}
    return {**where, "locator": chunk.locator, "text": chunk.text}


def _show(passages: tuple[Passage, ...]) -> None:
    for rank, passage in enumerate(passages, start=1):
        print(f"{rank}. {passage.score:.2f} {passage.document.name} › {passage.chunk.locator}\n   {passage.chunk.text}\n")


if __name__ == "__main__":
    app()
