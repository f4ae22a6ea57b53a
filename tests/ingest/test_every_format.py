"""A folder with every format is ingested by one command; the same command again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from tests.conftest import make_settings
from tests.support.every_format import FILES, FONTS, SCANNED, sentence, write_every_format
from tests.support.shell import ingest_command

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)")


def test_a_folder_with_every_format_in_one_command(tmp_path: Path) -> None:
    folder, data = write_every_format(tmp_path / "in"), tmp_path / "data"
    code, first = ingest_command(data, folder)
    assert code == 0, [line for line in first["documents"] if line["reason"]]
    assert {Path(line["path"]).name: line["status"] for line in first["documents"]} == dict.fromkeys(FILES, "added")

    base = KnowledgeBase(make_settings(data))
    for line in first["documents"]:
        name = Path(line["path"]).name
        text = " ".join(f"{chunk.context} {chunk.text}" for chunk in base.catalogue.chunks_of(line["document_id"], 1))
        said = sentence(name.split(".")[0])
        if name in SCANNED:
            words = [word for word in fold(said).split() if word not in fold(text)]
            assert len(words) <= 2, (name, words, text)
        else:
            assert said in " ".join(text.split()), name
    base.close()

    code, second = ingest_command(data, folder)
    assert (code, second["release"]) == (0, first["release"])
    assert {line["status"] for line in second["documents"]} == {"unchanged"}
