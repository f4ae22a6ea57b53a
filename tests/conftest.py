"""Real parts for every test: settings in a temporary folder, a real knowledge base, the starter documents ingested once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from ingest.pipeline import ingest
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.support.network import only_this_machine

STARTER_DOCUMENTS = Path(__file__).resolve().parents[1] / "knowledge" / "documents"
SHARED = Path(__file__).resolve().parents[2] / "shared"


hypothesis_settings.register_profile("light", max_examples=60, deadline=None, database=None, derandomize=True)
hypothesis_settings.load_profile("light")


def pytest_configure() -> None:
    """Forget a developer's own settings before anything reads them; commands started by tests inherit this too."""
    settings = [KnowledgeSettings]
    try:
        from assistant.settings import Settings
    except ImportError:
        pass
    else:
        settings.append(Settings)
    for name in {name for cls in settings for name in cls.model_fields}:
        os.environ.pop(name.upper(), None)


@pytest.fixture(autouse=True)
def network() -> Iterator[list[str]]:
    """Any connection beyond this machine fails the test, even when the code under test swallows the error."""
    with pytest.MonkeyPatch.context() as patch, only_this_machine(patch) as tried:
        yield tried
        assert not tried, f"the test tried to reach {tried}"


def make_settings(data_dir: Path, **fields: object) -> KnowledgeSettings:
    """Settings of a knowledge base in `data_dir`, whatever the environment or a `.env` says."""
    return KnowledgeSettings(_env_file=None, data_dir=data_dir, **fields)


@pytest.fixture
def settings(tmp_path: Path) -> KnowledgeSettings:
    """Settings of an empty knowledge base."""
    return make_settings(tmp_path / "data")


@pytest.fixture
def base(settings: KnowledgeSettings) -> Iterator[KnowledgeBase]:
    """An open, empty knowledge base."""
    opened = KnowledgeBase(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def starter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the starter documents, ingested once in a test run (about 25 s). Nobody writes to it."""
    folder = tmp_path_factory.mktemp("starter") / "data"
    opened = KnowledgeBase(make_settings(folder))
    report = ingest(opened, [str(STARTER_DOCUMENTS)])
    opened.close()
    assert report.exit_code == 0, [line for line in report.documents if line.reason]
    return folder


@pytest.fixture(scope="session")
def starter_base(starter_folder: Path) -> Iterator[KnowledgeBase]:
    """The starter documents, open for reading; shared by all tests."""
    opened = KnowledgeBase(make_settings(starter_folder))
    yield opened
    opened.close()


@pytest.fixture
def starter_copy(starter_folder: Path, tmp_path: Path) -> Path:
    """A data folder with the starter documents that a test may change."""
    return shutil.copytree(starter_folder, tmp_path / "starter-data")
