"""What this machine could do at best on one thread, and what share of it a network reaches (Williams, Waterman, Patterson 2009).

The best is measured, not read from a data sheet: large products of matrices in ONNX Runtime, in float and in INT8 (U8 x S8), and how
fast memory is read.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from onnx import TensorProto

from edge.macs import Work
from models.graph import GraphBuilder
from models.runtime import open_session

SIDES = ((256, 512, 512), (384, 1024, 1024), (512, 2048, 1024))
"""Rows, inner side and columns of the products that are tried; the best counts."""
READ_BYTES = 1 << 28
ROUNDS = 5


@dataclass(frozen=True)
class Peaks:
    integer: float
    """MACs a second in INT8,"""
    floating: float
    """and in float."""
    memory: float
    """Bytes a second that are read."""

    def seconds(self, work: Work) -> float:
        """The least that the multiplications take."""
        return work.integer / self.integer + work.floating / self.floating

    def reading(self, work: Work) -> float:
        """The least that reading all weights from memory takes; small networks keep theirs in the caches."""
        return work.weights / self.memory


def measure() -> Peaks:
    with tempfile.TemporaryDirectory() as scratch:
        integer, floating = (max(_product(*sides, whole, Path(scratch)) for sides in SIDES) for whole in (True, False))
    values = np.ones(READ_BYTES // 4, np.float32)
    return Peaks(integer, floating, READ_BYTES / least(partial(np.dot, values, values)))


def _product(rows: int, inner: int, columns: int, whole: bool, scratch: Path) -> float:
    """MACs a second."""
    chance, g = np.random.default_rng(0), GraphBuilder("product")
    if whole:
        x = g.input("x", [rows, inner], TensorProto.UINT8)
        weight = g.weight(chance.integers(-64, 64, (inner, columns)).astype(np.int8))
        g.output(g("MatMulInteger", x, weight), "y", [rows, columns], TensorProto.INT32)
        value: np.ndarray = chance.integers(0, 255, (rows, inner)).astype(np.uint8)
    else:
        g.output(
            g("MatMul", g.input("x", [rows, inner]), g.weight(chance.standard_normal((inner, columns), np.float32))), "y", [rows, columns]
        )
        value = chance.standard_normal((rows, inner), np.float32)
    g.save(scratch / "product.onnx")
    session = open_session(scratch / "product.onnx")
    return rows * inner * columns / least(lambda: session.run(None, {"x": value}))


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest of some rounds, after one to warm up: the processor's own, of this process."""
    work()
    spent = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return max(min(spent), 1e-9)
