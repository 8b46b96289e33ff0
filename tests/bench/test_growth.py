"""The work grows by exactly what is said."""

from __future__ import annotations

import numpy as np
import pytest

from bench.growth import CURVES, quickest, said, shown, tokens_of_photos, unit, with_regions
from models.vilbert.tokens import REGION
from models.whisper.mel import RATE_HZ


@pytest.fixture(scope="module")
def looks(store, default_models):
    return tokens_of_photos(store)


@pytest.mark.parametrize("many", [4, 36])
def test_a_picture_has_as_many_regions_as_asked(looks, many: int) -> None:
    tokens = with_regions(looks, many)
    assert int((tokens.kinds == REGION).sum()) == many
    assert len(tokens) - many == int((looks[0].kinds != REGION).sum())


def test_speech_is_as_long_as_asked() -> None:
    assert len(said(30)) == 30 * RATE_HZ and np.abs(said(30)[-RATE_HZ * 2 :]).max() > 0.02


def test_the_sizes_take_turns() -> None:
    seen = []
    found = quickest({1: lambda: seen.append(1), 2: lambda: seen.append(2)}, 3)
    assert seen == [1, 2] * 4 and [size for size, _ in found] == [1, 2]


def test_a_gallery_of_random_vectors_is_searched(store, monkeypatch) -> None:
    monkeypatch.setattr("bench.growth.PICTURES", (10, 200))
    chart = CURVES["gallery"](store, 2)
    assert [size for size, _ in chart.lines["the 20 nearest"]] == [10, 200]
    assert "pictures" in shown(chart) and np.linalg.norm(unit(np.random.default_rng(0))) == pytest.approx(1, abs=1e-5)
