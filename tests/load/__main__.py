"""`python -m tests.load capacity | overload | soak | costs | scale`: the figures of docs/reliability.md and docs/scale.md.

Exit code 1 when one of them is not as wanted.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.load import capacity as capacities
from tests.load import overload as overloads
from tests.load import soak as soaks
from tests.load.service import running, starter_data

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
Seconds = Annotated[float, typer.Option(min=1)]


@app.command()
def capacity(seconds: Seconds = 20, rounds: int = 3, workers: int = 1) -> None:
    """How many questions a second beside the embedder alone, the delays at 70 % of that, repeated questions."""
    with tempfile.TemporaryDirectory() as folder:
        good = asyncio.run(capacities.capacity(starter_data(Path(folder)), seconds, rounds, workers))
    raise typer.Exit(not good)


@app.command()
def embedder(data: Path, seconds: float) -> None:
    """Used by `capacity`, in a process of its own."""
    print(capacities.embedder_alone(data, seconds))


@app.command()
def overload(seconds: Seconds = 300) -> None:
    """Twice the capacity for so long, and five seconds later."""
    with tempfile.TemporaryDirectory() as folder, running(starter_data(Path(folder)), **capacities.UNCACHED) as service:
        good = asyncio.run(overloads.overload(service, seconds))
    raise typer.Exit(not good)


@app.command()
def soak(minutes: Annotated[float, typer.Option(min=0.5)] = 30, per_second: float = 0) -> None:
    """So many questions a second (0: half of what it can) for a long time: nothing may grow."""
    with tempfile.TemporaryDirectory() as folder, running(starter_data(Path(folder)), ANSWER_CACHE="50") as service:
        good = asyncio.run(soaks.soak(service, minutes * 60, per_second, Path(folder) / "in"))
    raise typer.Exit(not good)


@app.command()
def costs(seconds: Seconds = 20) -> None:
    """What a document and a question cost."""
    from tests.load.costs import measure

    asyncio.run(measure(seconds))


@app.command()
def scale(sizes: list[int]) -> None:
    """What bases of so many chunks cost."""
    from tests.load.scale import run

    run(sizes)


if __name__ == "__main__":
    app()
