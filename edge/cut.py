"""Takes heads and channels out of a fusion for real: smaller matrices, not zeros, so that the graph is smaller and faster.

A part is an attention (its members are heads), a feed-forward (channels), or the width that all layers share (channels). Which axes are the
width's is found by building the network one channel narrower: an axis that shrinks by k has k blocks of it, as `concat(x, y)` has two. The
same tells which read the word table, whose columns are principal components: of those it is always the last that go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.resize import DECODER, attentions, feed_forwards, linears
from models.vilbert.streams import Dimensions

WIDTH, TABLE = "width", "table"
GEOMETRY = "geometry"
"""Biases all self-attentions of the image stream, so those have equally many heads."""


@dataclass(frozen=True)
class Part:
    members: int
    places: Mapping[tuple[str, int], Tensor]
    """By parameter and axis: (members, k) where each member lies on it."""
    each: int
    """Parameters that go with one member."""
    with_others: str = ""
    """Parts of the same name here shrink only together."""

    def sums(self, products: Mapping[str, Tensor]) -> Tensor:
        """(members,) sum of what belongs to each; products: by parameter, in its shape."""
        total = torch.zeros(self.members)
        for (name, axis), places in self.places.items():
            if name in products:
                rows = products[name].movedim(axis, 0).flatten(1).sum(1) if products[name].ndim > 1 else products[name]
                total += rows.float()[places].sum(1)
        return total


def named(network: nn.Module, decoder: nn.Module) -> dict[str, Tensor]:
    """Trained parameters of both."""
    return {**dict(network.named_parameters()), **{f"{DECODER}{name}": part for name, part in decoder.named_parameters()}}


def trainable(network: nn.Module, decoder: nn.Module) -> int:
    return sum(part.numel() for part in named(network, decoder).values())


# ---- the parts of a network


def parts(network: ViLBERT, decoder: Decoder) -> dict[str, Part]:
    weights = named(network, decoder)
    found: dict[str, Part] = {}
    for prefix, module in (("", network), (DECODER, decoder)):
        for name, attention in attentions(module).items():
            layer = _image_layer(name, network) if not prefix else None
            places = _of_heads(prefix + name, attention.heads, attention.head, layer)
            found[prefix + name] = _part(attention.heads, places, weights, GEOMETRY if layer is not None else "")
        for name, pair in feed_forwards(module).items():
            places = _of_channels(prefix + name, pair)
            found[prefix + name] = _part(_channels(pair), places, weights)
    found[WIDTH] = _part(network.size.width, _along(WIDTH, network, decoder, weights), weights)
    return found


def _part(members: int, places: dict[tuple[str, int], Tensor], weights: Mapping[str, Tensor], with_others: str = "") -> Part:
    each = sum(weights[name].numel() // weights[name].shape[axis] * rows.shape[1] for (name, axis), rows in places.items())
    return Part(members, places, each, with_others)


def _of_heads(name: str, heads: int, head: int, layer: int | None) -> dict[tuple[str, int], Tensor]:
    """layer: number among the layers that the geometry biases."""
    inner = heads * head
    rows = torch.arange(inner).view(heads, head)
    both = torch.cat([rows, rows + inner], 1)
    places = {(f"{name}.query.weight", 0): rows, (f"{name}.query.bias", 0): rows, (f"{name}.out.weight", 1): rows}
    places |= {(f"{name}.key_value.weight", 0): both, (f"{name}.key_value.bias", 0): both}
    if layer is not None:
        own = torch.arange(heads)[:, None] + layer * heads
        places |= {(f"{GEOMETRY}.net.2.weight", 0): own, (f"{GEOMETRY}.net.2.bias", 0): own}
    return places


def _channels(pair: nn.Sequential) -> int:
    return next(iter(linears(pair).values())).out_features


def _of_channels(name: str, pair: nn.Sequential) -> dict[tuple[str, int], Tensor]:
    first, second = linears(pair)
    rows = torch.arange(_channels(pair))[:, None]
    return {(f"{name}.{first}.weight", 0): rows, (f"{name}.{first}.bias", 0): rows, (f"{name}.{second}.weight", 1): rows}


def _along(field: str, network: ViLBERT, decoder: Decoder, weights: Mapping[str, Tensor]) -> dict[tuple[str, int], Tensor]:
    """field: of the dimensions, WIDTH or TABLE."""
    size = spelt_out(network, decoder)
    count = getattr(size, field)
    narrower = named(*empty(replace(size, **{field: count - 1})))
    places = {}
    for name, weight in weights.items():
        for axis, (long, short) in enumerate(zip(weight.shape, narrower[name].shape, strict=True)):
            if long != short:
                places[name, axis] = torch.arange(count)[:, None] + torch.arange(long - short)[None] * count
    return places


def _image_layer(name: str, network: ViLBERT) -> int | None:
    path = name.split(".")
    if path[0] == "image_layers":
        return int(path[1])
    return network.size.image_layers + int(path[2]) if path[0] == "fusion" and "image_layer" in path else None


def spelt_out(network: ViLBERT, decoder: Decoder) -> Dimensions:
    """The size with every part's own, so that none depends on the width."""
    sizes = {GEOMETRY: network.geometry.shape[1]}
    for prefix, module in (("", network), (DECODER, decoder)):
        sizes |= {prefix + name: attention.heads for name, attention in attentions(module).items()}
        sizes |= {prefix + name: _channels(pair) for name, pair in feed_forwards(module).items()}
    return replace(network.size, head=next(iter(attentions(network).values())).head, sizes=sizes)


