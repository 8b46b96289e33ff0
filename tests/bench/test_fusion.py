"""What the fusion's graphs take is measured of graphs in any folder."""

from __future__ import annotations

import sys

import pytest

from bench import fusion
from bench.fusion import GRAPHS, answered
from models import weights
from models.vilbert.tokens import empty


def test_each_graph_is_timed_as_often_as_asked() -> None:
    spent = answered(weights.FOLDER, empty(3), 2)
    assert set(spent) == set(GRAPHS)
    assert all(times.shape == (2, 2) and (times[0] > 0).all() for times in spent.values())


def test_without_models_it_says_in_a_sentence_what_to_do(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["bench"])
    with pytest.raises(SystemExit) as left:
        fusion.main()
    told = capsys.readouterr().err
    assert left.value.code == 2 and "is not prepared on this machine" in told and told.count("\n") == 1
