"""What turns a statement round: không, chưa, cấm, phải, có thể, chỉ, trừ. It may neither be lost nor be added nor moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from assistant.generation.grounding.evidence import Window
from assistant.generation.grounding.tokens import END, MARK, Reading, Token
from assistant.generation.grounding.vocabulary import light_words, table
from knowledge.language.normalise import canonical

_HEAD = 4
_REACH = 9
_UNASKED = ("demand", "goal")
_STANDS_FOR = {"obligation": ("demand",), "hedge": ("goal",)}
_MEASURED = ("quantity", "time", "legal")
_SHARED = 0.5
# So many words of a denied statement make it recognisable, whatever it is about; they stand so close together.
_LONG, _FEWEST, _CLOSE = 3, 2, 14


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator and the content behind it, in one clause; `words` is the head without numbers and times.

    `reach` is everything from the operator to the next one, or to the end of the sentence.
    """

    name: str
    head: tuple[str, ...]
    words: tuple[str, ...]
    reach: tuple[str, ...]


def turned_round(sentence: Reading, window: Window, units: Sequence[Reading]) -> str | None:
    """The name of the operator that the sentence adds, loses or moves; None when it says what the passage says."""
    said, written, leading = list(_operators(sentence)), list(_operators(window.body)), list(_operators(window.lead))
    for operator in said:
        if operator.name not in _UNASKED and not _backed(operator, written, leading):
            return operator.name
    for name, around in (("exception", written), ("hedge", written), ("negation", leading)):
        if name in _names(around) and not {name, *_STANDS_FOR.get(name, ())} & _names(said):
            return name
    return "negation" if _loses_a_negation(sentence, said, units) else None


def _backed(said: Operator, written: Sequence[Operator], leading: Sequence[Operator]) -> bool:
    """Whether the window has the operator for the same thing; the line that leads in holds for all of its items."""
    stand_ins = _STANDS_FOR.get(said.name, ())
    if any(_alike(said, o) if said.name == "negation" else o.name in (said.name, *stand_ins) for o in leading):
        return True
    return any(_alike(said, o) or (o.name in (said.name, *stand_ins) and set(said.head[:2]) <= set(o.reach)) for o in written)


def operator_names(reading: Reading) -> set[str]:
    """The operators that a text has."""
    return _names(_operators(reading))


def _names(operators: Iterable[Operator]) -> set[str]:
    return {operator.name for operator in operators}


def _loses_a_negation(sentence: Reading, said: Sequence[Operator], units: Sequence[Reading]) -> bool:
    """Whether the sentence affirms what a sentence of the passage denies of the same document."""
    kept = [o for o in said if o.name == "negation"]
    for unit in units:
        for denied in _operators(unit):
            if denied.name != "negation" or any(_alike(denied, k) for k in kept):
                continue
            needed = _affirmed(sentence, denied.words)
            if needed >= _LONG or (needed >= _FEWEST and needed == len(denied.words) and _same_subject(sentence, unit)):
                return True
    return False


def _same_subject(sentence: Reading, unit: Reading) -> bool:
    """Whether both speak of the same document first, as far as they name one."""
    first = [next((t.word for t in r.tokens if t.kind == "document"), None) for r in (sentence, unit)]
    return None in first or first[0] == first[1]


def _alike(one: Operator, other: Operator) -> bool:
    if one.name != other.name:
        return False
    shorter = min(len(one.head), len(other.head))
    if not shorter:
        return one.head == other.head
    if one.head[0] == other.head[0]:
        return True
    return len(set(one.head) & set(other.head)) >= _SHARED * shorter


def _affirmed(sentence: Reading, denied: Sequence[str]) -> int:
    """How many of the denied words the sentence says close together in their order, from the first on."""
    words = [t.word for t in sentence.tokens if t.kind not in (MARK, END)]
    return max((_in_order(denied, words[i : i + _CLOSE]) for i in range(len(words))), default=0)


def _in_order(head: Sequence[str], words: Sequence[str]) -> int:
    if not head or not words or words[0] != head[0]:
        return 0
    found, start = 0, 0
    for word in head:
        if word in words[start:]:
            start = words.index(word, start) + 1
            found += 1
    return found


def _operators(reading: Reading) -> Iterator[Operator]:
    tokens = reading.tokens
    found = sorted(_found(tokens))
    for (at, size, name), following in zip(found, [*found[1:], (len(tokens), 0, "")], strict=False):
        head = _head(tokens, at + size)
        reach = [t for t in _until_end(tokens[at + size : following[0]]) if t.kind != MARK]
        yield Operator(
            name, tuple(t.word for t in head), tuple(t.word for t in head if t.family not in _MEASURED), tuple(t.word for t in reach)
        )


def _found(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """(position, syllables, name) of each operator."""
    for name, wordings in _wordings("operators").items():
        ordinary = {i for at, size in _occurrences(tokens, _wordings("ordinary")[name]) for i in range(at, at + size)}
        for at, size in _occurrences(tokens, wordings):
            if not ordinary & set(range(at, at + size)):
                yield at, size, name


def _until_end(tokens: Sequence[Token]) -> Iterator[Token]:
    return takewhile(lambda token: token.kind != END, tokens)


def _head(tokens: Sequence[Token], start: int) -> list[Token]:
    head: list[Token] = []
    for token in tokens[start : start + _REACH]:
        if token.kind in (MARK, END):
            break
        if token.is_fact or (token.is_content and token.word not in light_words()):
            head.append(token)
        if len(head) == _HEAD:
            break
    return head


def _occurrences(tokens: Sequence[Token], wordings: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    words = [t.word if not t.kind else "" for t in tokens]
    for i in range(len(words)):
        for wording in wordings:
            if tuple(words[i : i + len(wording)]) == wording:
                yield i, len(wording)
                break


@cache
def _wordings(group: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The wordings of a table, as syllables, the longest first."""
    return {
        name: tuple(sorted((tuple(canonical(word).split()) for word in words), key=len, reverse=True))
        for name, words in table()[group].items()
    }
