"""Multiplications are counted as they are done, with the shapes of this input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic

from edge.macs import count
from edge.networks import MEASURE, find
from models.graph import GraphBuilder


def zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape, np.float32)


@pytest.mark.parametrize("rows", [1, 7])
def test_a_product_of_matrices_grows_with_its_rows(tmp_path: Path, rows: int) -> None:
    g = GraphBuilder("product")
    x = g.input("x", ["N", 32])
    g.output(g.linear(x, random(48, 32), random(48)), "y", ["N", 48])
    g.save(tmp_path / "product.onnx")
    work = count(tmp_path / "product.onnx", {"x": random(rows, 32)})
    assert (work.integer, work.floating) == (0, rows * 32 * 48)
    assert work.weights >= 32 * 48 * 4


def test_the_same_product_in_int8_counts_as_int8(tmp_path: Path) -> None:
    g = GraphBuilder("product")
    g.output(g.linear(g.input("x", [5, 32]), random(48, 32)), "y", [5, 48])
    g.save(tmp_path / "plain.onnx")
    quantize_dynamic(tmp_path / "plain.onnx", tmp_path / "small.onnx", weight_type=QuantType.QInt8)
    work = count(tmp_path / "small.onnx", {"x": random(5, 32)})
    assert (work.integer, work.floating) == (5 * 32 * 48, 0)
    assert work.weights < count(tmp_path / "plain.onnx", {"x": random(5, 32)}).weights / 3


def test_convolutions_count_each_output_times_its_window(tmp_path: Path) -> None:
    g = GraphBuilder("convolution")
    x = g(
        "Conv", g.input("x", [1, 8, 20, 20]), g.weight(random(16, 4, 3, 3)), group=2, pads=[1, 1, 1, 1], strides=[2, 2], kernel_shape=[3, 3]
    )
    g.output(g("ConvTranspose", x, g.weight(random(16, 6, 2, 2)), strides=[2, 2], kernel_shape=[2, 2]), "y", [1, 6, 20, 20])
    g.save(tmp_path / "convolution.onnx")
    work = count(tmp_path / "convolution.onnx", {"x": random(1, 8, 20, 20)})
    assert work.total == 16 * 10 * 10 * (4 * 3 * 3) + 16 * 10 * 10 * (6 * 2 * 2)


def test_an_lstm_counts_both_of_its_products_at_every_step(tmp_path: Path) -> None:
    g = GraphBuilder("lstm")
    steps, wide, hidden = 9, 10, 12
    x = g.input("x", [steps, 1, wide])
    y, *_ = g("LSTM", x, g.weight(random(1, 4 * hidden, wide)), g.weight(random(1, 4 * hidden, hidden)), outputs=3, hidden_size=hidden)
    g.output(y, "y", [steps, 1, 1, hidden])
    g.save(tmp_path / "lstm.onnx")
    assert count(tmp_path / "lstm.onnx", {"x": random(steps, 1, wide)}).total == steps * 4 * hidden * (wide + hidden)


def test_what_multiplies_nothing_is_no_work(tmp_path: Path) -> None:
    g = GraphBuilder("sum")
    g.output(g("Add", g.input("x", [3], TensorProto.FLOAT), g.scalar(1.0)), "y", [3])
    g.save(tmp_path / "sum.onnx")
    assert count(tmp_path / "sum.onnx", {"x": zeros(3)}).total == 0


def test_a_shipped_network_does_most_of_its_work_in_int8(store, default_models) -> None:
    network = find("backbone")
    work = count(network.artefact(store), next(network.feeds(store, 1, MEASURE)))
    assert work.integer > 0.95 * work.total
    assert work.total == pytest.approx(385e6, rel=0.02), "EfficientNet-Lite0 at 224 px, as its paper counts"
