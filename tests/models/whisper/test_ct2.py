"""The container is read as it is laid out, and a damaged one is one sentence."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from models.errors import DamagedModel
from models.whisper.ct2 import read
from tests.models.whisper.tiny import container, weights


def test_every_weight_comes_back_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(container(weights()))
    dims, found = read([path])
    assert (dims.width, dims.heads, dims.audio_layers, dims.text_layers) == (64, 1, 1, 2)
    expected = weights()
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-3), name


def test_a_container_in_two_parts_is_one(tmp_path: Path) -> None:
    whole = container(weights())
    (tmp_path / "model.bin.part1").write_bytes(whole[:1000])
    (tmp_path / "model.bin.part2").write_bytes(whole[1000:])
    assert read([tmp_path / "model.bin.part1", tmp_path / "model.bin.part2"])[0].width == 64


@pytest.mark.parametrize("damage", [lambda data: data[:-100], lambda data: struct.pack("<I", 9) + data[4:], lambda data: b""])
def test_a_damaged_container_is_told(tmp_path: Path, damage) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(damage(container(weights())))
    with pytest.raises(DamagedModel):
        read([path])
