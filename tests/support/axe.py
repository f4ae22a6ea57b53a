"""axe-core, from the package that carries it, on a page of a real browser."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

# NiceGUI draws a bar of two pixels while something loads: it has no name, and is gone in a moment.
_RUN = """async () => (await axe.run({exclude: [[".q-loading-bar"]]}, {resultTypes: ["violations"]})).violations
  .filter((one) => one.impact === "serious" || one.impact === "critical")
  .map((one) => [one.id, ...one.nodes.map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? ""))])"""


@cache
def _script() -> str:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: pip install axe-playwright-python")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def serious_problems(page: Page, scheme: str = "") -> list[list[str]]:
    """What axe-core calls serious or critical: the rule, then the elements that break it. `scheme`: "light" or "dark", which an admin
    page follows while it is open.
    """
    if scheme:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function("dark => document.body.classList.contains('body--dark') === dark", arg=scheme == "dark")
        page.wait_for_function("document.getAnimations().every((one) => !(one instanceof CSSTransition))")
    page.evaluate(_script())
    found: list[list[str]] = page.evaluate(_RUN)
    return found
