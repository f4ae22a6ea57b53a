"""What the control words of RTF do to a walk, and the letters of its code pages."""

from __future__ import annotations

import re

from ingest.readers.parts import Run
from ingest.readers.rtf_state import State, Walk

# Destinations whose text is no part of the body.
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "object", "themedata", "fldinst", "xmlnstbl", "listtable", "listoverridetable", "rsidtbl", "generator", "datastore",
    "latentstyles", "bkmkstart", "bkmkend", "nonshppict", "pgptbl", "mmathPr", "filetbl", "revtbl", "annotation", "atnid",
    "atnauthor",
})  # fmt: skip
SIGNS = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "cell": "", "~": "\xa0", "_": "-", "-": "\xad"},
    **{"{": "{", "}": "}", "\\": "\\"},
}
_CODE_PAGES = {128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258"}
_CODE_PAGES |= {204: "cp1251", 238: "cp1250"}


def add_text(walk: Walk, state: State, piece: str, *, decoded: bool = False) -> None:
    """Text where it belongs: the body, the name of a font, the name of a style."""
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


def control(walk: Walk, state: State, word: str, number: int | None, starred: bool) -> None:
    """A control word with its number; `starred` words may be passed over by who does not know them."""
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
        walk.end_paragraph()
    elif word == "cell":
        walk.end_cell()
    elif word == "row":
        walk.end_row()
    elif word in SIGNS:
        add_text(walk, state, SIGNS[word], decoded=True)
