"""A file `NAME.yaml` next to NAME.pdf (or `NAME.pdf.yaml`): what staff know better than the file's own form."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from ingest.models import RawDocument, Refused

_LARGEST = 1 << 20


def with_sidecar(raw: RawDocument, path: Path) -> RawDocument:
    """The document with what its file's sidecar states; without a sidecar, the document as it is.

    A sidecar overrides what the file says. Where one file holds many documents (a corpus, an archive), it
    only fills in what the document does not state itself.

    Raises:
        Refused: the sidecar is no list of names and values.
    """
    place = sidecar_of(path)
    if place is None:
        return raw
    stated = {name: value for name, value in _stated(place).items() if value not in (None, "")}
    title = str(stated.pop("title", "") or raw.title)
    if raw.document_id is not None:
        return replace(raw, title=raw.title or title, metadata={**stated, **raw.metadata})
    return replace(raw, title=title, metadata={**raw.metadata, **stated})


def sidecar_of(path: Path) -> Path | None:
    """The file's sidecar, if it has one."""
    names = (f"{path.name}.yaml", f"{path.name}.yml", f"{path.stem}.yaml", f"{path.stem}.yml")
    # Not Path.is_file: a name that is too long for the disk is an error there, and no file here.
    return next((path.with_name(name) for name in names if os.path.isfile(path.parent / name)), None)  # noqa: PTH113


def _stated(place: Path) -> Mapping[str, Any]:
    """The sidecar's names and values.

    Raises:
        Refused: it cannot be read, or is not "name: value" lines.
    """
    if place.stat().st_size > _LARGEST:
        raise Refused(f"Tệp thông tin đi kèm “{place.name}” quá lớn.")
    try:
        stated = yaml.safe_load(place.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: bytes that are no UTF-8, or a date that no calendar has
        raise Refused(f"Tệp thông tin đi kèm “{place.name}” viết sai: {str(error).splitlines()[0]}.") from error
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise Refused(f"Tệp thông tin đi kèm “{place.name}” phải là các dòng “tên: giá trị”.")
    return {str(name): value for name, value in stated.items()}
