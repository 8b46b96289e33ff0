"""Reads the container in which CTranslate2 keeps a Whisper, and names its tensors as openai-whisper does.

u32 version, str spec, u32 revision, u32 count,
count x { str name, u8 rank, u32 x rank dims, u8 dtype, u32 bytes, data },
u32 aliases, aliases x { str alias, str name }          str: u16 length with the closing NUL, bytes
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.errors import DamagedModel
from models.whisper.vocabulary import Words

DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


@dataclass(frozen=True)
class Dims:
    mels: int
    audio_context: int
    width: int
    heads: int
    audio_layers: int
    text_layers: int
    text_context: int
    vocabulary: int


class Reader:
    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def number(self, form: str) -> int:
        size = struct.calcsize("<" + form)
        return struct.unpack("<" + form, self.take(size))[0]

    def take(self, size: int) -> memoryview:
        if self.at + size > len(self.data):
            raise DamagedModel(f"The recognizer's weights end after {len(self.data)} bytes, in the middle of a tensor.")
        self.at += size
        return self.data[self.at - size : self.at]

    def text(self) -> str:
        return bytes(self.take(self.number("H")))[:-1].decode()


def read(parts: Sequence[Path]) -> tuple[Dims, dict[str, np.ndarray]]:
    """
    parts: the files that make up model.bin, in order
    Returns the sizes and the weights, float32, under openai-whisper's names. Raises DamagedModel.
    """
    tensors = _tensors(Reader(memoryview(b"".join(path.read_bytes() for path in parts))))
    weights = dict(_renamed(tensors))
    width = weights["decoder.token_embedding"].shape[1]
    return Dims(
        mels=weights["encoder.conv1.weight"].shape[1],
        audio_context=weights["encoder.positions"].shape[0],
        width=width,
        heads=width // 64,
        audio_layers=_layers(tensors, "encoder"),
        text_layers=_layers(tensors, "decoder"),
        text_context=weights["decoder.positions"].shape[0],
        vocabulary=weights["decoder.token_embedding"].shape[0],
    ), weights


def words_of(tokenizer: Path, config: Path) -> Words:
    """Raises DamagedModel."""
    try:
        settings = json.loads(config.read_text("utf-8"))
        return Words(tokenizer.read_text("utf-8"), tuple(settings["suppress_ids"]), tuple(settings["suppress_ids_begin"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedModel(f"{config} and {tokenizer.name} do not go with a Whisper of CTranslate2 ({error}).") from None


def _tensors(reader: Reader) -> dict[str, np.ndarray]:
    version, spec = reader.number("I"), reader.text()
    if version != 6 or "Whisper" not in spec:
        raise DamagedModel(f"The recognizer's weights are a {spec or 'file'} of version {version}; a WhisperSpec of version 6 is expected.")
    reader.number("I")
    found = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        dtype = DTYPES[reader.number("B")]
        found[name] = np.frombuffer(reader.take(reader.number("I")), dtype).reshape(shape)
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        found[alias] = found[name]
    return found


def _layers(tensors: dict[str, np.ndarray], side: str) -> int:
    return 1 + max(int(match[1]) for name in tensors if (match := re.match(side + r"/layer_(\d+)/", name)))


def _renamed(tensors: dict[str, np.ndarray]):
    """Fused projections come apart: self-attention linear_0 is [q;k;v], cross-attention linear_1 is [k;v]."""

    def value(name: str) -> np.ndarray:
        array = tensors[name]
        if array.dtype == np.int8:
            array = array.astype(np.float32) / tensors[name + "_scale"].reshape(-1, *[1] * (array.ndim - 1))
        return array.astype(np.float32)

    def pair(target: str, source: str, names=("weight", "bias")):
        yield f"{target}.weight", value(f"{source}/{names[0]}")
        yield f"{target}.bias", value(f"{source}/{names[1]}")

    def split(target: str, source: str, parts: Sequence[str]):
        weights = np.split(value(f"{source}/weight"), len(parts))
        biases = np.split(value(f"{source}/bias"), len(parts))
        for part, weight, bias in zip(parts, weights, biases, strict=True):
            yield f"{target}.{part}.weight", weight
            yield f"{target}.{part}.bias", bias

    norm = ("gamma", "beta")
    yield from pair("encoder.conv1", "encoder/conv1")
    yield from pair("encoder.conv2", "encoder/conv2")
    yield "encoder.positions", value("encoder/position_encodings/encodings")
    yield from pair("encoder.norm", "encoder/layer_norm", norm)
    yield "decoder.token_embedding", value("decoder/embeddings/weight")
    yield "decoder.positions", value("decoder/position_encodings/encodings")
    yield from pair("decoder.norm", "decoder/layer_norm", norm)
    for side in ("encoder", "decoder"):
        for layer in range(_layers(tensors, side)):
            source, target = f"{side}/layer_{layer}", f"{side}.{layer}"
            yield from split(f"{target}.self", f"{source}/self_attention/linear_0", ("query", "key", "value"))
            yield from pair(f"{target}.self.out", f"{source}/self_attention/linear_1")
            yield from pair(f"{target}.self.norm", f"{source}/self_attention/layer_norm", norm)
            if side == "decoder":
                yield from pair(f"{target}.cross.query", f"{source}/attention/linear_0")
                yield from split(f"{target}.cross", f"{source}/attention/linear_1", ("key", "value"))
                yield from pair(f"{target}.cross.out", f"{source}/attention/linear_2")
                yield from pair(f"{target}.cross.norm", f"{source}/attention/layer_norm", norm)
            yield from pair(f"{target}.up", f"{source}/ffn/linear_0")
            yield from pair(f"{target}.down", f"{source}/ffn/linear_1")
            yield from pair(f"{target}.mlp.norm", f"{source}/ffn/layer_norm", norm)
