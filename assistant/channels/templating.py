"""Jinja environments of plain pages: everything is escaped, and a misspelt variable is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.templating import Jinja2Templates

from assistant.channels.answer_view import BLANK
from assistant.channels.assets import asset_url


def templates_in(folder: Path, **known: object) -> Jinja2Templates:
    """The templates of a folder, which know `asset` and these names."""
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(asset=asset_url, **known)
    return Jinja2Templates(env=environment)


templates = templates_in(Path(__file__).parent / "templates", blank=BLANK)
