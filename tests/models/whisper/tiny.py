"""A Whisper of toy size with random weights: as arrays, in CTranslate2's container, and as a checkpoint of OpenAI's."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, MELS, AUDIO, TEXT, VOCABULARY, HEADS = 64, 80, 40, 16, 50, 2


def checkpoint(vocabulary: int = VOCABULARY, half: bool = False, mels: int = MELS, audio: int = AUDIO, text: int = TEXT) -> dict[str, Any]:
    """As OpenAI publishes them."""
    import torch

    sizes = {"n_mels": mels, "n_vocab": vocabulary, "n_audio_ctx": audio, "n_text_ctx": text, "n_audio_layer": 1, "n_text_layer": 2}
    for side in ("audio", "text"):
        sizes |= {f"n_{side}_state": WIDTH, f"n_{side}_head": HEADS}
    state = {openai_name(name): torch.from_numpy(value) for name, value in weights(0, vocabulary, mels, audio, text).items()}
    state = {name: tensor.half() if half else tensor for name, tensor in state.items() if not name.endswith("key.bias")}
    return {"dims": sizes, "model_state_dict": state}


def save(path: Path, vocabulary: int = VOCABULARY, half: bool = False, **sizes: int) -> Path:
    """sizes: as of `checkpoint`"""
    import torch

    torch.save(checkpoint(vocabulary, half, **sizes), path)
    return path


def openai_name(ours: str) -> str:
    side, _, rest = ours.partition(".")
    layer, _, part = rest.partition(".")
    if not layer.isdecimal():
        whole = {"positions": "positional_embedding", "token_embedding": "token_embedding.weight"}
        return f"{side}.{whole.get(rest, rest.replace('norm', 'ln_post' if side == 'encoder' else 'ln'))}"
    for mine, theirs in (
        ("self.norm", "attn_ln"), ("cross.norm", "cross_attn_ln"), ("mlp.norm", "mlp_ln"), ("self", "attn"), ("cross", "cross_attn"),
        ("up", "mlp.0"), ("down", "mlp.2"),
    ):  # fmt: skip
        if part.startswith(f"{mine}."):
            return f"{side}.blocks.{layer}.{theirs}{part.removeprefix(mine)}"
    raise KeyError(ours)


def weights(seed: int = 0, vocabulary: int = VOCABULARY, mels: int = MELS, audio: int = AUDIO, text: int = TEXT) -> dict[str, np.ndarray]:
    """By the names that models.whisper.ct2 gives them."""
    random = np.random.default_rng(seed)

    def made(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.2).astype(np.float16).astype(np.float32)

    found = {
        "encoder.conv1.weight": made(WIDTH, mels, 3),
        "encoder.conv1.bias": made(WIDTH),
        "encoder.conv2.weight": made(WIDTH, WIDTH, 3),
        "encoder.conv2.bias": made(WIDTH),
        "encoder.positions": made(audio, WIDTH),
        "decoder.token_embedding": made(vocabulary, WIDTH),
        "decoder.positions": made(text, WIDTH),
    }
    for name in ("encoder.norm", "decoder.norm"):
        found |= {f"{name}.weight": 1 + made(WIDTH), f"{name}.bias": made(WIDTH)}
    for block in ("encoder.0", "decoder.0", "decoder.1"):
        for attention in ("self", "cross") if block.startswith("decoder") else ("self",):
            for part in ("query", "key", "value", "out"):
                found[f"{block}.{attention}.{part}.weight"] = made(WIDTH, WIDTH)
                found[f"{block}.{attention}.{part}.bias"] = made(WIDTH) * (part != "key")
            found |= {f"{block}.{attention}.norm.weight": 1 + made(WIDTH), f"{block}.{attention}.norm.bias": made(WIDTH)}
        found |= {f"{block}.up.weight": made(4 * WIDTH, WIDTH), f"{block}.up.bias": made(4 * WIDTH)}
        found |= {f"{block}.down.weight": made(WIDTH, 4 * WIDTH), f"{block}.down.bias": made(WIDTH)}
        found |= {f"{block}.mlp.norm.weight": 1 + made(WIDTH), f"{block}.mlp.norm.bias": made(WIDTH)}
    return {name: value.astype(np.float16).astype(np.float32) for name, value in found.items()}


def container(values: dict[str, np.ndarray]) -> bytes:
    """As CTranslate2 writes it, in half precision."""
    tensors = dict(theirs(values))
    body = b"".join(_tensor(name, value) for name, value in tensors.items())
    head = struct.pack("<I", 6) + _text("WhisperSpec") + struct.pack("<II", 3, len(tensors))
    return head + body + struct.pack("<I", 0)


def theirs(values: dict[str, np.ndarray]):
    plain = {
        "encoder/conv1/weight": "encoder.conv1.weight",
        "encoder/conv1/bias": "encoder.conv1.bias",
        "encoder/conv2/weight": "encoder.conv2.weight",
        "encoder/conv2/bias": "encoder.conv2.bias",
        "encoder/position_encodings/encodings": "encoder.positions",
        "decoder/embeddings/weight": "decoder.token_embedding",
        "decoder/position_encodings/encodings": "decoder.positions",
        "encoder/layer_norm/gamma": "encoder.norm.weight",
        "encoder/layer_norm/beta": "encoder.norm.bias",
        "decoder/layer_norm/gamma": "decoder.norm.weight",
        "decoder/layer_norm/beta": "decoder.norm.bias",
    }
    for block in ("encoder.0", "decoder.0", "decoder.1"):
        side, layer = block.split(".")
        home = f"{side}/layer_{layer}"
        for kind in ("weight", "bias"):
            fused = [values[f"{block}.self.{part}.{kind}"] for part in ("query", "key", "value")]
            yield f"{home}/self_attention/linear_0/{kind}", np.concatenate(fused)
            plain[f"{home}/self_attention/linear_1/{kind}"] = f"{block}.self.out.{kind}"
            plain[f"{home}/ffn/linear_0/{kind}"] = f"{block}.up.{kind}"
            plain[f"{home}/ffn/linear_1/{kind}"] = f"{block}.down.{kind}"
            if side == "decoder":
                yield (
                    f"{home}/attention/linear_1/{kind}",
                    np.concatenate([values[f"{block}.cross.{part}.{kind}"] for part in ("key", "value")]),
                )
                plain[f"{home}/attention/linear_0/{kind}"] = f"{block}.cross.query.{kind}"
                plain[f"{home}/attention/linear_2/{kind}"] = f"{block}.cross.out.{kind}"
        for theirs_, ours in (("gamma", "weight"), ("beta", "bias")):
            plain[f"{home}/self_attention/layer_norm/{theirs_}"] = f"{block}.self.norm.{ours}"
            plain[f"{home}/ffn/layer_norm/{theirs_}"] = f"{block}.mlp.norm.{ours}"
            if side == "decoder":
                plain[f"{home}/attention/layer_norm/{theirs_}"] = f"{block}.cross.norm.{ours}"
    for name, ours in plain.items():
        yield name, values[ours]


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _tensor(name: str, value: np.ndarray) -> bytes:
    data = value.astype(np.float16).tobytes()
    dims = struct.pack("<B", value.ndim) + b"".join(struct.pack("<I", size) for size in value.shape)
    return _text(name) + dims + struct.pack("<BI", 4, len(data)) + data
