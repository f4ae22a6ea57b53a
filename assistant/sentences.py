"""What staff put in the place of a fixed sentence: the {slots} that the program fills must all be there, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from assistant.replies import originals

# Telegram's limits for a bot's name, short description and description.
_LONGEST = {("chat", "bot_name"): 64, ("chat", "bot_short"): 120, ("chat", "bot_description"): 512}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a sentence cannot be used. `reason`: empty, braces, lost, strange, too_long; `names`: the slots, or how many characters fit."""

    reason: str
    names: tuple[str, ...] = ()


def problem_with(group: str, name: str, sentence: str) -> Problem | None:
    """What is wrong with a new sentence in the place of (group, name) of `replies.toml`; None when it can be used.

    Raises:
        KeyError: there is no such sentence.
    """
    original = originals()[group, name]
    longest = _LONGEST.get((group, name), 2 * len(original) + 200)
    try:
        slots, known = slots_of(sentence), slots_of(original)
    except ValueError:
        return Problem("braces")
    if not sentence.strip():
        return Problem("empty")
    if lost := known - slots:
        return Problem("lost", tuple(sorted(lost)))
    if strange := slots - known:
        return Problem("strange", tuple(sorted(strange)))
    return Problem("too_long", (str(longest),)) if len(sentence) > longest else None


def slots_of(sentence: str) -> frozenset[str]:
    """The names in braces. One that is dressed up ("{name!r:>20}", "{name.upper}") counts as it is written.

    Raises:
        ValueError: a brace has no partner.
    """
    parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(sentence) if name is not None]
    return frozenset(f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}" for name, spec, conversion in parts)
