"""A file `NAME.yaml` next to NAME.pdf (or `NAME.pdf.yaml`): what staff know better than the file's own form."""

from __future__ import annotations

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
    place = next((p for p in _candidates(path) if p.is_file()), None)
    if place is None:
        return raw
    stated = {name: value for name, value in _stated(place).items() if value not in (None, "")}
    title = str(stated.pop("title", "") or raw.title)
    if raw.document_id is not None:
        return replace(raw, title=raw.title or title, metadata={**stated, **raw.metadata})
    return replace(raw, title=title, metadata={**raw.metadata, **stated})


def _candidates(path: Path) -> list[Path]:
    whole = [path.with_name(f"{path.name}{ending}") for ending in (".yaml", ".yml")]
    return [*whole, path.with_suffix(".yaml"), path.with_suffix(".yml")]


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
