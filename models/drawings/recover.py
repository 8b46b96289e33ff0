"""The network out of the shipped graph, so that training can go on where its checkpoint is lost.

Weights come back as int8 times scale, within half a step of what was trained. Export merged each batch normalisation into its convolution:
what it did is shared out again, so that it does nothing new to these pictures. Lost for good are the optimizer's moments.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from models.drawings.network import DrawingNet
from models.errors import DamagedModel


def recover(graph: Path, pictures: Tensor) -> DrawingNet:
    """pictures: (B, 3, 224, 224) in -1..1, some hundreds as in training. Raises DamagedModel where the graph is of another network."""
    network, arrays = DrawingNet(), weights_of(onnx.load(graph).graph)
    convolutions = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    if [tuple(module.weight.shape) for module in convolutions] != [kernel.shape for kernel, _ in arrays]:
        raise DamagedModel(f"{graph} holds another network than models/drawings/network.py; begin anew without it.")
    merged = merged_norms(network)
    with torch.no_grad():
        for module, (kernel, offset) in zip(convolutions, arrays, strict=True):
            module.weight.copy_(torch.from_numpy(kernel))
            if module.bias is not None:
                module.bias.copy_(torch.from_numpy(offset))
            else:
                statistics(merged[module])[1].fill_(1 - merged[module].eps)
                merged[module].bias.copy_(torch.from_numpy(offset))
        share_out(network.eval(), merged, pictures)
    return network


def weights_of(graph: onnx.GraphProto) -> list[tuple[np.ndarray, np.ndarray]]:
    """Kernel and offset of each convolution, in the order in which they run, made float again."""
    known = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in known:
            known[node.output[0]] = known[node.input[0]]
        if node.op_type == "DequantizeLinear" and node.input[0] in known:
            numbers, scale, zero = (known[name] for name in node.input)
            across = (-1, *[1] * (numbers.ndim - 1)) if scale.ndim else ()
            known[node.output[0]] = ((numbers.astype(np.float32) - zero.reshape(across)) * scale.reshape(across)).astype(np.float32)
    return [(known[node.input[1]].copy(), known[node.input[2]].copy()) for node in graph.node if node.op_type == "Conv"]


def merged_norms(network: nn.Module) -> dict[nn.Module, nn.BatchNorm2d]:
    """The normalisation behind each convolution that has one."""
    return {one: other for one, other in pairwise(network.modules()) if isinstance(other, nn.BatchNorm2d)}


def statistics(norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Mean and variance that it has seen."""
    assert norm.running_mean is not None and norm.running_var is not None
    return norm.running_mean, norm.running_var


def share_out(network: nn.Module, merged: dict[nn.Module, nn.BatchNorm2d], pictures: Tensor) -> None:
    seen: dict[nn.Module, Tensor] = {}
    hooks = [module.register_forward_hook(lambda one, _, out: seen.__setitem__(one, out)) for module in merged]
    network(pictures)
    for hook in hooks:
        hook.remove()
    for module, norm in merged.items():
        mean, spread = seen[module].mean((0, 2, 3)), seen[module].var((0, 2, 3), unbiased=False)
        norm.bias.add_(mean)
        norm.weight.copy_((spread + norm.eps).sqrt())
        for kept, found in zip(statistics(norm), (mean, spread), strict=True):
            kept.copy_(found)
