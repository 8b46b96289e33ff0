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
from tests.models.whisper.tiny import AUDIO, MELS, TEXT, VOCABULARY, WIDTH, weights

HEADS = 2
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
    return norm(x, "decoder.norm")[:, -1] @ W["decoder.token_embedding"].T


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> tuple[ort.InferenceSession, ort.InferenceSession]:
    folder: Path = tmp_path_factory.mktemp("graphs")
    build_encoder(DIMS, weights(), folder / "encoder.onnx")
    build_decoder(DIMS, weights(), folder / "decoder.onnx")
    return tuple(ort.InferenceSession(folder / f"{name}.onnx") for name in ("encoder", "decoder"))  # type: ignore[return-value]


@pytest.mark.parametrize("frames", [20, 48, 80])
def test_they_equal_torch_at_every_length_token_by_token(sessions, frames: int) -> None:
    mel = np.random.default_rng(frames).standard_normal((1, MELS, frames)).astype(np.float32)
    cross = sessions[0].run(None, {"mel": mel})
    memory = encode(torch.from_numpy(mel))
    said = [3, 14, 15, 9, 2]
    cache = [np.zeros((2, HEADS, 0, WIDTH // HEADS), np.float32)] * 2
    for at, fresh in ((0, said[:2]), (2, said[2:3]), (3, said[3:])):
        inputs = {"tokens": np.array([fresh]), "self_k": cache[0], "self_v": cache[1], "cross_k": cross[0], "cross_v": cross[1]}
        logits, *cache = sessions[1].run(None, inputs)
        assert logits == pytest.approx(decode(said[: at + len(fresh)], memory).numpy(), abs=1e-4)
