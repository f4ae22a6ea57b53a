"""The machine: the data folder, the disk, the key that must not be lost or seen."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator

from assistant.operation.check.finding import Finding, Installation, found

_LEAST_BYTES, _FEW_BYTES = 200_000_000, 2_000_000_000


def folder(installation: Installation) -> Iterator[Finding]:
    """DATA_DIR is there and can be written; settings refuse it otherwise, but a disk may have become read-only since."""
    data = installation.settings.data_dir
    probe = data / f".check-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield found("folder_not_writable", folder=data, problem=error.strerror)
    else:
        yield found("folder_ok", folder=data.resolve())


def disk(installation: Installation) -> Iterator[Finding]:
    """Room for the next release, its indexes and the log."""
    free = shutil.disk_usage(installation.settings.data_dir).free
    name = "disk_full" if free < _LEAST_BYTES else "disk_low" if free < _FEW_BYTES else "disk_ok"
    yield found(name, gigabytes=f"{free / 1e9:.1f}")


def privacy_key(installation: Installation) -> Iterator[Finding]:
    """A key in a file must be readable by this user alone."""
    if installation.settings.privacy_key.get_secret_value():
        yield found("key_in_settings")
        return
    file = installation.settings.data_dir / "privacy.key"
    if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield found("key_open", file=file)
    elif file.exists():
        yield found("key_ok", file=file)
