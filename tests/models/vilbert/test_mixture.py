"""What training reads."""

import random

import pytest

pytest.importorskip("torch")
from models.vilbert.data.examples import simulated
from models.vilbert.data.mixture import MIXTURE, sources
from models.vilbert.data.simulate import simulate
from models.vilbert.data.sources import Cached, Seen, keep


def test_without_any_cache_pictures_are_simulated_and_drawn(tmp_path):
    assert [share for share, _ in sources(tmp_path)] == [MIXTURE["simulated"], MIXTURE["drawn"]]


def test_what_the_front_end_has_seen_is_read_too(tmp_path):
    rng = random.Random(0)
    (example,) = simulated(rng, 1, 2)
    keep(tmp_path / "photos" / "00000.npz", [Seen(example.tokens, example.keys, simulate(rng), example.questions, ["a room"])])
    *_, (share, source) = sources(tmp_path)
    assert share == MIXTURE["photos"] and isinstance(source, Cached) and len(source.seen) == 1
