"""A plain name for a file, whatever a browser sent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_LONGEST_NAME = 180
_LONGEST_SUFFIX = 20


def plain_name(name: str) -> str:
    """ "../../etc/passwd" is "passwd", "<script>.pdf" is "_script_.pdf": no folders, nothing that systems forbid or hide."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = PurePosixPath(_FORBIDDEN.sub("_", last).strip().lstrip(".~$# "))
    suffix = plain.suffix[:_LONGEST_SUFFIX].rstrip(" .")
    stem = plain.stem.encode()[: _LONGEST_NAME - len(suffix.encode())].decode("utf-8", "ignore").strip(" .")
    return f"{stem or 'van-ban'}{suffix}"
