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

from models.whisper.ct2 import Dims
from models.whisper.prepare import prepare, unmeasured
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
    for name, floats in (("encoder", 4), ("decoder", 8)):
        operators = [node.op_type for node in onnx.load(out / f"{name}.onnx").graph.node]
        assert "MatMulInteger" in operators
        assert operators.count("MatMul") == floats, "attention itself, and the first one's values and output"


def test_weights_leave_one_bit_unused_lest_older_processors_overflow(files: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    prepare(files, out, lambda label, done: None)
    graph = onnx.load(out / "encoder.onnx").graph
    integers = [numpy_helper.to_array(weight).astype(int) for weight in graph.initializer if weight.data_type == TensorProto.INT8]
    assert max(np.abs(array).max() for array in integers if array.ndim) == 64


@pytest.mark.parametrize(
    ("model", "width", "kept"),
    [
        ("whisper-tiny.en", 384, {"encoder": [0, 0, 0, 0], "decoder": [1, 0, 0, 0]}),
        ("whisper-base", 512, {"encoder": [0, 0, 0, 1, 0, 0], "decoder": [1, 1, 1, 1, 1, 1]}),
    ],
)
def test_of_the_second_matrices_those_that_were_measured_to_do_harm_stay_in_float(prepared, model: str, width: int, kept: dict) -> None:
    for name, wanted in kept.items():
        graph = onnx.load(prepared(model).folder / f"{name}.onnx").graph
        kinds = {weight.name: weight.data_type for weight in graph.initializer if list(weight.dims) == [4 * width, width]}
        stored = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
        read = [stored.get(part, part) for node in graph.node if node.op_type in ("MatMul", "MatMulInteger") for part in node.input]
        assert [int(kinds[part] == TensorProto.FLOAT16) for part in read if part in kinds] == wanted


@pytest.mark.parametrize(("width", "kept"), [(384, 2), (768, 2 + 3 + 5)])
def test_of_unmeasured_networks_that_are_wider_than_tiny_all_stay_in_float(width: int, kept: int) -> None:
    assert len(unmeasured(Dims(80, 1500, width, 6, audio_layers=3, text_layers=5, text_context=448, vocabulary=50))) == kept


def test_what_stays_in_float_is_stored_in_halves(prepared) -> None:
    for name in ("encoder", "decoder"):
        graph = onnx.load(prepared("whisper-tiny.en").folder / f"{name}.onnx").graph
        kinds = {weight.data_type for weight in graph.initializer if len(weight.dims) > 1}
        assert TensorProto.FLOAT16 in kinds and TensorProto.FLOAT not in kinds


def test_no_torch_is_needed() -> None:
    code = "import sys, models.whisper.prepare, models.whisper.runtime; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
