"""A graph that is built node by node is whole, however large its weights are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from models import graph
from models.graph import GraphBuilder, keep_in_halves


def build(path: Path, weight: np.ndarray | None = None) -> None:
    g = GraphBuilder("one")
    x = g.input("x", [2, 64])
    g.output(g.linear(x, np.arange(64 * 64, dtype=np.float32).reshape(64, 64) / 4096 if weight is None else weight), "y", [2, 64])
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


def test_weights_that_halves_hold_to_the_last_bit_take_half_the_bytes_and_give_the_same_answers(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    build(tmp_path / "small.onnx", rng.standard_normal((64, 64)).astype(np.float16).astype(np.float32))
    before, x = (tmp_path / "small.onnx").stat().st_size, {"x": rng.standard_normal((2, 64)).astype(np.float32)}
    said = ort.InferenceSession(tmp_path / "small.onnx").run(None, x)[0]
    keep_in_halves(tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < 0.55 * before
    np.testing.assert_array_equal(ort.InferenceSession(tmp_path / "small.onnx").run(None, x)[0], said)


@pytest.mark.parametrize("weight", [1.0001, 1e6], ids=["digits that would be rounded", "more than a half can hold"])
def test_weights_that_halves_do_not_hold_stay_as_they_are(tmp_path: Path, weight: float) -> None:
    build(tmp_path / "whole.onnx", np.full((64, 64), weight, np.float32))
    before = (tmp_path / "whole.onnx").stat().st_size
    keep_in_halves(tmp_path / "whole.onnx")
    assert (tmp_path / "whole.onnx").stat().st_size == before
