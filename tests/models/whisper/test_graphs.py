"""The graphs against a Whisper written in torch from the paper, with the same random weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
import torch.nn.functional as F

from models.whisper.ct2 import Dims
from models.whisper.graphs import build_decoder, build_encoder
from tests.models.whisper.tiny import AUDIO, HEADS, MELS, TEXT, VOCABULARY, WIDTH, weights

DIMS = Dims(MELS, AUDIO, WIDTH, HEADS, 1, 2, TEXT, VOCABULARY)
W = {name: torch.from_numpy(value) for name, value in weights().items()}


def linear(x: torch.Tensor, name: str) -> torch.Tensor:
    return F.linear(x, W[f"{name}.weight"], W[f"{name}.bias"])


def norm(x: torch.Tensor, name: str) -> torch.Tensor:
    return F.layer_norm(x, (WIDTH,), W[f"{name}.weight"], W[f"{name}.bias"])


def attend(x: torch.Tensor, memory: torch.Tensor, name: str, causal: bool = False) -> torch.Tensor:
    def heads(y: torch.Tensor) -> torch.Tensor:
        return y.view(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)

    query, key, value = heads(linear(x, f"{name}.query")), heads(linear(memory, f"{name}.key")), heads(linear(memory, f"{name}.value"))
    read = F.scaled_dot_product_attention(query, key, value, is_causal=causal)
    return linear(read.transpose(1, 2).reshape(1, -1, WIDTH), f"{name}.out")


def mlp(x: torch.Tensor, name: str) -> torch.Tensor:
    return linear(F.gelu(linear(norm(x, f"{name}.mlp.norm"), f"{name}.up")), f"{name}.down")


def encode(mel: torch.Tensor) -> torch.Tensor:
    x = F.gelu(F.conv1d(mel, W["encoder.conv1.weight"], W["encoder.conv1.bias"], padding=1))
    x = F.gelu(F.conv1d(x, W["encoder.conv2.weight"], W["encoder.conv2.bias"], stride=2, padding=1)).transpose(1, 2)
    x = x + W["encoder.positions"][: x.shape[1]]
    y = norm(x, "encoder.0.self.norm")
    x = x + attend(y, y, "encoder.0.self")
    return norm(x + mlp(x, "encoder.0"), "encoder.norm")


def decode(tokens: list[int], memory: torch.Tensor) -> torch.Tensor:
    x = W["decoder.token_embedding"][torch.tensor([tokens])] + W["decoder.positions"][: len(tokens)]
    for block in ("decoder.0", "decoder.1"):
        y = norm(x, f"{block}.self.norm")
        x = x + attend(y, y, f"{block}.self", causal=True)
        x = x + attend(norm(x, f"{block}.cross.norm"), memory, f"{block}.cross")
        x = x + mlp(x, block)
    return norm(x, "decoder.norm")[0] @ W["decoder.token_embedding"].T


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> tuple[ort.InferenceSession, ort.InferenceSession]:
    folder: Path = tmp_path_factory.mktemp("graphs")
    build_encoder(DIMS, weights(), folder / "encoder.onnx")
    build_decoder(DIMS, weights(), folder / "decoder.onnx")
    return tuple(ort.InferenceSession(folder / f"{name}.onnx") for name in ("encoder", "decoder"))  # type: ignore[return-value]


@pytest.mark.parametrize("frames", [20, 48, 80])
def test_they_equal_torch_at_every_length_token_by_token(sessions, frames: int) -> None:
    mel = np.random.default_rng(frames).standard_normal((1, MELS, frames)).astype(np.float32)
    memory = encode(torch.from_numpy(mel))
    said = [3, 14, 15, 9, 2]
    fixed, cache = heard(sessions, mel), nothing_said()
    for at, fresh in ((0, said[:2]), (2, said[2:3]), (3, said[3:])):
        logits, cache = step(sessions, fresh, cache, fixed)
        assert logits == pytest.approx(decode(said, memory)[at : at + len(fresh)].numpy(), abs=1e-4)


def test_a_position_with_three_copies_is_as_good_as_three_positions(sessions) -> None:
    fixed = heard(sessions, np.random.default_rng(1).standard_normal((1, MELS, 20)).astype(np.float32))
    tripled = {name: np.concatenate([value, *[value[..., -1:] if "k" in name[6:] else value[:, :, -1:]] * 2], 3 if "_k" in name else 2)
               for name, value in fixed.items() if name != "copies"}  # fmt: skip
    tripled["copies"] = np.ones(12, np.float32)
    fixed["copies"][-1] = 3
    (one, _), (three, _) = (step(sessions, [3, 1], nothing_said(), memory) for memory in (fixed, tripled))
    assert one == pytest.approx(three, abs=1e-5)


def test_texts_side_by_side_are_what_each_is_alone(sessions) -> None:
    fixed = heard(sessions, np.random.default_rng(2).standard_normal((1, MELS, 20)).astype(np.float32))
    texts = ([3, 14, 15], [3, 9, 2], [7, 7, 1])
    kept = {name: np.repeat(value, 3, axis=0) for name, value in nothing_said().items()}
    both, kept = run(sessions, [text[:2] for text in texts], kept, fixed)
    last, _ = run(sessions, [text[2:] for text in texts], kept, fixed)
    for row, text in enumerate(texts):
        alone, _ = step(sessions, text, nothing_said(), fixed)
        assert np.concatenate([both.reshape(3, 2, -1)[row], last[row : row + 1]]) == pytest.approx(alone, abs=1e-5)


def heard(sessions, mel: np.ndarray) -> dict[str, np.ndarray]:
    names = [output.name for output in sessions[0].get_outputs()]
    return {**dict(zip(names, sessions[0].run(None, {"mel": mel}), strict=True)), "copies": np.ones(mel.shape[2] // 2, np.float32)}


def nothing_said() -> dict[str, np.ndarray]:
    return {f"self_{kind}{layer}": np.zeros((1, HEADS, 0, WIDTH // HEADS), np.float32) for kind in "kv" for layer in range(2)}


def step(sessions, tokens: list[int], cache: dict[str, np.ndarray], fixed: dict[str, np.ndarray]):
    return run(sessions, [tokens], cache, fixed)


def run(sessions, texts: list[list[int]], cache: dict[str, np.ndarray], fixed: dict[str, np.ndarray]):
    names = [name.replace("self", "grown") for name in cache]
    logits, *grown = sessions[1].run(["logits", *names], {"tokens": np.array(texts), **cache, **fixed})
    return logits, dict(zip(cache, grown, strict=True))
