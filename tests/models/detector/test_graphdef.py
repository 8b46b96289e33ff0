import struct

import numpy as np
import pytest

from models.detector.graphdef import read
from models.errors import DamagedModel


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def part(number: int, content: bytes | int) -> bytes:
    """One field of a protocol buffer message."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content % (1 << 64))
    return varint(number << 3 | 2) + varint(len(content)) + content


def node(name: str, op: str, inputs: tuple[str, ...] = (), **attributes: bytes) -> bytes:
    body = part(1, name.encode()) + part(2, op.encode()) + b"".join(part(3, value.encode()) for value in inputs)
    return part(1, body + b"".join(part(5, part(1, key.encode()) + part(2, value)) for key, value in attributes.items()))


def tensor(dtype: int, shape: tuple[int, ...], content: bytes) -> bytes:
    dimensions = b"".join(part(2, part(1, length)) for length in shape)
    return part(8, part(1, dtype) + part(2, dimensions) + content)


def test_nodes_keep_their_names_inputs_and_attributes(tmp_path):
    path = tmp_path / "graph.pb"
    path.write_bytes(node("conv", "Conv2D", ("x", "w"), padding=part(2, b"SAME"), strides=part(1, part(3, varint(1) + varint(2)))))
    (found,) = read(path).values()
    assert (found.name, found.op, found.inputs) == ("conv", "Conv2D", ["x", "w"])
    assert found.attribute("padding") == b"SAME"
    assert found.attribute("strides") == [1, 2]
    assert found.attribute("absent", 7) == 7


def test_constants_come_as_raw_bytes_or_as_one_repeated_value(tmp_path):
    path = tmp_path / "graph.pb"
    values = np.arange(6, dtype="<f4")
    path.write_bytes(
        node("raw", "Const", value=tensor(1, (2, 3), part(4, values.tobytes())))
        + node("same", "Const", value=tensor(1, (3,), part(5, struct.pack("<f", 0.5))))
        + node("below", "Const", value=tensor(3, (2,), part(7, varint((1 << 64) - 4) + varint(9))))
    )
    nodes = read(path)
    np.testing.assert_array_equal(nodes["raw"].attribute("value"), values.reshape(2, 3))
    np.testing.assert_array_equal(nodes["same"].attribute("value"), [0.5, 0.5, 0.5])
    np.testing.assert_array_equal(nodes["below"].attribute("value"), [-4, 9])


@pytest.mark.parametrize("content", [b"\xff" * 40, b"<html>not found</html>", b"\x0a\x7f\x0a"])
def test_a_file_that_is_no_graph_is_one_sentence(tmp_path, content):
    path = tmp_path / "graph.pb"
    path.write_bytes(content)
    with pytest.raises(DamagedModel, match="is not a TensorFlow graph"):
        read(path)


def test_a_graph_cut_short_is_one_sentence(tmp_path):
    path = tmp_path / "graph.pb"
    path.write_bytes(node("conv", "Conv2D", ("x", "w"), padding=part(2, b"SAME"))[:-3])
    with pytest.raises(DamagedModel, match="is not a TensorFlow graph"):
        read(path)
