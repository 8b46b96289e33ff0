"""Weights that are no whole Whisper are refused by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.errors import DamagedModel
from models.whisper.shapes import check, expected
from tests.models.whisper.test_graphs import DIMS
from tests.models.whisper.tiny import weights


def test_a_whole_whisper_passes_and_every_weight_of_it_is_expected() -> None:
    check(DIMS, weights(), "tiny")
    assert {name for name, _ in expected(DIMS)} == {name for name in weights() if not name.endswith("key.bias")}


@pytest.mark.parametrize("name", ["encoder.conv1.weight", "decoder.1.cross.query.bias", "decoder.norm.weight"])
def test_what_is_missing_turned_or_not_finite_is_named(name: str) -> None:
    for damage in (lambda value: None, lambda value: value[..., :-1], lambda value: np.full_like(value, np.nan)):
        found = {**weights(), name: damage(weights()[name])}
        found = {key: value for key, value in found.items() if value is not None}
        with pytest.raises(DamagedModel, match=f"^tiny .*{name}"):
            check(DIMS, found, "tiny")


@pytest.mark.parametrize("change", [{"heads": 5}, {"width": 0}, {"audio_layers": "1"}, {"mels": -80}])
def test_sizes_of_no_whisper_are_refused(change: dict) -> None:
    with pytest.raises(DamagedModel, match="sizes that no Whisper has"):
        check(replace(DIMS, **change), weights(), "tiny")
