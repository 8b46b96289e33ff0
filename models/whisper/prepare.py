"""From weights to the artefacts: encoder.onnx, decoder.onnx (INT8), silence.npz, tokenizer.json, settings.json. No torch.

Dynamic quantization per channel: the activations' ranges are found while running, so that no speech is needed to calibrate.
Weights have 7 bits: processors without VNNI add pairs of U8 x S8 products in 16 bits, which 8-bit weights can overflow. On 280 clips
that cost nothing (word error rate 3.9 % against 4.0 with tiny.en, 4.4 against 4.9 with base).

A few matrices stay in float: what reaches them is large in a few channels, which coarsens all others. In tiny.en and base alike these are
the first attention's values and what reads them; of the feed-forward layers' second matrices only some do harm. Which ones was measured
for the networks in the registry (docs/edge.md); of others that are wider than tiny's, all second matrices stay.

What stays in float is stored in halves, as it was in the checkpoint, where those hold it to the last bit.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from models.fetch import Progress
from models.graph import keep_in_halves
from models.whisper import silence
from models.whisper.ct2 import Dims, read, words_of
from models.whisper.graphs import build_decoder, build_encoder
from models.whisper.vocabulary import Words

GRAPHS = {"encoder": (build_encoder, ["MatMul", "Gemm"]), "decoder": (build_decoder, ["MatMul", "Gemm", "Gather"])}
TINY = 384
"""Width up to which no second matrix has to stay in float."""
FIRST = ("encoder.0.self.value", "encoder.0.self.out")
KEPT = {
    "90260de0c720": (*FIRST, "decoder.0.down"),  # tiny.en
    "15846008e13e": (*FIRST, "encoder.3.down", *(f"decoder.{layer}.down" for layer in range(6))),  # base
}
"""What stays in float of the networks in the registry, by `fingerprint`."""
LABEL = "Preparing the recognizer"


def prepare(files: Mapping[str, Path], out: Path, progress: Progress) -> None:
    """files: of a package in CTranslate2's layout"""
    dims, weights = read([path for name, path in sorted(files.items()) if name.startswith("model.bin")])
    make(dims, weights, words_of(files["tokenizer.json"], files["config.json"]), out, progress)


def make(dims: Dims, weights: dict[str, np.ndarray], words: Words, out: Path, progress: Progress) -> None:
    matrices = [weights[f"{name}.weight"].T for name in KEPT.get(fingerprint(weights), unmeasured(dims))]
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        for number, (name, (build, operators)) in enumerate(GRAPHS.items()):
            progress(LABEL, 0.1 + 0.4 * number)
            plain = Path(scratch) / f"{name}.onnx"
            build(dims, weights, plain)
            quantize_dynamic(
                plain,
                out / plain.name,
                op_types_to_quantize=operators,
                nodes_to_exclude=products(plain, matrices),
                per_channel=True,
                weight_type=QuantType.QInt8,
                reduce_range=True,
                extra_options={"MatMulConstBOnly": True},
            )
            keep_in_halves(out / plain.name)
    silence.prepare(out / "encoder.onnx", dims.audio_context, dims.mels, out / "silence.npz")
    (out / "tokenizer.json").write_text(words.tokenizer, "utf-8")
    settings = {"suppress": words.suppress, "suppress_first": words.suppress_first}
    (out / "settings.json").write_text(json.dumps(settings), "utf-8")
    progress(LABEL, 1.0)


def fingerprint(weights: Mapping[str, np.ndarray]) -> str:
    """The same whether they come from a checkpoint of OpenAI's or from CTranslate2."""
    return hashlib.sha256(weights["decoder.norm.weight"].astype(np.float16).tobytes()).hexdigest()[:12]


def unmeasured(dims: Dims) -> Sequence[str]:
    if dims.width <= TINY:
        return FIRST
    layers = {"encoder": dims.audio_layers, "decoder": dims.text_layers}
    return (*FIRST, *(f"{part}.{layer}.down" for part, count in layers.items() for layer in range(count)))


def products(graph: Path, matrices: Sequence[np.ndarray]) -> list[str]:
    """The products with these matrices, by name."""
    whole = onnx.load(graph).graph
    shapes = {matrix.shape for matrix in matrices}
    arrays = {weight.name: numpy_helper.to_array(weight) for weight in whole.initializer if tuple(weight.dims) in shapes}
    found = {name for name, array in arrays.items() if any(np.array_equal(array, matrix) for matrix in matrices)}
    return [node.name for node in whole.node if node.op_type == "MatMul" and found.intersection(node.input)]
