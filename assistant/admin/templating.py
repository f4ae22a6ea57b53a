"""The templates of the plain pages in front of the gate."""

from __future__ import annotations

from pathlib import Path

from assistant.channels.templating import templates_in

templates = templates_in(Path(__file__).parent / "templates")
