"""The torch network out of the shipped INT8 graphs, so that training, distilling and pruning can go on from what is shipped.

The exporter names every node by the module that it comes from, so `/heads/joint/joint.0/Gemm_MatMul_quant` reads `heads.joint.0.weight`.
Weights come back as int8 times scale, within half a step of what was trained. What export folded into constants is solved by least squares
(`embedded words = table @ W + b`), over so many rows that its rounding averages out.

Lost for good: the optimizer's moments and `temperature` of the contrastive loss, which no graph needs. Both start anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from models import checkpoints, weights
from models.errors import DamagedModel
from models.vilbert.data.lists import means
from models.vilbert.evaluate import agreeing
from models.vilbert.export import export, read_checkpoint
from models.vilbert.losses import used_words
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.runtime import ARTEFACTS, Fusion
from models.vilbert.streams import Dimensions
from models.vilbert.train import Plan, Trainer
from models.vilbert.vocabulary import COLOURS, Vocabulary

LOST = ("temperature",)
"""Parameters of which no graph tells."""
FOLDED = ("words.adapt.weight", "words.adapt.bias", "heads.answer_key.weight", "heads.answer_key.bias")
"""Parameters that are inside constants."""
PREFIXES = ("network.", "decoder.")


def recover(table: np.ndarray, words: Vocabulary, out: Path, folder: Path | None = None) -> Path:
    """
    table:  word vectors of the lists, as `python -m models.vilbert vocabulary` makes them
    out:    folder of the run that begins with these weights
    folder: of the artefacts; without it the shipped ones
    Returns the checkpoint. Raises DamagedModel where the graphs are of another network or of other lists, CannotKeep where a run is there.
    """
    checkpoint = checkpoints.unused(out / "checkpoint.pt")
    paths = {name: folder / name if folder else weights.verified(name) for name in ARTEFACTS}
    facts = json.loads(paths["vilbert.json"].read_text("utf-8"))
    if facts["lists"] != words.digest:
        raise DamagedModel(f"{paths['vilbert.json']} belongs to other lists of words than the installed ones; export the weights anew.")
    network, decoder = rebuild(Dimensions(**facts["dimensions"]), table, words, *(paths[name] for name in ARTEFACTS[:3]))
    trainer = Trainer(network, decoder, words, Plan(facts["steps"]), out)
    trainer.state.step, trainer.state.seen, trainer.state.seconds = facts["steps"], facts["questions"], facts["seconds"]
    trainer.save()
    return checkpoint


def rebuild(
    size: Dimensions, table: np.ndarray, words: Vocabulary, picture: Path, question: Path, caption: Path
) -> tuple[ViLBERT, Decoder]:
    table = np.ascontiguousarray(table[:, : size.table])
    rows = [means(words, items, table) for items in (words.names, COLOURS, words.answers)]
    network = ViLBERT(size, torch.from_numpy(table), *(torch.from_numpy(row) for row in rows))
    seen, asked, told = (dict(tensors(path)) for path in (picture, question, caption))
    adapt = affine(table, asked["vectors"])
    said = rows[2] @ adapt[0].T + adapt[1]
    folded = dict(zip(FOLDED, (*adapt, *affine(said, asked["heads.answers"].T)), strict=True))
    _fill(network, {**seen, **asked, **folded}, LOST)
    decoder = Decoder(size)
    _fill(decoder, told)
    _compare(table[used_words(words).numpy()], told["rows"].T)
    return network, decoder


def _compare(table: np.ndarray, rows: np.ndarray) -> None:
    """Raises DamagedModel where the word vectors are not those that the weights were trained with."""
    apart = float(np.abs(table - rows).max() / np.abs(rows).max())
    if apart > 0.02:
        raise DamagedModel(
            f"The word vectors differ from the shipped ones by {100 * apart:.0f} % of the largest; only the rounding's 1 % was expected. "
            "Make the table anew: python -m models.vilbert vocabulary."
        )


def _fill(module: torch.nn.Module, found: dict[str, np.ndarray], lost: tuple[str, ...] = ()) -> None:
    """Raises DamagedModel where a parameter is missing or has another shape."""
    for name, parameter in module.named_parameters():
        if name in lost:
            continue
        value = found.get(name)
        if value is None or value.shape != tuple(parameter.shape):
            has = "nothing" if value is None else f"shape {value.shape}"
            raise DamagedModel(f"The graphs hold {has} for {name}, and {tuple(parameter.shape)} was expected; they are of another network.")
        parameter.data = torch.from_numpy(np.array(value, np.float32))


def affine(given: np.ndarray, made: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least squares. given: (rows, I), made: (rows, O). Returns W (O, I) and b (O,) with made = given @ W.T + b."""
    solved, *_ = np.linalg.lstsq(np.c_[given, np.ones(len(given))].astype(np.float64), made.astype(np.float64), rcond=1e-6)
    return solved[:-1].T.astype(np.float32), solved[-1].astype(np.float32)


def same_answers(checkpoint: Path, table: np.ndarray, folder: Path | None = None, pictures: int = 30) -> tuple[int, int]:
    """How many simulated questions the checkpoint, exported as FP32, answers as the artefacts in the folder do; and of how many."""
    shipped = Fusion(folder)
    network, decoder, _ = read_checkpoint(checkpoint, shipped.words, table)
    with TemporaryDirectory() as scratch:
        export(network, decoder, used_words(shipped.words), Path(scratch))
        (Path(scratch) / "vilbert.json").write_text(json.dumps(shipped.facts), "utf-8")
        return agreeing(shipped, Fusion(Path(scratch)), pictures)


# ---- what a graph holds, by the names of the network


FOLDS = {"/Gather": "vectors", "/image/Gather": "names", "/image/MatMul": "colours", "/heads/MatMul": "heads.answers", "/MatMul": "rows"}
"""Nodes that read a constant which export made."""
ROLES = {
    "Gather": ("matrix", ""),
    "MatMulInteger": ("", "matrix"),
    "Add": ("bias", "bias"),
    "LayerNormalization": ("", "weight", "bias"),
}
"""What each input of a node may be to its module. Equal initializers were merged, so the name alone does not tell: two biases that are
added to the same sum get the same gradients, and stay equal."""


def tensors(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Parameters in torch's orientation, and what was folded, as float32."""
    graph = onnx.load(path).graph
    held = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for name, value in held.items():
        if name.startswith(PREFIXES) and value.dtype == np.float32:
            yield name.partition(".")[2], value
    for node in graph.node:
        own = node.name.removesuffix("_quant")
        for given, role in zip(node.input, ROLES.get(node.op_type, ()), strict=False):
            found = _float(held, given) if role == "matrix" else held.get(given)
            if found is not None and own in FOLDS:
                yield FOLDS[own], found
            elif found is not None:
                turned = found.T if role == "matrix" and node.op_type != "Gather" else found
                yield f"{module_of(own).removeprefix('decoder.')}.{'weight' if role == 'matrix' else role}", turned


def _float(held: dict[str, np.ndarray], name: str) -> np.ndarray | None:
    """What an initializer of eight bits stands for; None where there is none of that name."""
    stem = name.removesuffix("_quantized")
    if stem == name or name not in held:
        return None
    steps = held[name].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
    return steps * held[f"{stem}_scale"]


def module_of(node: str) -> str:
    """`/image_layers.0/forward_net/forward_net.1/MatMul` is of image_layers.0.forward_net.1: members of a Sequential repeat its name."""
    parts: list[str] = []
    for part in node.strip("/").split("/")[:-1]:
        if parts and part.startswith(f"{parts[-1]}."):
            parts.pop()
        parts.append(part)
    return ".".join(parts)
