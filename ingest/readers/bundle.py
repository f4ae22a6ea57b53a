"""ZIP: every file in it is read by its own reader and is a document of its own.

Members are written under plain ids in a temporary folder, never under the names they claim, so that a name
cannot reach out of it; a name that tries to has the whole bundle refused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ingest.collect import id_for
from ingest.models import RawDocument, Refused
from ingest.readers.package import Package

_DEEPEST = 2
_MOST_MEMBERS = 2_000
_depth = 0


def read(path: Path) -> Iterator[RawDocument | Refused]:
    """The documents in the bundle, those of bundles inside it too; a member that cannot be read is refused alone.

    Raises:
        Refused: the bundle is unsafe, damaged, or holds nothing.
    """
    with Package(path) as package, tempfile.TemporaryDirectory(prefix="zip-") as folder:
        members = [(name, readable) for name in package.names() if not _is_clutter(readable := _readable(name))]
        if not 0 < len(members) <= _MOST_MEMBERS:
            raise Refused(f"Tệp nén chứa {len(members)} tệp; chỉ nhận từ 1 đến {_MOST_MEMBERS} tệp.")
        for _, readable in members:
            _check(readable)
        for name, readable in members:
            try:
                yield from named(read_member(Path(folder), readable, package.bytes(name)), path, readable)
            except Refused as refused:
                yield Refused(f"{readable}: {refused}")


def read_member(folder: Path, name: str, data: bytes) -> Iterator[RawDocument | Refused]:
    """One member by its own reader; `folder` holds it meanwhile."""
    from ingest.readers import read_file

    global _depth
    suffix = PurePosixPath(name).suffix.lower()
    place = folder / f"{id_for(Path(name), {})}{suffix if suffix.isascii() and len(suffix) <= 10 else ''}"
    place.write_bytes(data)
    if _depth >= _DEEPEST:
        raise Refused("Tệp nén lồng nhau quá nhiều lớp.")
    _depth += 1
    try:
        for raw in read_file(place):
            if isinstance(raw, RawDocument) and "file_name" in raw.metadata and "member" not in raw.metadata:
                raw = replace(raw, metadata={**raw.metadata, "file_name": PurePosixPath(name).stem, "member": name})
            yield raw
    finally:
        _depth -= 1
        place.unlink()


def named(found: Iterable[RawDocument | Refused], path: Path, name: str) -> Iterator[RawDocument | Refused]:
    """Each document with an id made of the bundle's name, the member's, and its own if it has one."""
    stem = f"{id_for(path, {})[:100]}-{id_for(Path(name.replace('/', '-')), {})}"
    for raw in found:
        if isinstance(raw, Refused):
            yield Refused(f"{name}: {raw}")
        else:
            yield replace(raw, document_id=f"{stem}-{raw.document_id}" if raw.document_id else stem)


def _readable(name: str) -> str:
    """The member's name; names that old programs wrote in UTF-8 without saying so are put right."""
    with suppress(UnicodeError):
        name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "~$")) and part != ".." for part in parts)
    return hidden or "__MACOSX" in parts or parts[-1].lower() in ("thumbs.db", "desktop.ini") or name.lower().endswith((".yaml", ".yml"))


def _check(name: str) -> None:
    if name.startswith("/") or ".." in PurePosixPath(name).parts or (len(name) > 1 and name[1] == ":"):
        raise Refused(f"Tệp nén chứa đường dẫn không an toàn (“{name[:80]}”); không mở.")
