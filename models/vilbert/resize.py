"""Modules of another size than the rest: what is left of an attention's heads and of a feed-forward's channels where some were pruned.

A network is built whole and then its modules are replaced by name, so that no constructor has to know of any of it.
"""

from __future__ import annotations

from torch import nn

from models.vilbert.blocks import Attention
from models.vilbert.embeddings import Geometry
from models.vilbert.streams import Dimensions

DECODER = "decoder."
"""Before the names of the caption decoder's modules."""


def resize(network: nn.Module, size: Dimensions, prefix: str = "") -> None:
    """prefix: of this network's names in `size`. The new weights are not initialized."""
    if size.head:
        for name in attentions(network):
            replace(network, name, size.heads, size.head)
    for name, count in size.sizes.items():
        if name.startswith(prefix) and (prefix or not name.startswith(DECODER)):
            replace(network, name.removeprefix(prefix), count)


def attentions(network: nn.Module) -> dict[str, Attention]:
    return {name: module for name, module in network.named_modules() if isinstance(module, Attention)}


def feed_forwards(network: nn.Module) -> dict[str, nn.Sequential]:
    """Two linear layers with a ReLU between: of layers, and of the network's heads."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, nn.Sequential) and len(linears(module)) == 2 and not name.startswith("geometry")
    }


def linears(module: nn.Sequential) -> dict[int, nn.Linear]:
    """The linear layers by their places."""
    return {place: part for place, part in enumerate(module) if isinstance(part, nn.Linear)}


def replace(network: nn.Module, name: str, count: int, head: int = 0) -> None:
    """count: heads of an attention or of the geometry, channels of a feed-forward; head: width of each head, where it changes too."""
    module = network.get_submodule(name)
    if isinstance(module, Attention):
        network.set_submodule(name, Attention(module.out.out_features, count, head or module.head))
    elif isinstance(module, Geometry):
        network.set_submodule(name, Geometry(module.shape[0], count))
    else:
        assert isinstance(module, nn.Sequential)
        (first, reads), (second, writes) = linears(module).items()
        module[first], module[second] = nn.Linear(reads.in_features, count), nn.Linear(count, writes.out_features)
