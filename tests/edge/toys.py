"""Small networks with real weights shapes, built as the models are: one of matrices and one of convolutions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from onnx import TensorProto

from models.graph import GraphBuilder

WIDTH = 64


def matrices(path: Path, seed: int = 0, batch: tuple[int, ...] = (1,)) -> Path:
    """tokens (1, N) -> said (1, N, 64), or without the 1: a table of 1200 rows, two linear layers with GELU and layer norm between."""
    rng, g = np.random.default_rng(seed), GraphBuilder("matrices")
    weight = lambda *shape: rng.normal(0, shape[-1] ** -0.5, shape).astype(np.float32)  # noqa: E731
    x = g(
        "Gather", g.weight(rng.normal(size=(1200, WIDTH)).astype(np.float32)), g.input("tokens", [*batch, "N"], TensorProto.INT64), axis=0
    )
    x = g.gelu(g.linear(x, weight(2 * WIDTH, WIDTH), weight(2 * WIDTH)))
    x = g.layer_norm(x, np.ones(2 * WIDTH, np.float32), np.zeros(2 * WIDTH, np.float32))
    g.output(g("Softmax", g.linear(x, weight(WIDTH, 2 * WIDTH), weight(WIDTH)), axis=-1), "said", [*batch, "N", WIDTH])
    g.save(path)
    return path


def tokens(count: int, seed: int = 0) -> Iterator[dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    return ({"tokens": rng.integers(0, 1200, (1, int(rng.integers(3, 9))))} for _ in range(count))


def convolutions(path: Path, seed: int = 0) -> Path:
    """image (1, 3, 16, 16) -> said (1, 8): three convolutions, each with ReLU6 behind it, and a mean."""
    rng, g = np.random.default_rng(seed), GraphBuilder("convolutions")
    x, channels = g.input("image", [1, 3, 16, 16]), (3, 16, 32, 8)
    for inside, outside in pairwise(channels):
        weight = rng.normal(0, (9 * inside) ** -0.5 * 2, (outside, inside, 3, 3)).astype(np.float32)
        bias = g.weight(rng.normal(0, 0.1, outside).astype(np.float32))
        x = g("Clip", g("Conv", x, g.weight(weight), bias, kernel_shape=[3, 3], pads=[1] * 4), g.scalar(0.0), g.scalar(6.0))
    g.output(g("Flatten", g("GlobalAveragePool", x)), "said", [1, 8])
    g.save(path)
    return path


def images(count: int, seed: int = 0) -> Iterator[dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    return ({"image": rng.normal(0, 2, (1, 3, 16, 16)).astype(np.float32)} for _ in range(count))


def outliers(path: Path, seed: int = 0) -> Path:
    """x (B, 32) -> said (B, 16): three products, of which the second reads one channel that drowns the others, so that INT8 loses them."""
    rng, g = np.random.default_rng(seed), GraphBuilder("outliers")
    first = rng.normal(0, 32**-0.5, (32, 32)).astype(np.float32)
    first[0] *= 50
    second = rng.normal(0, 32**-0.5, (32, 32)).astype(np.float32)
    second[:, 0] = 0
    x = g.linear(g.input("x", ["B", 32]), first, np.zeros(32, np.float32))
    x = g("Tanh", g.linear(x, second, np.zeros(32, np.float32)))
    g.output(g.linear(x, rng.normal(0, 1, (16, 32)).astype(np.float32)), "said", ["B", 16])
    g.save(path)
    return path


def rows(count: int, seed: int = 0) -> Iterator[dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    return ({"x": rng.normal(size=(1, 32)).astype(np.float32)} for _ in range(count))
