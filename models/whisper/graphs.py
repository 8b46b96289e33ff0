"""The two graphs of Whisper, built from numpy weights.

    encoder   mel (1, M, T)                                                  -> cross_k (1, H, E, S), cross_v (1, H, S, E)
    decoder   tokens (B, N), self_k/self_v (B, H, P, E), cross_*, copies (S) -> logits (B*N, V), grown_k/grown_v (B, H, P+N, E)

Dimension key: M mel bands, T mel frames, S = T/2 encoder positions, H heads, E = D/H head width, D model width, B beams, N new tokens,
P past tokens, V vocabulary. All beams hear the same. Keys and values are inputs and outputs of their own for each decoder layer
(cross_k0, cross_k1, ...), for a slice of a larger array would be copied at every token. The encoder computes the decoder's cross keys
and values, transposed as the decoder reads them, once an utterance; its positional embedding is sliced to S, so that short speech costs
little. `copies` says how many equal positions each encoder position stands for (see models.whisper.silence).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto

from models.graph import GraphBuilder
from models.whisper.ct2 import Dims

Weights = dict[str, np.ndarray]


def build_encoder(dims: Dims, weights: Weights, path: Path) -> None:
    g = GraphBuilder("whisper_encoder")
    x = g.input("mel", [1, dims.mels, "T"])
    for name, stride in (("conv1", 1), ("conv2", 2)):
        kernel, bias = g.weight(weights[f"encoder.{name}.weight"]), g.weight(weights[f"encoder.{name}.bias"])
        x = g.gelu(g("Conv", x, kernel, bias, strides=[stride], pads=[1, 1], kernel_shape=[3]))
    x = g("Transpose", x, perm=[0, 2, 1])
    length = g("Shape", x, start=1, end=2)
    x = g("Add", x, g("Slice", g.weight(weights["encoder.positions"]), g.constant([0]), length, g.constant([0])))
    for layer in range(dims.audio_layers):
        x = g("Add", x, _encoder_attention(g, x, dims, weights, f"encoder.{layer}.self"))
        x = g("Add", x, _mlp(g, x, weights, f"encoder.{layer}"))
    x = _norm(g, x, weights, "encoder.norm")
    head = dims.width // dims.heads
    for layer in range(dims.text_layers):
        key, value = _cross_cache(g, x, dims, weights, f"decoder.{layer}.cross")
        g.output(key, f"cross_k{layer}", [1, dims.heads, head, "S"])
        g.output(value, f"cross_v{layer}", [1, dims.heads, "S", head])
    g.save(path)


def build_decoder(dims: Dims, weights: Weights, path: Path) -> None:
    g = GraphBuilder("whisper_decoder")
    head, layers, heads = dims.width // dims.heads, dims.text_layers, dims.heads
    tokens = g.input("tokens", ["B", "N"], TensorProto.INT64)
    own = [[g.input(f"self_{kind}{layer}", ["B", heads, "P", head]) for layer in range(layers)] for kind in "kv"]
    cross_k = [g.input(f"cross_k{layer}", [1, heads, head, "S"]) for layer in range(layers)]
    cross_v = [g.input(f"cross_v{layer}", [1, heads, "S", head]) for layer in range(layers)]
    weight = g("Log", g.input("copies", ["S"]))

    past = g("Shape", own[0][0], start=2, end=3)
    total = g("Add", past, g("Shape", tokens, start=1, end=2))
    x = g("Gather", g.weight(weights["decoder.token_embedding"]), tokens, axis=0)
    x = g("Add", x, g("Slice", g.weight(weights["decoder.positions"]), past, total, g.constant([0])))
    mask = _causal_mask(g, past, total)
    for layer in range(layers):
        name = f"decoder.{layer}"
        read, key, value = _self_attention(g, x, dims, weights, f"{name}.self", own[0][layer], own[1][layer], mask)
        g.output(key, f"grown_k{layer}", ["B", heads, "Q", head])
        g.output(value, f"grown_v{layer}", ["B", heads, "Q", head])
        x = g("Add", x, read)
        query = _heads(g, _project(g, _norm(g, x, weights, f"{name}.cross.norm"), weights, f"{name}.cross.query", head**-0.5), dims)
        read = _attend(g, query, cross_k[layer], cross_v[layer], weight)
        x = g("Add", x, _project(g, _merge(g, read, dims), weights, f"{name}.cross.out"))
        x = g("Add", x, _mlp(g, x, weights, name))
    states = g("Reshape", _norm(g, x, weights, "decoder.norm"), g.constant([-1, dims.width]))
    g.output(g("MatMul", states, g.weight(weights["decoder.token_embedding"].T)), "logits", ["B*N", dims.vocabulary])
    g.save(path)


def _norm(g: GraphBuilder, x: str, weights: Weights, name: str) -> str:
    return g.layer_norm(x, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _project(g: GraphBuilder, x: str, weights: Weights, name: str, scale: float = 1.0) -> str:
    """The scale of the attention goes into the query's weights: one multiplication less a step."""
    return g.linear(x, weights[f"{name}.weight"] * np.float32(scale), weights[f"{name}.bias"] * np.float32(scale))


