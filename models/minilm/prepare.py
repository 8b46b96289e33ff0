"""From the package's weights to sentence.onnx (INT8), tokenizer.json and parity.json. No torch.

    tokens (1, N) -> vector (384) of length 1: six layers of BERT (Devlin et al. 2018, arXiv:1810.04805) distilled into MiniLM
    (Wang et al. 2020, arXiv:2002.10957), the mean over the tokens (Reimers & Gurevych 2019, arXiv:1908.10084)

One sentence at a time, so there is no padding and no mask, and no sentence changes what another becomes: dynamic quantization
measures its ranges over the whole input.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic

from models import registry
from models.backbone.runtime import names
from models.graph import GraphBuilder
from models.minilm.checkpoint import read
from models.minilm.runtime import LONGEST, WIDTH, SentenceEncoder
from models.quantize import keep_if_faithful
from models.store import Prepared

ARTEFACT, TOKENIZER = "sentence.onnx", "tokenizer.json"
LAYERS, HEADS = 6, 12
HEAD = WIDTH // HEADS
EPSILON = 1e-12
SAME = 0.97
"""Cosine from which the INT8 vector counts as that of FP32."""
FLOOR = 0.95
CHECKED_EVERY = 10
"""Of ImageNet's 1,000 names, on which FP32 and INT8 are compared."""

Weights = Mapping[str, np.ndarray]


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    label = "Preparing the sentence encoder"
    progress(label, 0.0)
    shutil.copyfile(files[TOKENIZER], out / TOKENIZER)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        plain = Path(scratch) / ARTEFACT
        shutil.copyfile(files[TOKENIZER], plain.with_name(TOKENIZER))
        build(read(files["model.safetensors"]), plain)
        progress(label, 0.3)
        quantize_dynamic(
            plain,
            out / ARTEFACT,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,  # seven bits: processors without VNNI overflow on eight
            extra_options={"MatMulConstBOnly": True},
        )
        progress(label, 0.7)
        keep_if_faithful(plain, out / ARTEFACT, *agreement(plain.parent, out, checked()), FLOOR)
    progress(label, 1.0)


def checked() -> list[str]:
    return [f"a photo of a {name.split(',')[0]}" for name in names()[::CHECKED_EVERY]]


def agreement(plain: Path, small: Path, texts: Sequence[str]) -> tuple[int, int]:
    """(of how many texts the graphs in the two folders make the same vector, how many texts)."""
    model = registry.find("all-minilm-l6-v2")
    exact, rounded = SentenceEncoder(Prepared(model, plain)), SentenceEncoder(Prepared(model, small))
    cosines = (exact(texts) * rounded(texts)).sum(1)
    return int((cosines >= SAME).sum()), len(texts)


def build(weights: Weights, path: Path) -> None:
    g = GraphBuilder("minilm")
    tokens = g.input("tokens", [1, "N"], TensorProto.INT64)
    x = _embedded(g, tokens, weights)
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        x = _norm(g, g("Add", x, _attention(g, x, weights, f"{name}.attention")), weights, f"{name}.attention.output.LayerNorm")
        hidden = g.gelu(_dense(g, x, weights, f"{name}.intermediate.dense"))
        x = _norm(g, g("Add", x, _dense(g, hidden, weights, f"{name}.output.dense")), weights, f"{name}.output.LayerNorm")
    mean = g("ReduceMean", x, axes=[0, 1], keepdims=0)
    g.output(g("Div", mean, g("ReduceL2", mean, axes=[0], keepdims=1)), "vector", [WIDTH])
    g.save(path)


def _embedded(g: GraphBuilder, tokens: str, weights: Weights) -> str:
    """Words and places; the two kinds of sentence that BERT knows are always the first, so its row is added to the places."""
    places = weights["embeddings.position_embeddings.weight"][:LONGEST] + weights["embeddings.token_type_embeddings.weight"][:1]
    length = g("Shape", tokens, start=1, end=2)
    words = g("Gather", g.weight(weights["embeddings.word_embeddings.weight"]), tokens, axis=0)
    placed = g("Add", words, g("Slice", g.weight(places), g.constant([0]), length, g.constant([0])))
    return _norm(g, placed, weights, "embeddings.LayerNorm")


def _attention(g: GraphBuilder, x: str, weights: Weights, name: str) -> str:
    query = _heads(g, _dense(g, x, weights, f"{name}.self.query", HEAD**-0.5))
    key = _heads(g, _dense(g, x, weights, f"{name}.self.key"), (0, 2, 3, 1))
    value = _heads(g, _dense(g, x, weights, f"{name}.self.value"))
    read_out = g("MatMul", g("Softmax", g("MatMul", query, key), axis=-1), value)
    merged = g("Reshape", g("Transpose", read_out, perm=[0, 2, 1, 3]), g.constant([1, -1, WIDTH]))
    return _dense(g, merged, weights, f"{name}.output.dense")


def _heads(g: GraphBuilder, x: str, perm: tuple[int, ...] = (0, 2, 1, 3)) -> str:
    """(1, N, D) -> (1, H, N, E), or (1, H, E, N) for keys."""
    return g("Transpose", g("Reshape", x, g.constant([1, -1, HEADS, HEAD])), perm=list(perm))


def _dense(g: GraphBuilder, x: str, weights: Weights, name: str, scale: float = 1.0) -> str:
    return g.linear(x, weights[f"{name}.weight"] * np.float32(scale), weights[f"{name}.bias"] * np.float32(scale))


def _norm(g: GraphBuilder, x: str, weights: Weights, name: str) -> str:
    return g.layer_norm(x, weights[f"{name}.weight"], weights[f"{name}.bias"], EPSILON)
