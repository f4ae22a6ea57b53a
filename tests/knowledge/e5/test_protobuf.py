"""The few protobuf messages, against the wire format's own examples and against ONNX Runtime."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from knowledge.e5 import protobuf


@pytest.mark.parametrize(("value", "wire"), [(0, "00"), (1, "01"), (150, "9601"), (1 << 63, "80808080808080808001")])
def test_varints_as_in_the_encoding_guide(value: int, wire: str) -> None:
    assert protobuf._varint(value).hex() == wire


def test_fields_as_in_the_encoding_guide() -> None:
    assert protobuf._field(1, 150).hex() == "089601"
    assert protobuf._field(2, "testing").hex() == "120774657374696e67"
    assert protobuf._field(3, -1).hex() == "18" + "ff" * 9 + "01"


def test_onnx_runtime_reads_a_model_with_every_kind_of_part() -> None:
    nodes = [
        protobuf.node("LayerNormalization", ["x", "scale"], ["normal"], axis=-1, epsilon=0.5),
        protobuf.node("ReduceMean", ["normal", "axes"], ["y"], keepdims=0),
    ]
    tensors = [protobuf.tensor("scale", np.array([2, 4], np.float32)), protobuf.tensor("axes", np.array([1]))]
    model = protobuf.model(
        nodes, tensors, [protobuf.float_value("x", ["n", 3, 2])], [protobuf.float_value("y", ["n", 2])], {"": 18, "com.microsoft": 1}
    )
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    x = np.array([[[1, 3], [0, 0], [5, 1]]], np.float32)
    normal = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 0.5) * [2, 4]
    assert session.run(["y"], {"x": x})[0] == pytest.approx(normal.mean(axis=1), abs=1e-5)
    assert session.get_inputs()[0].shape == ["n", 3, 2]