def _mlp(g: GraphBuilder, x: str, weights: Weights, name: str) -> str:
    hidden = g.gelu(_project(g, _norm(g, x, weights, f"{name}.mlp.norm"), weights, f"{name}.up"))
    return _project(g, hidden, weights, f"{name}.down")


def _heads(g: GraphBuilder, x: str, dims: Dims, perm: tuple[int, ...] = (0, 2, 1, 3)) -> str:
    """(B, S, D) -> (B, H, S, E), or (B, H, E, S) for keys with perm (0, 2, 3, 1)."""
    split = g("Reshape", x, g.constant([0, -1, dims.heads, dims.width // dims.heads]))
    return g("Transpose", split, perm=list(perm))


def _merge(g: GraphBuilder, x: str, dims: Dims) -> str:
    return g("Reshape", g("Transpose", x, perm=[0, 2, 1, 3]), g.constant([0, -1, dims.width]))


def _attend(g: GraphBuilder, query: str, key: str, value: str, mask: str | None = None) -> str:
    """query (B, H, N, E) scaled; key (1 or B, H, E, S); value (1 or B, H, S, E); mask is added to the (B, H, N, S) scores."""
    weights = g("MatMul", query, key)
    if mask is not None:
        weights = g("Add", weights, mask)
    return g("MatMul", g("Softmax", weights, axis=-1), value)


def _encoder_attention(g: GraphBuilder, x: str, dims: Dims, weights: Weights, name: str) -> str:
    y = _norm(g, x, weights, f"{name}.norm")
    query = _heads(g, _project(g, y, weights, f"{name}.query", (dims.width // dims.heads) ** -0.5), dims)
    key = _heads(g, g.linear(y, weights[f"{name}.key.weight"]), dims, (0, 2, 3, 1))
    value = _heads(g, _project(g, y, weights, f"{name}.value"), dims)
    return _project(g, _merge(g, _attend(g, query, key, value), dims), weights, f"{name}.out")


def _cross_cache(g: GraphBuilder, x: str, dims: Dims, weights: Weights, name: str) -> tuple[str, str]:
    key = _heads(g, g.linear(x, weights[f"{name}.key.weight"]), dims, (0, 2, 3, 1))
    return key, _heads(g, _project(g, x, weights, f"{name}.value"), dims)


def _self_attention(
    g: GraphBuilder, x: str, dims: Dims, weights: Weights, name: str, past_k: str, past_v: str, mask: str
) -> tuple[str, str, str]:
    """Whisper's key projections have no bias."""
    y = _norm(g, x, weights, f"{name}.norm")
    query = _heads(g, _project(g, y, weights, f"{name}.query", (dims.width // dims.heads) ** -0.5), dims)
    key = g("Concat", past_k, _heads(g, g.linear(y, weights[f"{name}.key.weight"]), dims), axis=2)
    value = g("Concat", past_v, _heads(g, _project(g, y, weights, f"{name}.value"), dims), axis=2)
    read = _attend(g, query, g("Transpose", key, perm=[0, 1, 3, 2]), value, mask)
    return _project(g, _merge(g, read, dims), weights, f"{name}.out"), key, value


def _causal_mask(g: GraphBuilder, past: str, total: str) -> str:
    """(N, P+N): 0 where a token may look, -1e9 at what comes after it."""
    scalar_past, scalar_total = g("Squeeze", past), g("Squeeze", total)
    asking = g("Unsqueeze", g("Range", scalar_past, scalar_total, g.constant(1)), g.constant([1]))
    asked = g("Unsqueeze", g("Range", g.constant(0), scalar_total, g.constant(1)), g.constant([0]))
    return g("Where", g("Greater", asked, asking), g.scalar(-1e9), g.scalar(0.0))
