"""A toy container becomes the artefacts that the runtime opens, INT8 and without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, numpy_helper

from models.whisper.prepare import prepare
from tests.models.whisper.tiny import container, weights


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    whole = container(weights())
    contents = {
        "model.bin.part2": whole[5000:],
        "model.bin.part1": whole[:5000],
        "tokenizer.json": b"{}",
        "config.json": json.dumps({"suppress_ids": [1, 2], "suppress_ids_begin": [3], "lang_ids": []}).encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def test_parts_in_any_order_become_two_int8_graphs_and_what_goes_with_them(files: dict[str, Path], tmp_path: Path) -> None:
    out, told = tmp_path / "out", []
    out.mkdir()
    prepare(files, out, lambda label, done: told.append(done))
    assert sorted(path.name for path in out.iterdir()) == ["decoder.onnx", "encoder.onnx", "settings.json", "silence.npz", "tokenizer.json"]
    assert json.loads((out / "settings.json").read_text()) == {"suppress": [1, 2], "suppress_first": [3]}
    assert told == sorted(told) and told[-1] == 1.0
    for name, floats in (("encoder", 2), ("decoder", 8)):
        operators = [node.op_type for node in onnx.load(out / f"{name}.onnx").graph.node]
        assert "MatMulInteger" in operators
        assert operators.count("MatMul") == floats, "only the attention itself, whose operands are both computed, stays in float"


def test_weights_leave_one_bit_unused_lest_older_processors_overflow(files: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    prepare(files, out, lambda label, done: None)
    graph = onnx.load(out / "encoder.onnx").graph
    integers = [numpy_helper.to_array(weight).astype(int) for weight in graph.initializer if weight.data_type == TensorProto.INT8]
    assert max(np.abs(array).max() for array in integers if array.ndim) == 64


@pytest.mark.parametrize(
    ("model", "width", "layers", "kind"), [("whisper-tiny.en", 384, 4, TensorProto.INT8), ("whisper-base", 512, 6, TensorProto.FLOAT)]
)
def test_wider_networks_keep_second_matrices_of_feed_forward_layers_in_float(
    prepared, model: str, width: int, layers: int, kind: int
) -> None:
    for name in ("encoder", "decoder"):
        graph = onnx.load(prepared(model).folder / f"{name}.onnx").graph
        kept = [weight for weight in graph.initializer if list(weight.dims) == [4 * width, width]]
        assert [weight.data_type for weight in kept] == [kind] * layers


def test_no_torch_is_needed() -> None:
    code = "import sys, models.whisper.prepare, models.whisper.runtime; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
