"""Which weights a Whisper of given sizes has, so that others are refused before a graph is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple

import numpy as np

from models.errors import DamagedModel
from models.whisper.ct2 import Dims

Shape = tuple[int, ...]


def check(dims: Dims, weights: Mapping[str, np.ndarray], source: str) -> None:
    """source: what to call it. Raises DamagedModel for the first weight that is missing, of another shape, or not finite."""
    if not all(isinstance(size, int) and size > 0 for size in astuple(dims)) or dims.width % dims.heads:
        raise DamagedModel(f"{source} gives sizes that no Whisper has: {dims}.")
    for name, shape in expected(dims):
        if name not in weights:
            raise DamagedModel(f"{source} lacks the weight {name}; it is no whole Whisper.")
        if weights[name].shape != shape:
            raise DamagedModel(f"{source} has the weight {name} as {weights[name].shape}; {shape} is expected.")
        if not np.isfinite(weights[name]).all():
            raise DamagedModel(f"{source} has numbers in {name} that are not finite; the file is damaged.")


def expected(dims: Dims) -> Iterator[tuple[str, Shape]]:
    """Whisper's key projections have no bias."""
    width = dims.width
    yield "encoder.conv1.weight", (width, dims.mels, 3)
    yield "encoder.conv2.weight", (width, width, 3)
    yield from ((f"encoder.{name}.bias", (width,)) for name in ("conv1", "conv2"))
    yield "encoder.positions", (dims.audio_context, width)
    yield "decoder.positions", (dims.text_context, width)
    yield "decoder.token_embedding", (dims.vocabulary, width)
    for side, layers in (("encoder", dims.audio_layers), ("decoder", dims.text_layers)):
        yield from _pair(f"{side}.norm", (width,), width)
        for layer in range(layers):
            yield from _block(f"{side}.{layer}", ("self", "cross") if side == "decoder" else ("self",), width)


def _block(name: str, attentions: tuple[str, ...], width: int) -> Iterator[tuple[str, Shape]]:
    for attention in attentions:
        for part in ("query", "value", "out"):
            yield from _pair(f"{name}.{attention}.{part}", (width, width), width)
        yield f"{name}.{attention}.key.weight", (width, width)
        yield from _pair(f"{name}.{attention}.norm", (width,), width)
    yield from _pair(f"{name}.up", (4 * width, width), 4 * width)
    yield from _pair(f"{name}.down", (width, 4 * width), width)
    yield from _pair(f"{name}.mlp.norm", (width,), width)


def _pair(name: str, shape: Shape, out: int) -> Iterator[tuple[str, Shape]]:
    yield f"{name}.weight", shape
    yield f"{name}.bias", (out,)
