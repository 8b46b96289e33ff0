"""OpenAI's checkpoints become sizes and weights under our names; others are one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.errors import DamagedModel
from models.whisper.openai import our_name, read
from tests.models.whisper.tiny import AUDIO, checkpoint, save, weights


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("encoder.conv1.weight", "encoder.conv1.weight"),
        ("encoder.positional_embedding", "encoder.positions"),
        ("encoder.blocks.0.attn.query.bias", "encoder.0.self.query.bias"),
        ("encoder.blocks.0.attn_ln.weight", "encoder.0.self.norm.weight"),
        ("encoder.ln_post.bias", "encoder.norm.bias"),
        ("decoder.token_embedding.weight", "decoder.token_embedding"),
        ("decoder.positional_embedding", "decoder.positions"),
        ("decoder.blocks.1.attn.out.weight", "decoder.1.self.out.weight"),
        ("decoder.blocks.1.cross_attn.key.weight", "decoder.1.cross.key.weight"),
        ("decoder.blocks.1.cross_attn_ln.bias", "decoder.1.cross.norm.bias"),
        ("decoder.blocks.1.mlp.0.weight", "decoder.1.up.weight"),
        ("decoder.blocks.1.mlp.2.bias", "decoder.1.down.bias"),
        ("decoder.blocks.1.mlp_ln.weight", "decoder.1.mlp.norm.weight"),
        ("decoder.ln.weight", "decoder.norm.weight"),
    ],
)
def test_openai_whispers_names_lead_to_our_weights(theirs: str, ours: str) -> None:
    assert our_name(theirs) == ours
    assert ours in weights()


@pytest.mark.parametrize("half", [True, False])
def test_every_weight_of_a_checkpoint_comes_back_under_our_name(tmp_path: Path, half: bool) -> None:
    dims, found = read(save(tmp_path / "tiny.pt", half=half))
    assert (dims.width, dims.heads, dims.audio_context, dims.audio_layers, dims.text_layers) == (64, 2, AUDIO, 1, 2)
    expected = {name: value for name, value in weights().items() if not name.endswith("key.bias")}
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def other(path: Path) -> None:
    torch.save({"weights": torch.zeros(3)}, path)


def without_sizes(path: Path) -> None:
    torch.save({**checkpoint(), "dims": {"n_mels": 80}}, path)


def two_widths(path: Path) -> None:
    saved = checkpoint()
    saved["dims"]["n_text_state"] = 128
    torch.save(saved, path)


@pytest.mark.parametrize("damage", [cut, changed, other, without_sizes, two_widths, lambda path: path.write_bytes(b"")])
def test_what_is_no_whole_checkpoint_of_a_whisper_is_one_sentence(tmp_path: Path, damage) -> None:
    path = save(tmp_path / "tiny.pt")
    damage(path)
    with pytest.raises(DamagedModel, match=r"^tiny\.pt [^\n]*\.$"):
        read(path)
