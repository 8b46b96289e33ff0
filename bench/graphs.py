"""The fusion's graphs in FP32, FP16 and INT8: what each costs, and the kernels that really run. Printed by bench/fusion.py."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from bench.timing import cells, middle_and_least, shown, timed
from models import weights
from models.store import Store
from models.vilbert.frontend import LOOKED, FrontEnd
from models.vilbert.runtime import Fusion
from models.vilbert.tokens import Tokens
from models.vilbert.vocabulary import vocabulary

QUESTION = "what is on the table next to the cup?"
GRAPHS = ("picture", "question", "caption")
QUANTIZED = (
    "MatMulIntegerToFloat",
    "MatMulInteger",
    "DynamicQuantizeMatMul",
    "DynamicQuantizeLinear",
    "QGemm",
    "QLinearConv",
    "DequantizeLinear",
    "FusedMatMul",
    "MatMul",
    "Gemm",
)


def precisions(pixels: np.ndarray, rounds: int) -> str:
    """Of graphs like the shipped ones, with random weights: milliseconds on one thread, then what the shipped INT8 graphs run."""
    tokens = FrontEnd(Store(model_dir()), threshold=LOOKED)(pixels)
    with tempfile.TemporaryDirectory() as scratch:
        columns = {name: answered(folder, tokens, rounds) for name, folder in variants(Path(scratch)).items()}
        rows = [cells("CPU ms: p50 (min)", list(columns))]
        rows += [cells(graph, [shown(middle_and_least(column[graph][1])) for column in columns.values()]) for graph in GRAPHS]
        rows.append("\nkernels of the shipped graphs")
        rows += [f"{graph:<28}{kernels(weights.verified(f'vilbert_{graph}.onnx'), Path(scratch))}" for graph in GRAPHS]
    return "\n".join(rows)


def variants(folder: Path) -> dict[str, Path]:
    import onnx
    import torch
    from onnxruntime.transformers.float16 import convert_float_to_float16

    from models.vilbert.data.lists import means
    from models.vilbert.export import export, quantize
    from models.vilbert.losses import used_words
    from models.vilbert.network import Decoder, ViLBERT
    from models.vilbert.streams import Dimensions
    from models.vilbert.vocabulary import COLOURS

    words, facts = vocabulary(), weights.verified("vilbert.json")
    size = Dimensions(**json.loads(facts.read_text("utf-8"))["dimensions"])
    table = np.random.default_rng(0).normal(size=(size.words, size.table)).astype(np.float32)
    lists = (torch.from_numpy(means(words, items, table)) for items in (words.names, COLOURS, words.answers))
    made = {kind: folder / kind for kind in ("fp32", "fp16", "int8")}
    for inside in made.values():
        inside.mkdir()
        shutil.copyfile(facts, inside / facts.name)
    for path in export(ViLBERT(size, torch.from_numpy(table), *lists), Decoder(size), used_words(words), made["fp32"]).values():
        onnx.save(convert_float_to_float16(onnx.load(path), keep_io_types=True), made["fp16"] / path.name)
        quantize(path, made["int8"] / path.name)
    return made


def answered(folder: Path, tokens: Tokens, rounds: int) -> dict[str, np.ndarray]:
    """Of the caption one word only: with random weights, how many there are is chance."""
    fusion = Fusion(folder)
    kept, start = fusion.see(tokens), fusion.facts["caption_words"].index("[CLS]")
    works = (lambda: fusion.see(tokens), lambda: fusion.read(kept, QUESTION), lambda: fusion.next_word(kept, [start]))
    return timed(dict(zip(GRAPHS, works, strict=True)), rounds)


def kernels(path: Path, scratch: Path) -> str:
    """How many nodes of each kind ONNX Runtime runs after its own optimization, not what the file says."""
    import onnx
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.optimized_model_filepath, options.log_severity_level = str(scratch / "optimized.onnx"), 3
    ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    counts = Counter(node.op_type for node in onnx.load(scratch / "optimized.onnx").graph.node)
    return ", ".join(f"{counts[kind]} {kind}" for kind in QUANTIZED if counts[kind]) + f", {counts.total()} in all"
