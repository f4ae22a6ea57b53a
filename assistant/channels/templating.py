"""The Jinja environment of the web channel: everything is escaped, and a misspelt variable is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.templating import Jinja2Templates

from assistant.channels.answer_view import BLANK
from assistant.channels.assets import asset_url

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(asset=asset_url, blank=BLANK)
templates = Jinja2Templates(env=_environment)
