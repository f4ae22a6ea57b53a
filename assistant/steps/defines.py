"""Questions for the meaning of a term ("rủi ro trung bình là sao"), and texts that say it ("rủi ro trung bình: dễ làm …")."""

from __future__ import annotations

import re

from knowledge.language.normalise import fold

_ASKED = re.compile(r"((?:\w+ ){2,5})(?:co )?(?:nghia )?la (?:gi|j|sao|ai|the nao|nhu the nao|cai gi)( vay| the| a| nhi| ha)?$")
_LONGEST, _SHORTEST = 4, 2


def definition_of(question: str) -> re.Pattern[str] | None:
    """What a folded text that defines the term of the question holds; None when no term's meaning is asked for."""
    match = _ASKED.search(" ".join(re.findall(r"\w+", fold(question))))
    words = match[1].split() if match else []
    ends = [" ".join(words[-n:]) for n in range(min(_LONGEST, len(words)), _SHORTEST - 1, -1)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ends))}) ?(?:: |(?:tuc )?la |duoc hieu la )") if ends else None
