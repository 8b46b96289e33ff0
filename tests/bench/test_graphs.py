"""What the fusion's graphs take is measured of graphs in any folder, and so is what they really run."""

from __future__ import annotations

from bench.graphs import GRAPHS, answered, kernels
from models import weights
from models.vilbert.tokens import empty


def test_each_graph_is_timed_as_often_as_asked() -> None:
    spent = answered(weights.FOLDER, empty(3), 2)
    assert set(spent) == set(GRAPHS)
    assert all(times.shape == (2, 2) and (times[0] > 0).all() for times in spent.values())


def test_what_ships_runs_kernels_of_eight_bits(tmp_path) -> None:
    assert "MatMulIntegerToFloat" in kernels(weights.verified("vilbert_question.onnx"), tmp_path)
