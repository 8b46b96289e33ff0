"""What the fusion's graphs take is measured of graphs in any folder."""

from __future__ import annotations

from bench.fusion import GRAPHS, answered
from models import weights
from models.vilbert.tokens import empty


def test_each_graph_is_timed_as_often_as_asked() -> None:
    spent = answered(weights.FOLDER, empty(3), 2)
    assert set(spent) == set(GRAPHS)
    assert all(times.shape == (2, 2) and (times[0] > 0).all() for times in spent.values())
