"""Real parts for every test: settings in a temporary folder, a real knowledge base, the starter documents ingested once."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

from ingest.pipeline import ingest
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.support.network import only_this_machine

ROOT = Path(__file__).resolve().parents[1]
STARTER_DOCUMENTS = ROOT / "knowledge" / "documents"
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
def postgres_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may enter, which pytest's are not when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


@pytest.fixture(scope="session")
def starter_folder(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A data folder with the starter documents. Nobody writes to it.

    It is ingested once (about 25 s) and kept in pytest's cache for as long as the code and the documents that make it stay the same.
    """
    kept = pytestconfig.cache.mkdir("starter") / _digest_of("knowledge", "ingest", "constraints.txt")
    with FileLock(kept.with_suffix(".lock")):
        if not (kept / "ready").exists():
            shutil.rmtree(kept, ignore_errors=True)
            _ingest_starter_documents(kept / "data")
            (kept / "ready").touch()
        # Chroma writes to its folder even when nobody adds to it: each run, and each of its processes, has a copy.
        return Path(shutil.copytree(kept / "data", tmp_path_factory.mktemp("starter") / "data"))


def _digest_of(*names: str) -> str:
    """One for the contents of these files and folders."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for name in names for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _ingest_starter_documents(folder: Path) -> None:
    opened = KnowledgeBase(make_settings(folder))
    report = ingest(opened, [str(STARTER_DOCUMENTS)])
    opened.close()
    assert report.exit_code == 0, [line for line in report.documents if line.reason]


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
