"""The network as an ONNX graph: twelve encoder layers over summed embeddings, then the mean of all tokens.

Matrices are 8 bits with one scale a column; what flows into them is quantised as it comes (`DynamicQuantizeMatMul`),
with one scale for all tokens. A few tokens of this network (the first, the last, the prefix) are far larger than all
others and would leave these a handful of steps: into the wide matrices each token goes divided by its own largest value.
One text is run at a time, so that there is no padding, no mask, and a text's vector does not depend on its company.
Operators of the domain com.microsoft are documented in ONNX Runtime's ContribOperators.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.e5 import protobuf
from knowledge.e5.weights import Weights, dequantised
from knowledge.embedding import Vectors

Numbers = NDArray[Any]

_ONNX, _RUNTIME = "", "com.microsoft"
_OPSETS = {_ONNX: 18, _RUNTIME: 1}
# 7 of 8 bits: processors without VNNI add two products in 16 bits, and 2 * 255 * 63 is the most that fits.
_LARGEST = 63


def build(weights: Weights) -> bytes:
    """An ONNX model: `embedded` (texts, tokens, width) -> `pooled` (texts, width)."""
    graph = _Graph(weights)
    x = graph.layer_norm("embedded", "emb.ln")
    for n in range(weights.shape.layers):
        x = graph.encoder_layer(x, f"l{n}.")
    graph.mean(x, "pooled")
    width = weights.shape.width
    inputs = [protobuf.float_value("embedded", ["texts", "tokens", width])]
    return protobuf.model(graph.nodes, graph.tensors, inputs, [protobuf.float_value("pooled", ["texts", width])], _OPSETS)


class _Graph:
    """Each method adds nodes and gives the name of its result."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape = weights.shape
        self.nodes: list[bytes] = []
        self.tensors = [
            protobuf.tensor("tokens_axis", np.array([1])),
            protobuf.tensor("last_axis", np.array([-1])),
            protobuf.tensor("tiny", np.array([1e-6], np.float32)),
        ]

    def encoder_layer(self, x: str, at: str) -> str:
        """Attention and a feed-forward network, each added to what came in and normalised (post-norm, as in BERT)."""
        width, inner = self._shape.width, self._shape.inner
        seen = [self._linear(x, at + part, width) for part in ("q", "k", "v")]
        attention = self._node("MultiHeadAttention", seen, at + "attention", _RUNTIME, num_heads=self._shape.heads)
        x = self._add_and_norm(self._linear(attention, at + "ao", width), x, at + "aln")
        wide = self._node("Gelu", [self._evened_linear(x, at + "fi", width)], at + "gelu", _RUNTIME)
        return self._add_and_norm(self._evened_linear(wide, at + "fo", inner), x, at + "oln")

    def layer_norm(self, x: str, name: str) -> str:
        """LayerNormalization with the tensors NAME.w and NAME.b."""
        return self._node("LayerNormalization", [x, *self._norm_inputs(name)], name, axis=-1, epsilon=self._shape.epsilon)

    def mean(self, x: str, name: str) -> str:
        """The mean over the tokens."""
        return self._node("ReduceMean", [x, "tokens_axis"], name, keepdims=0)

    def _add_and_norm(self, x: str, residual: str, name: str) -> str:
        inputs = [x, residual, *self._norm_inputs(name)]
        return self._node("SkipLayerNormalization", inputs, name, _RUNTIME, epsilon=self._shape.epsilon)

    def _norm_inputs(self, name: str) -> list[str]:
        return [self._constant(part, self._weights.floats(part)) for part in (name + ".w", name + ".b")]

    def _linear(self, x: str, name: str, columns: int) -> str:
        """x times the transposed matrix NAME.w, plus NAME.b."""
        return self._node("DynamicQuantizeMatMul", [x, *self._matrix(name, columns), self._bias(name)], name, _RUNTIME)

    def _evened_linear(self, x: str, name: str, columns: int) -> str:
        """The same, of tokens that are each brought to largest value 1 before, and to their own size after."""
        largest = self._node("ReduceMax", [self._node("Abs", [x], name + ".abs"), "last_axis"], name + ".max", keepdims=1)
        size = self._node("Max", [largest, "tiny"], name + ".size")
        even = self._node("Div", [x, size], name + ".even")
        product = self._node("DynamicQuantizeMatMul", [even, *self._matrix(name, columns)], name + ".product", _RUNTIME)
        return self._node("Add", [self._node("Mul", [product, size], name + ".sized"), self._bias(name)], name)

    def _matrix(self, name: str, columns: int) -> list[str]:
        """NAME.w as (in, out) in 8 bits, the scales of its columns, and no zero points."""
        values, scales = _eight_bits(dequantised(self._weights.blocks(name + ".w", columns)))
        return [self._constant(name + ".w", values.T), self._constant(name + ".scale", scales), ""]

    def _bias(self, name: str) -> str:
        return self._constant(name + ".b", self._weights.floats(name + ".b"))

    def _node(self, kind: str, inputs: list[str], name: str, domain: str = _ONNX, **attributes: float) -> str:
        self.nodes.append(protobuf.node(kind, inputs, [name], domain, **attributes))
        return name

    def _constant(self, name: str, values: Numbers) -> str:
        self.tensors.append(protobuf.tensor(name, values))
        return name


def _eight_bits(matrix: Vectors) -> tuple[NDArray[np.int8], Vectors]:
    """A matrix (out, in) as int8, and the scale of each of its rows."""
    scales = np.abs(matrix).max(axis=1) / _LARGEST
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
