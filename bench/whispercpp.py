"""whisper.cpp on the same weights: OpenAI's layout written into a ggml file, as its own convert-pt-to-ggml.py does, run by pywhispercpp.

    magic, 11 numbers (sizes, kind of weights); mel filters; words; tensors {rank, length of the name, type, dims backwards, name, data}

Needs: pip install pywhispercpp (MIT). What the installed build can use of the processor is in `WhisperCpp.build`.
"""

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np

from models.store import Store
from models.whisper.ct2 import Dims, read
from models.whisper.mel import filters
from models.whisper.peers import WEIGHTS, joined
from models.whisper.runtime import Decoded
from models.whisper.sound import checked
from tests.models.whisper.tiny import openai_name

MAGIC = 0x67676D6C
F32, F16, Q8_0 = 0, 1, 8
"""ggml's types of a tensor,"""
MOSTLY = {F16: 1, Q8_0: 2007}
"""and its kinds of file: quantized ones with the version of the quantization."""
BLOCK = 32
"""Numbers of Q8_0 that share a scale."""


class WhisperCpp:
    def __init__(self, store: Store, threads: int, beam: int = 1, kind: int = Q8_0) -> None:
        from pywhispercpp.model import Model

        self.name = "whisper.cpp " + ("q8_0" if kind == Q8_0 else "f16")
        prepared = store.get(WEIGHTS)
        dims, weights = read([prepared.path("model.bin")])
        several = {"params_sampling_strategy": 1, "beam_search": {"beam_size": beam, "patience": -1.0}} if beam > 1 else {}
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "ggml.bin"
            write(path, dims, weights, words(prepared.path("tokenizer.json")), kind)
            self._model = Model(
                str(path), redirect_whispercpp_logs_to=None, n_threads=threads, print_progress=False, print_realtime=False,
                no_context=True, temperature_inc=0.0, no_timestamps=True, **several,
            )  # fmt: skip

    @property
    def build(self) -> str:
        return str(self._model.system_info())

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        """It gives no likelihoods that could be compared."""
        found = self._model.transcribe(checked(samples), language=language)
        return joined([(part.text, 0.0, 0.0, len(part.text.split())) for part in found])


def words(tokenizer: Path) -> list[bytes]:
    """The bytes of each word, in order; the special tokens are known to whisper.cpp."""
    found = json.loads(tokenizer.read_text("utf-8"))
    special = {token["content"] for token in found["added_tokens"]}
    spelt = {letter: byte for byte, letter in letters().items()}
    ordered = sorted(found["model"]["vocab"].items(), key=lambda item: item[1])
    return [bytes(spelt[letter] for letter in word) for word, _ in ordered if word not in special]


def letters() -> dict[int, str]:
    """GPT-2's way of writing every byte as a letter that can be seen."""
    seen = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in seen]
    return {**{byte: chr(byte) for byte in seen}, **{byte: chr(256 + number) for number, byte in enumerate(hidden)}}


def write(path: Path, dims: Dims, weights: Mapping[str, np.ndarray], vocabulary: list[bytes], kind: int) -> None:
    sizes = (
        dims.vocabulary, dims.audio_context, dims.width, dims.heads, dims.audio_layers,
        dims.text_context, dims.width, dims.heads, dims.text_layers, dims.mels, MOSTLY[kind],
    )  # fmt: skip
    with path.open("wb") as file:
        file.write(struct.pack("<12i", MAGIC, *sizes))
        bank = filters(dims.mels)
        file.write(struct.pack("<2i", *bank.shape) + bank.astype("<f4").tobytes())
        file.write(struct.pack("<i", len(vocabulary)))
        for word in vocabulary:
            file.write(struct.pack("<i", len(word)) + word)
        for name, array in tensors(weights):
            tensor(file, name, array, kind)


def tensors(weights: Mapping[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Under OpenAI's names; biases of the convolutions stand upright."""
    for name, array in weights.items():
        if not name.endswith("key.bias"):
            upright = name.endswith(("conv1.bias", "conv2.bias"))
            yield openai_name(name), array[:, None] if upright else array


def tensor(file: BinaryIO, name: str, array: np.ndarray, kind: int) -> None:
    exact = array.ndim < 2 or name.endswith(("positional_embedding", ".bias"))
    type_ = F32 if exact else F16 if array.ndim == 3 else kind
    data = {F32: lambda: array.astype("<f4").tobytes(), F16: lambda: array.astype("<f2").tobytes(), Q8_0: lambda: quantized(array)}[type_]()
    file.write(struct.pack("<3i", array.ndim, len(name), type_) + struct.pack(f"<{array.ndim}i", *reversed(array.shape)))
    file.write(name.encode() + data)


def quantized(array: np.ndarray) -> bytes:
    """Blocks of an FP16 scale and 32 INT8."""
    blocks = array.reshape(-1, BLOCK)
    scales = np.abs(blocks).max(1, keepdims=True) / 127
    numbers = np.round(blocks / np.where(scales == 0, 1, scales)).astype(np.int8)
    packed = np.zeros(len(blocks), np.dtype([("scale", "<f2"), ("numbers", "i1", BLOCK)]))
    packed["scale"], packed["numbers"] = scales[:, 0], numbers
    return packed.tobytes()
