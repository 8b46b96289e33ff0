"""A graph that is built node by node is whole, however large its weights are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from models import graph
from models.graph import GraphBuilder


def build(path: Path) -> None:
    g = GraphBuilder("one")
    x = g.input("x", [2, 64])
    g.output(g.linear(x, np.arange(64 * 64, dtype=np.float32).reshape(64, 64) / 4096), "y", [2, 64])
    g.save(path)


def test_weights_that_no_protobuf_would_hold_lie_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "whole.onnx")
    monkeypatch.setattr(graph, "MOST_BYTES", 4096)
    build(tmp_path / "apart.onnx")
    assert (tmp_path / "apart.onnx.data").stat().st_size >= 64 * 64 * 4 > (tmp_path / "apart.onnx").stat().st_size
    assert not (tmp_path / "whole.onnx.data").exists()
    x = np.random.default_rng(0).standard_normal((2, 64)).astype(np.float32)
    whole, apart = (ort.InferenceSession(tmp_path / f"{name}.onnx").run(None, {"x": x})[0] for name in ("whole", "apart"))
    np.testing.assert_array_equal(whole, apart)
