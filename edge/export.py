"""From torch to ONNX: one file, opset 17 to 20, shapes fixed where that is asked, and equal to the network to 1e-4.

artefacts: <name>.onnx and <name>.json, its manifest (manifest.py)
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx

from edge import graphs, manifest
from edge.errors import NotFaithful, UnfitGraph
from edge.graphs import OPSETS
from models.runtime import open_session
from models.whole import in_place_of

if TYPE_CHECKING:
    from torch import Tensor, nn

PARITY = 1e-4
"""Largest difference between the network's outputs and the graph's, on the scale of the output where that is above 1."""


@dataclass(frozen=True)
class Signature:
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    lengths: Mapping[str, Mapping[int, str]]
    """Which axis of which input or output may vary, and its name. Empty for static shapes, which TensorRT builds the best engines for."""


def export(network: nn.Module, examples: Sequence[Tensor], signature: Signature, out: Path, opset: int = 17, **told: str) -> float:
    """
    examples: one of each input
    told:     source, licence and preprocessing, for the manifest
    Writes the graph and its manifest; returns the parity and prints it. Raises UnfitGraph for another opset, NotFaithful past PARITY.
    """
    if opset not in OPSETS:
        raise UnfitGraph(
            f"Opset {opset} was asked for; INT8 graphs load everywhere from {OPSETS[0]} to {OPSETS[-1]}: export at {OPSETS[0]}."
        )
    with in_place_of(out) as part:
        _write(network.eval(), tuple(examples), signature, part, opset)
        written = graphs.opset(graphs.load(part))
        if written != opset:
            raise UnfitGraph(f"Opset {opset} was asked for, and torch wrote {written}; install the torch version of the extra 'train'.")
        apart = parity(network, examples, part)
        print(f"{out.name}: opset {written}, parity {apart:.1e} (at most {PARITY:.0e})")
        if not apart <= PARITY:
            raise NotFaithful(f"{out.name} differs from the network by {apart:.1e}, more than {PARITY:.0e}; nothing was written.")
    described = {"source": "torch", "licence": "", **told}
    manifest.write(manifest.describe(out, "fp32", **described, parity=apart), out)
    return apart


def _write(network: nn.Module, examples: tuple[Tensor, ...], signature: Signature, path: Path, opset: int) -> None:
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every branch on a shape, and that it is the older one
        torch.onnx.export(
            network,
            examples,
            path,
            input_names=list(signature.inputs),
            output_names=list(signature.outputs),
            dynamic_axes={name: dict(axes) for name, axes in signature.lengths.items()},
            opset_version=opset,
            dynamo=False,
            external_data=False,
        )
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in onnx.load(path, load_external_data=False).graph.initializer):
        raise UnfitGraph(f"{path.name} has its weights in a second file; export with external_data=False.")


def parity(network: nn.Module, examples: Sequence[Tensor], graph: Path) -> float:
    """The largest difference, relative to the output's largest number where that is above 1."""
    import torch

    with torch.no_grad():
        wanted = network(*examples)
    wanted = [wanted] if isinstance(wanted, torch.Tensor) else list(wanted)
    session = open_session(graph)
    feeds = {node.name: example.numpy() for node, example in zip(session.get_inputs(), examples, strict=True)}
    pairs = zip(wanted, session.run(None, feeds), strict=True)
    return max(float(np.abs(one.numpy() - other).max() / max(1.0, float(np.abs(one.numpy()).max()))) for one, other in pairs)
