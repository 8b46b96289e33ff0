import numpy as np
import onnx
import pytest
from onnx import TensorProto

from edge import half
from edge.errors import UnfitGraph
from edge.gate import apart, outputs
from models.graph import GraphBuilder
from tests.edge import toys


def test_half_is_half_the_size_and_says_the_same(matrices, tmp_path):
    half.halve(matrices, tmp_path / "half.onnx")
    assert (tmp_path / "half.onnx").stat().st_size < 0.55 * matrices.stat().st_size
    feeds = list(toys.tokens(4))
    assert apart(outputs(matrices, feeds), outputs(tmp_path / "half.onnx", feeds)) < 2e-3


def test_inputs_and_outputs_stay_float_and_sums_are_not_halved(convolutions, matrices, tmp_path):
    half.halve(convolutions, tmp_path / "half.onnx")
    model = onnx.load(tmp_path / "half.onnx")
    assert {item.type.tensor_type.elem_type for item in (*model.graph.input, *model.graph.output)} == {onnx.TensorProto.FLOAT}
    half.halve(matrices, tmp_path / "half.onnx")
    model = onnx.load(tmp_path / "half.onnx")
    producers = {name: node for node in model.graph.node for name in node.output}
    for node in model.graph.node:
        if node.op_type in ("Softmax", "LayerNormalization"):
            cast = producers[node.input[0]]
            assert cast.op_type == "Cast" and cast.attribute[0].i == onnx.TensorProto.FLOAT


def test_a_mask_beyond_fp16_still_hides(tmp_path):
    """Whisper's decoder masks with -1e9; cut to FP16 it must not become infinite or none."""
    g = GraphBuilder("masked")
    hidden = g("Where", g.input("hide", [1, 8], TensorProto.BOOL), g.scalar(-1e9), g.input("scores", [1, 8]))
    g.output(g("Softmax", hidden, axis=-1), "shares", [1, 8])
    g.save(tmp_path / "masked.onnx")
    half.halve(tmp_path / "masked.onnx", tmp_path / "half.onnx")
    feeds = [{"hide": np.arange(8)[None] % 2 == 0, "scores": np.linspace(-3, 3, 8, dtype=np.float32)[None]}]
    shares = outputs(tmp_path / "half.onnx", feeds)[0]["shares"][0]
    assert np.isfinite(shares).all() and not shares[::2].any() and abs(shares.sum() - 1) < 1e-3


def test_a_graph_with_branches_is_refused(store, tmp_path, default_models):
    with pytest.raises(UnfitGraph, match=r"vad\.onnx has branches \(If\), which cannot be FP16; keep it in float"):
        half.halve(store.get("silero-vad").path("vad.onnx"), tmp_path / "half.onnx")
