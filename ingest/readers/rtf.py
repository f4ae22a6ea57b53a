"""RTF, walked by its control words (Microsoft's RTF 1.9.1): paragraphs, tables, footnotes, and the font of each run.

The font matters: in a font of old, the bytes are not Windows' letters but TCVN3, VNI or VISCII.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.models import RawDocument, Refused
from ingest.readers.parts import Paragraph, Part, Run, document
from ingest.readers.rtf_state import State, Walk
from ingest.readers.rtf_words import SIGNS, add_text, control

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL)
_DEEPEST = 500


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the body in order, then its footnotes."""
    source = path.read_bytes().decode("latin-1")
    if not source.startswith("{\\rtf"):
        raise Refused("Tệp không phải là RTF, hoặc đã hỏng phần đầu.")
    yield document(_walk(source), path.stem)


def _walk(source: str) -> list[Part]:
    walk, state, stack = Walk(), State(), list[tuple[State, list[Run] | None]]()
    position, skip, starred = 0, 0, False
    while match := _TOKEN.search(source, position):
        position = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if brace == "{":
            if len(stack) > _DEEPEST:
                raise Refused("Tệp RTF lồng nhau quá sâu; có thể tệp hỏng hoặc cố ý gây hại.")
            stack.append((replace(state), None))
            skip = 0
        elif brace == "}":
            if stack:
                state, body = _leave(walk, stack.pop())
                walk.runs = body if body is not None else walk.runs
        elif code or text:
            piece = (codecs.decode(code, "hex").decode("latin-1") if code else text)[skip if text else 0 :]
            if code and skip:
                skip, piece = skip - 1, ""
            elif text:
                skip = max(0, skip - len(text))
            add_text(walk, state, piece)
        elif symbol:
            starred = symbol == "*"
            if symbol in "\r\n":
                walk.end_paragraph()
            elif symbol in SIGNS:
                add_text(walk, state, SIGNS[symbol], decoded=True)
            continue
        elif word == "bin":
            position += max(0, int(number or 0))
        elif word == "u" and number:
            add_text(walk, state, chr(int(number) % 65536), decoded=True)
            skip = state.skips
        elif word == "footnote":
            stack[-1] = (stack[-1][0], walk.runs)
            walk.runs = []
        else:
            control(walk, state, word, int(number) if number else None, starred)
        starred = False
    if stack and not source.rstrip("\0 \r\n\t").endswith("}"):
        raise Refused("Tệp RTF bị cắt cụt: thiếu phần cuối. Hãy gửi lại tệp đầy đủ.")
    walk.end_paragraph()
    walk.end_table()
    return [*walk.parts, *walk.notes]


def _leave(walk: Walk, outer: tuple[State, list[Run] | None]) -> tuple[State, list[Run] | None]:
    """The group's end; that of a footnote puts it aside and goes on with the sentence that cites it."""
    if outer[1] is not None:
        walk.notes.append(Paragraph(tuple(walk.runs)))
    return outer