def resized(size: Dimensions, counts: Mapping[str, int]) -> Dimensions:
    """counts: members left, by part."""
    sizes = {name: counts.get(name, count) for name, count in size.sizes.items()}
    shared = [count for name, count in counts.items() if name.startswith("image_layers.") and name.endswith(".attention")]
    return replace(size, width=counts.get(WIDTH, size.width), sizes=sizes | {GEOMETRY: shared[0] if shared else sizes[GEOMETRY]})


def empty(size: Dimensions) -> tuple[ViLBERT, Decoder]:
    """Of this size, without memory: to count and to compare shapes."""
    with torch.device("meta"):
        rows = (torch.zeros(count, size.table) for count in (size.names, 1, size.answers))
        return ViLBERT(size, torch.zeros(size.words, size.table), *rows), Decoder(size)


# ---- cutting


def cut(network: ViLBERT, decoder: Decoder, kept: Mapping[str, Tensor]) -> tuple[ViLBERT, Decoder]:
    """kept: the members of each part that stay, sorted; parts that are not named stay whole."""
    known, weights = parts(network, decoder), named(network, decoder)
    stays = _all(known.values(), weights)
    for name, members in kept.items():
        part = known[name]
        gone = torch.tensor(sorted(set(range(part.members)) - set(members.tolist())), dtype=torch.long)
        for place, rows in part.places.items():
            stays[place][rows[gone].flatten()] = False
    return _rebuilt(network, resized(spelt_out(network, decoder), {name: len(members) for name, members in kept.items()}), weights, stays)


def with_columns(network: ViLBERT, decoder: Decoder, count: int) -> tuple[ViLBERT, Decoder]:
    """The same, reading only the first columns of the word table. Raises ValueError where it has fewer."""
    size = spelt_out(network, decoder)
    if not 0 < count <= size.table:
        raise ValueError(f"{count} columns of the word table were asked for; it has {size.table}.")
    weights = named(network, decoder)
    places = _along(TABLE, network, decoder, weights)
    stays = {place: torch.arange(size.table) < count for place in places}
    return _rebuilt(network, replace(size, table=count), weights, stays)


def _all(known: Iterable[Part], weights: Mapping[str, Tensor]) -> dict[tuple[str, int], Tensor]:
    return {(name, axis): torch.ones(weights[name].shape[axis], dtype=torch.bool) for part in known for name, axis in part.places}


def _rebuilt(
    network: ViLBERT, size: Dimensions, weights: Mapping[str, Tensor], stays: Mapping[tuple[str, int], Tensor]
) -> tuple[ViLBERT, Decoder]:
    """stays: by parameter and axis, True where something is left."""
    vectors = (network.words.table, network.name_rows, network.colour_rows, network.answer_rows)
    smaller, small_decoder = ViLBERT(size, *(rows[:, : size.table].contiguous() for rows in vectors)), Decoder(size)
    with torch.no_grad():
        for name, weight in named(smaller, small_decoder).items():
            old = weights[name]
            for axis in range(old.ndim):
                if old.shape[axis] != weight.shape[axis]:
                    old = old.index_select(axis, stays[name, axis].nonzero().flatten())
            weight.copy_(old)
    return smaller, small_decoder
