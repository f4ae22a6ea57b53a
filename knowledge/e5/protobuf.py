"""Writing the few ONNX messages that a graph needs, in protobuf's wire format.

Field numbers are those of onnx.proto3 (ONNX IR version 9); they never change. ONNX Runtime reads the result, so a
slip here cannot go unseen; the `onnx` package would be 31 MB installed for a file that is written once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

FLOAT, INT8, INT64 = 1, 3, 7
_KINDS = {"float32": FLOAT, "int8": INT8, "int64": INT64}
_FLOAT_ATTRIBUTE, _INT_ATTRIBUTE = 1, 2


def node(kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: float) -> bytes:
    """A NodeProto: `outputs` = `kind`(`inputs`)."""
    named = [_field(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join([*_each(1, inputs), *_each(2, outputs), _field(4, kind), *named, _field(7, domain)])


def tensor(name: str, values: NDArray[np.generic]) -> bytes:
    """A TensorProto with these values."""
    kind = _KINDS[values.dtype.name]
    return b"".join([*_each(1, values.shape), _field(2, kind), _field(8, name), _field(9, np.ascontiguousarray(values).tobytes())])


def float_value(name: str, shape: Sequence[int | str]) -> bytes:
    """A ValueInfoProto: a float tensor; a name in its shape stands for any size."""
    sizes = b"".join(_field(1, _field(1 if isinstance(size, int) else 2, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, FLOAT) + _field(2, sizes)))


def model(
    nodes: Iterable[bytes], tensors: Iterable[bytes], inputs: Iterable[bytes], outputs: Iterable[bytes], opsets: Mapping[str, int]
) -> bytes:
    """A ModelProto around one graph."""
    graph = b"".join([*_each(1, nodes), _field(2, "e5"), *_each(5, tensors), *_each(11, inputs), *_each(12, outputs)])
    versions = [_field(8, _field(1, domain) + _field(2, version)) for domain, version in opsets.items()]
    return b"".join([_field(1, 9), _field(7, graph), *versions])


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _field(1, name) + _field(3, value) + _field(20, _INT_ATTRIBUTE)
    return _field(1, name) + _key(2, 5) + struct.pack("<f", value) + _field(20, _FLOAT_ATTRIBUTE)


def _each(number: int, values: Iterable[int | str | bytes]) -> list[bytes]:
    return [_field(number, value) for value in values]


def _field(number: int, value: int | str | bytes) -> bytes:
    """An integer as a varint (negative ones in 64 bits); text and messages with their length before them."""
    if isinstance(value, int):
        return _key(number, 0) + _varint(value & (1 << 64) - 1)
    data = value.encode() if isinstance(value, str) else value
    return _key(number, 2) + _varint(len(data)) + data


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
