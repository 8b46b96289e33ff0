"""Attention, layers, and the three fusions of two streams: co-attention, concatenation, weighted average.

Co-attention (Lu et al. 2019, arXiv:1908.02265, Fig. 2b): both streams exchange at once; each keeps its queries, residual, norm and
feed-forward and reads the other's keys and values. The other two are the article's simpler fusions, there to be compared with.
Pre-norm, ReLU, an additive mask of -1e4 and attention written out: all of it quantizes, and on a CPU in bfloat16 it is twice as fast
as the fused kernel.

Dimension key: Q questions, T text tokens, N image tokens, D width, H heads, L and S positions that ask and that are asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

HIDDEN = -1e4
"""What hides a position, added to its logit: far from infinity, so that it quantizes, and its chance is zero all the same."""


def hidden(mask: Tensor) -> Tensor:
    """mask: (Q, S) bool, True where real. Returns the additive bias (Q, 1, 1, S)."""
    return (~mask)[:, None, None].to(torch.float32) * HIDDEN


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, head: int = 0) -> None:
        """head: width of each; without it they share the whole width."""
        super().__init__()
        self.heads, self.head = heads, head or width // heads
        inner = self.heads * self.head
        self.query, self.key_value, self.out = nn.Linear(width, inner), nn.Linear(width, 2 * inner), nn.Linear(inner, width)

    def forward(self, asking: Tensor, asked: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """
        asking: (Q, L, D), asked: (Q, S, D), bias: broadcast to (Q, H, L, S), or to (B, H, L, S) where B pictures have Q / B questions each
        Returns what was read (Q, L, D), and the attention (Q, H, L, S).
        """
        query, (key, value) = self.query(asking), self.key_value(asked).split(self.heads * self.head, -1)
        query, value = (self._apart(rows).transpose(1, 2) for rows in (query, value))
        scores = query * (1 / math.sqrt(self.head)) @ self._apart(key).permute(0, 2, 3, 1)
        weights = _biased(scores, bias.to(scores.dtype)).softmax(-1).to(value.dtype)
        return self.out((weights @ value).transpose(1, 2).reshape(len(asking), -1, self.heads * self.head)), weights

    def _apart(self, rows: Tensor) -> Tensor:
        """(Q, S, H * head) -> (Q, S, H, head). By len, which the exporter takes as known: of shape it would make a dozen nodes."""
        return rows.view(len(rows), -1, self.heads, self.head)


def _biased(scores: Tensor, bias: Tensor) -> Tensor:
    """One bias serves all questions of a picture: it is never copied for each."""
    if len(bias) in (1, len(scores)):
        return scores + bias
    return (scores.unflatten(0, (len(bias), -1)) + bias[:, None]).flatten(0, 1)


class FeedForward(nn.Sequential):
    def __init__(self, width: int, times: int) -> None:
        super().__init__(nn.LayerNorm(width), nn.Linear(width, times * width), nn.ReLU(), nn.Linear(times * width, width))


class Layer(nn.Module):
    """Self-attention, then (where it reads) attention to another stream, then feed-forward."""

    def __init__(self, width: int, heads: int, times: int, dropout: float = 0.0, reads: bool = False) -> None:
        super().__init__()
        self.norm, self.attention, self.forward_net = nn.LayerNorm(width), Attention(width, heads), FeedForward(width, times)
        self.read = CrossAttention(width, heads, dropout) if reads else None
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor, other: Tensor | None = None, other_bias: Tensor | None = None) -> Tensor:
        """x: (Q, L, D), bias: broadcast to (Q, H, L, L); other: (Q, S, D) where the layer reads."""
        normed = self.norm(x)
        x = x + self.drop(self.attention(normed, normed, bias)[0])
        if self.read is not None and other is not None and other_bias is not None:
            x = x + self.read(x, other, other_bias)[0]
        return x + self.drop(self.forward_net(x))


class CrossAttention(nn.Module):
    """One direction of a co-attention: the owner's queries, the other's keys and values."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.norm, self.other_norm, self.attention, self.drop = (
            nn.LayerNorm(width),
            nn.LayerNorm(width),
            Attention(width, heads),
            nn.Dropout(dropout),
        )

    def forward(self, own: Tensor, other: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        read, weights = self.attention(self.norm(own), self.other_norm(other), bias)
        return self.drop(read), weights


class CoAttention(nn.Module):
    """Text queries read image keys and values; image queries read text's. Each stream then has its feed-forward and a layer alone."""

    def __init__(self, width: int, heads: int, times: int, dropout: float) -> None:
        super().__init__()
        self.text_reads, self.image_reads = CrossAttention(width, heads, dropout), CrossAttention(width, heads, dropout)
        self.text_forward, self.image_forward = FeedForward(width, times), FeedForward(width, times)
        self.text_layer, self.image_layer = Layer(width, heads, times, dropout), Layer(width, heads, times, dropout)

    def forward(self, t: Tensor, x: Tensor, text_bias: Tensor, image_bias: Tensor, geometry: Tensor) -> tuple[Tensor, Tensor, list[Tensor]]:
        """
        t: (Q, T, D), x: (Q, N, D); text_bias: (Q, 1, 1, T), image_bias: (Q, 1, 1, N) hide padding; geometry: (Q, H, N, N)
        Returns both streams, and the maps (Q, H, T, N) and (Q, H, N, T).
        """
        of_image, text_map = self.text_reads(t, x, image_bias)
        of_text, image_map = self.image_reads(x, t, text_bias)
        t, x = t + of_image, x + of_text
        t, x = t + self.text_forward(t), x + self.image_forward(x)
        return self.text_layer(t, text_bias), self.image_layer(x, geometry), [text_map, image_map]


class CoAttentionFusion(nn.Module):
    def __init__(self, width: int, heads: int, times: int, blocks: int, dropout: float) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(CoAttention(width, heads, times, dropout) for _ in range(blocks))

    def forward(
        self, t: Tensor, x: Tensor, text_bias: Tensor, image_bias: Tensor, geometry: Tensor, keep_maps: bool = False
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """geometry: (Q, blocks, H, N, N); the rest as in CoAttention."""
        maps: list[Tensor] = []
        for number, block in enumerate(self.blocks):
            t, x, made = block(t, x, text_bias, image_bias, geometry[:, number])
            maps += made if keep_maps else []
        return t, x, maps


class PooledFusion(nn.Module):
    """Each stream runs alone; then what `mix` makes of both means is added to every token of both."""

    def __init__(self, width: int, heads: int, times: int, blocks: int, dropout: float) -> None:
        super().__init__()
        self.text_layers = nn.ModuleList(Layer(width, heads, times, dropout) for _ in range(blocks))
        self.image_layers = nn.ModuleList(Layer(width, heads, times, dropout) for _ in range(blocks))

    def forward(
        self, t: Tensor, x: Tensor, text_bias: Tensor, image_bias: Tensor, geometry: Tensor, keep_maps: bool = False
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        for number, (text_layer, image_layer) in enumerate(zip(self.text_layers, self.image_layers, strict=True)):
            t, x = text_layer(t, text_bias), image_layer(x, geometry[:, number])
        text, image = (_mean(rows, bias) for rows, bias in ((t, text_bias), (x, image_bias)))
        # For a token the other stream is a mean: all that these fusions can know of it.
        return self.mix(t, image[:, None].expand_as(t)), self.mix(x, text[:, None].expand_as(x)), []

    def mix(self, own: Tensor, other: Tensor) -> Tensor:
        raise NotImplementedError


class Concatenation(PooledFusion):
    """fused = own + MLP([own; other])"""

    def __init__(self, width: int, heads: int, times: int, blocks: int, dropout: float) -> None:
        super().__init__(width, heads, times, blocks, dropout)
        self.net = nn.Sequential(nn.Linear(2 * width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width))

    def mix(self, own: Tensor, other: Tensor) -> Tensor:
        return own + self.net(torch.cat([own, other], -1))


class WeightedAverage(PooledFusion):
    """fused = w own + (1 - w) other, w learned."""

    def __init__(self, width: int, heads: int, times: int, blocks: int, dropout: float) -> None:
        super().__init__(width, heads, times, blocks, dropout)
        self.weight = nn.Parameter(torch.zeros(()))

    def mix(self, own: Tensor, other: Tensor) -> Tensor:
        share = self.weight.sigmoid()
        return share * own + (1 - share) * other


def _mean(rows: Tensor, bias: Tensor) -> Tensor:
    real = (bias[:, 0, 0] > HIDDEN / 2).to(rows.dtype)[..., None]
    return (rows * real).sum(1) / real.sum(1).clamp(min=1)


FUSIONS: dict[str, Callable[..., nn.Module]] = {
    "coattention": CoAttentionFusion,
    "concatenation": Concatenation,
    "average": WeightedAverage,
}
