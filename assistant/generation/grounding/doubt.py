"""The doubt that a passage itself expresses: "theo nguồn thứ cấp", "chưa xác nhận". Retelling must not make it surer."""

from __future__ import annotations

import re
from functools import cache

from assistant.generation.grounding.vocabulary import any_of, table


def doubt_in(text: str) -> str:
    """The first wording of doubt as it is written; empty when there is none."""
    found = _wordings().search(text)
    return found[0] if found else ""


@cache
def _wordings() -> re.Pattern[str]:
    return re.compile(any_of(table()["doubt"]["wordings"]).pattern, re.IGNORECASE)
