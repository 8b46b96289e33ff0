import json
import struct

import numpy as np
import pytest

from models.errors import DamagedModel
from models.minilm.checkpoint import read


def write(path, header: object, body: bytes) -> None:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def test_tensors_come_out_by_name_in_their_shape(tmp_path):
    numbers, ids = np.arange(6, dtype="<f4"), np.arange(3, dtype="<i8")
    header = {
        "__metadata__": {"format": "pt"},
        "weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
        "ids": {"dtype": "I64", "shape": [3], "data_offsets": [24, 48]},
    }
    write(tmp_path / "model.safetensors", header, numbers.tobytes() + ids.tobytes())
    tensors = read(tmp_path / "model.safetensors")
    assert set(tensors) == {"weight", "ids"}
    np.testing.assert_array_equal(tensors["weight"], numbers.reshape(2, 3))
    np.testing.assert_array_equal(tensors["ids"], ids)


BROKEN = {
    "empty": b"",
    "a header that is not there": struct.pack("<Q", 1 << 62),
    "no JSON": struct.pack("<Q", 4) + b"nope",
    "a list": struct.pack("<Q", 2) + b"[]",
    "no places": struct.pack("<Q", 8) + b'{"w":{}}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_one_sentence(tmp_path, content):
    (tmp_path / "broken.safetensors").write_bytes(content)
    with pytest.raises(DamagedModel, match=r"broken\.safetensors is no whole safetensors file"):
        read(tmp_path / "broken.safetensors")


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]},
        {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]},
        {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]},
        {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]},
    ],
    ids=["past the end", "before the start", "more than it has", "an unknown type"],
)
def test_no_tensor_reaches_outside_of_its_file(tmp_path, entry):
    write(tmp_path / "reaching.safetensors", {"w": entry}, bytes(8))
    with pytest.raises(DamagedModel):
        read(tmp_path / "reaching.safetensors")
