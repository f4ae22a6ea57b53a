"""`python bot.py check`: is this installation fit to serve? Each part is looked at, nothing is changed.

A check is a function from an Installation to Findings, a row in CHECKS; its sentences, in Vietnamese and English, stand in `findings.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.operation.check import machine, parts, platforms
from assistant.operation.check.finding import Finding, Installation, Level, found

CHECKS: tuple[Callable[[Installation], Iterable[Finding]], ...] = (
    machine.folder,
    machine.disk,
    machine.privacy_key,
    parts.databases,
    parts.clock,
    parts.knowledge,
    parts.embedder,
    platforms.public_address,
    platforms.telegram,
    platforms.zalo_bot,
    platforms.zalo_account,
    platforms.language_model,
)


def examine(installation: Installation) -> Iterator[Finding]:
    """Every finding, in order. A check that breaks is a finding too."""
    for check in CHECKS:
        try:
            yield from check(installation)
        except Exception as error:  # one broken part must not hide the others
            yield found("check_failed", part=check.__name__, problem=f"{type(error).__name__}: {error}"[:200])


def worst(findings: Iterable[Finding]) -> Level:
    """The gravest level among them."""
    return max((finding.level for finding in findings), default=Level.OK)
