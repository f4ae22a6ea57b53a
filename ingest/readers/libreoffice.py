"""Kinds of files that no reader here opens (.ppt, OpenDocument) or that one refuses (Word 6/95, damaged .doc and .xls):
turned into a newer kind by LibreOffice, where it is installed (`apt install libreoffice-nogui`), and read as that.

Our own readers come first: on real .doc and .xls files both keep the same letters, and LibreOffice takes four seconds
a file where they take a twentieth of one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ingest.models import RawDocument, Refused, Unreadable

Reader = Callable[[Path], Iterator[RawDocument | Refused]]

_SECONDS = 120
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_MISSING = "Máy này chưa cài LibreOffice nên chưa đọc được tệp {kind}. Hãy lưu thành {instead} rồi nạp lại."
_FAILED = "Tệp {kind} bị hỏng hoặc bị cắt cụt, LibreOffice cũng không mở được."
# No macros, no updating of links, nothing fetched from elsewhere: the file comes from anybody.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_CLOSED = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
)


def installed() -> bool:
    """Whether LibreOffice can be run here."""
    return _program() is not None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def opened(kind: str, into: str, instead: str, read: Reader) -> Reader:
    """A reader of a kind that only LibreOffice opens: it makes it `into` another, which `read` reads."""

    def reader(path: Path) -> Iterator[RawDocument | Refused]:
        if not _starts_right(path):
            raise Refused(f"Tệp {kind} bị hỏng hoặc bị cắt cụt. Hãy gửi lại tệp đầy đủ.")
        if not installed():
            raise Refused(_MISSING.format(kind=kind, instead=instead))
        yield from _converted(path, into, kind, read)

    return reader


def helped(own: Reader, kind: str, into: str, read: Reader) -> Reader:
    """A reader that asks LibreOffice where our own one cannot make sense of a file; its own refusal stands where that fails too."""

    def reader(path: Path) -> Iterator[RawDocument | Refused]:
        try:
            found = list(own(path))
        except Unreadable as unreadable:
            if not installed() or not _starts_right(path):
                raise
            try:
                found = list(_converted(path, into, kind, read))
            except Refused:
                raise unreadable from None
        yield from found

    return reader


def _starts_right(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(8).startswith((_OLE, _ZIP))


def _converted(path: Path, into: str, kind: str, read: Reader) -> Iterator[RawDocument | Refused]:
    with tempfile.TemporaryDirectory(prefix="soffice-") as folder:
        _convert(path, into, Path(folder))
        made = Path(folder, "out", f"{path.stem}.{into}")
        if not made.is_file():
            raise Refused(_FAILED.format(kind=kind))
        yield from read(made)


def _convert(path: Path, into: str, folder: Path) -> None:
    """Run the program with a profile of its own, so that neither another run nor a person's settings are in its way."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=place, name=name, value=value) for place, name, value in _CLOSED)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", into, "--outdir", str(folder / "out"), str(path.resolve())]
    process = subprocess.Popen(  # noqa: S603
        [_program() or "soffice", profile, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused(f"LibreOffice mở tệp này quá {_SECONDS} giây nên đã dừng.") from None
    finally:
        # The program is a script that starts others.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
