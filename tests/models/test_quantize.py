import json
from collections import Counter

import onnx
import onnxruntime as ort
import pytest

from models.quantize import keep_if_faithful


@pytest.mark.parametrize(
    ("model_id", "artefact"),
    [("ssd-mobilenet-v2-coco", "detector.onnx"), ("efficientnet-lite0", "backbone.onnx"), ("efficientnet-lite3", "namer.onnx")],
)
def test_every_convolution_runs_as_int8(prepared, tmp_path, model_id, artefact):
    """What runs is what ONNX Runtime makes of the graph, not what the file says."""
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    options.log_severity_level = 3
    ort.InferenceSession(str(prepared(model_id).path(artefact)), options, providers=["CPUExecutionProvider"])
    kernels = Counter(node.op_type for node in onnx.load(tmp_path / "optimized.onnx").graph.node)
    assert kernels["QLinearConv"] + kernels["NhwcFusedConv"] >= 45
    assert not {"Conv", "FusedConv", "Gemm", "MatMul", "Add", "Clip"} & set(kernels)


@pytest.mark.parametrize(("agreed", "precision"), [(9, "int8"), (8, "fp32")])
def test_int8_that_says_something_else_is_not_kept(tmp_path, agreed, precision):
    plain, small = tmp_path / "plain.onnx", tmp_path / "out.onnx"
    plain.write_bytes(b"exact")
    small.write_bytes(b"rounded")
    keep_if_faithful(plain, small, agreed, 10, 0.85)
    assert small.read_bytes() == (b"rounded" if precision == "int8" else b"exact")
    assert json.loads((tmp_path / "parity.json").read_text()) == {"precision": precision, "agreed": agreed, "of": 10, "floor": 0.85}
