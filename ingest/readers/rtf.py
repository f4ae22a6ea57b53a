"""RTF, walked by its control words (Microsoft's RTF 1.9.1): paragraphs, tables, footnotes, and the font of each run.

The font matters: in a font of old, the bytes are not Windows' letters but TCVN3, VNI or VISCII.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.models import RawDocument, Refused
from ingest.readers.parts import Paragraph, Part, Run, Table, document

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL)
_SKIPPED = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "object",
        "themedata",
        "fldinst",
        "xmlnstbl",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "datastore",
        "latentstyles",
        "bkmkstart",
        "bkmkend",
        "nonshppict",
        "pgptbl",
        "mmathPr",
        "filetbl",
        "revtbl",
        "annotation",
        "atnid",
        "atnauthor",
    }
)
_SIGNS = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "cell": "", "~": "\xa0", "_": "-", "-": "\xad"},
    **{"{": "{", "}": "}", "\\": "\\"},
}
_CODE_PAGES = {128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258"}
_CODE_PAGES |= {204: "cp1251", 238: "cp1250"}
_DEEPEST = 500


@dataclass(slots=True)
class State:
    """What a group inherits; `destination` is set while its text is not body text."""

    font: int = 0
    skips: int = 1
    destination: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Walk:
    """Where the walk stands: the tables read so far, the paragraph, row and table being built."""

    fonts: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, int] = field(default_factory=dict)
    heading_styles: dict[int, int] = field(default_factory=dict)
    code_page: str = "cp1252"
    default_font: int = 0
    parts: list[Part] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    in_table: bool = False
    cell: list[Paragraph] = field(default_factory=list)
    row: list[tuple[Paragraph, ...]] = field(default_factory=list)
    rows: list[tuple[tuple[Paragraph, ...], ...]] = field(default_factory=list)
    style: int = 0


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
            _text(walk, state, piece)
        elif symbol:
            starred = symbol == "*"
            if symbol in "\r\n":
                _end_paragraph(walk)
            elif symbol in _SIGNS:
                _text(walk, state, _SIGNS[symbol], decoded=True)
            continue
        elif word == "bin":
            position += max(0, int(number or 0))
        elif word == "u" and number:
            _text(walk, state, chr(int(number) % 65536), decoded=True)
            skip = state.skips
        elif word == "footnote":
            stack[-1] = (stack[-1][0], walk.runs)
            walk.runs = []
        else:
            _control(walk, state, word, int(number) if number else None, starred)
        starred = False
    if stack and not source.rstrip("\0 \r\n\t").endswith("}"):
        raise Refused("Tệp RTF bị cắt cụt: thiếu phần cuối. Hãy gửi lại tệp đầy đủ.")
    _end_paragraph(walk)
    _end_table(walk)
    return [*walk.parts, *walk.notes]


def _leave(walk: Walk, outer: tuple[State, list[Run] | None]) -> tuple[State, list[Run] | None]:
    """The group's end; that of a footnote puts it aside and goes on with the sentence that cites it."""
    if outer[1] is not None:
        walk.notes.append(Paragraph(tuple(walk.runs)))
    return outer


def _text(walk: Walk, state: State, piece: str, *, decoded: bool = False) -> None:
    if state.destination == "fonttbl":
        walk.fonts[state.font] = walk.fonts.get(state.font, "") + piece
    elif state.destination == "stylesheet" and (named := re.match(r"heading (\d)", piece)):
        walk.heading_styles[walk.style] = int(named[1])
    elif not state.destination and not state.hidden and piece:
        font = walk.fonts.get(state.font, "").split(";")[0].strip()
        walk.runs.append(Run(piece if decoded else _decoded(walk, state, piece), font))


def _decoded(walk: Walk, state: State, piece: str) -> str:
    if piece.isascii():
        return piece
    page = _CODE_PAGES.get(walk.charsets.get(state.font, 0), walk.code_page)
    if walk.fonts.get(state.font, "").startswith((".Vn", "VNI", "VPS")) or page == "cp1252":
        page = "cp1252"
    return "".join(_letter(page, c) for c in piece) if page in ("cp1252", "cp1258") else piece.encode("latin-1").decode(page, "replace")


def _letter(page: str, character: str) -> str:
    try:
        return character.encode("latin-1").decode(page)
    except UnicodeError:
        return character


def _control(walk: Walk, state: State, word: str, number: int | None, starred: bool) -> None:
    if word == "shptxt" and state.destination.startswith("shp"):
        state.destination = ""
    elif word in _SKIPPED or starred:
        state.destination = state.destination or word
        if word in ("fonttbl", "stylesheet"):
            state.destination = word
    elif word == "f" and number is not None:
        state.font = number
        if state.destination == "fonttbl":
            walk.fonts[number] = ""
    elif word == "fcharset" and number is not None:
        walk.charsets[state.font] = number
    elif word == "uc":
        state.skips = number if number is not None else 1
    elif word in ("v", "deleted"):
        state.hidden = number != 0
    elif word == "plain":
        state.font, state.hidden = walk.default_font, False
    elif word == "deff":
        walk.default_font = state.font = number or 0
    elif word == "ansicpg" and number:
        walk.code_page = f"cp{number}" if number in (1250, 1251, 1252, 1253, 1254, 1258, 932, 949) else "cp1252"
    elif not state.destination or word == "s":
        _paragraph_control(walk, state, word, number)


def _paragraph_control(walk: Walk, state: State, word: str, number: int | None) -> None:
    if word == "s":
        walk.style, walk.level = number or 0, walk.heading_styles.get(number or 0, 0) if not state.destination else walk.level
    elif word == "pard":
        walk.level, walk.in_table = 0, False
    elif word == "outlinelevel" and number is not None:
        walk.level = number + 1 if number < 9 else 0
    elif word == "intbl":
        walk.in_table = True
    elif word in ("par", "sect", "page", "nestcell"):
        _end_paragraph(walk)
    elif word == "cell":
        walk.cell.append(Paragraph(tuple(walk.runs)))
        walk.row.append(tuple(walk.cell))
        walk.runs, walk.cell = [], []
    elif word == "row":
        walk.rows.append(tuple(walk.row))
        walk.row = []
    elif word in _SIGNS:
        _text(walk, state, _SIGNS[word], decoded=True)


def _end_paragraph(walk: Walk) -> None:
    paragraph = Paragraph(tuple(walk.runs), walk.level)
    walk.runs = []
    if walk.in_table:
        walk.cell.append(paragraph)
        return
    _end_table(walk)
    walk.parts.append(paragraph)


def _end_table(walk: Walk) -> None:
    """What is left of a table when the body goes on, a row without its end mark included."""
    if walk.cell:
        walk.row.append(tuple(walk.cell))
    if walk.row:
        walk.rows.append(tuple(walk.row))
    if walk.rows:
        walk.parts.append(Table(tuple(walk.rows)))
    walk.cell, walk.row, walk.rows = [], [], []
