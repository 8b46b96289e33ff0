"""What goes into the fusion's network, what it keeps of a picture, and what it says.

Dimension key: B pictures, K questions a picture, Q = B*K questions, T text tokens, N image tokens, D width, H heads, C colours, F backbone
features, A answers, M names a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class Dimensions:
    words: int
    names: int
    answers: int
    width: int = 128
    heads: int = 4
    text_layers: int = 2
    image_layers: int = 1
    blocks: int = 3
    feed_forward: int = 2
    table: int = 128
    longest: int = 32
    free: int = 128
    """Answers, from the first, that have a vector of their own beside that of their words."""
    embedding: int = 128
    fusion: str = "coattention"
    dropout: float = 0.0
    head: int = 0
    """Width of an attention's head; 0 is width / heads."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of modules that have another size than the rest, by name: heads of an attention, channels of a feed-forward (resize.py)."""


@dataclass
class TokenBatch:
    """A batch of image tokens; see models/vilbert/tokens.py."""

    names: Tensor
    """(B, N, M) int64 rows of the name table; 0 is no name."""
    chances: Tensor
    """(B, N, M) probability of each name."""
    colours: Tensor
    """(B, N, C)"""
    boxes: Tensor
    """(B, N, 4) fractions of the picture."""
    statistics: Tensor
    """(B, N, STATISTICS)"""
    kinds: Tensor
    """(B, N) int64"""
    features: Tensor
    """(B, N, F), zeros where a token has none."""
    mask: Tensor
    """(B, N) bool, True where a token is real."""


@dataclass
class Streams:
    """The image stream before the fusion: all that a further question about the picture needs."""

    tokens: Tensor
    """(B, N, D)"""
    bias: Tensor
    """(B, blocks, H, N, N): pairwise geometry, padding included."""
    mask: Tensor
    """(B, N)"""
    boxes: Tensor
    """(B, N, 4)"""
    colours: Tensor
    """(B, N, C)"""
    trust: Tensor
    """(B, N) the chance of each token's likeliest name."""


@dataclass
class Outputs:
    answers: Tensor
    """(Q, A) logits of what is said, without copy and count."""
    gates: Tensor
    """(Q, 3) logits: whether the answer is said, or copied as a name, or as a colour."""
    copy_scale: Tensor
    """(Q, 2): how sharply a token's names, and its colours, are told apart."""
    count_scale: Tensor
    """(Q,)"""
    pointer: Tensor
    """(Q, N) logits: from which token the answer is copied."""
    grounding: Tensor
    """(Q, N) logits: whether the words mean this token."""
    first: Tensor
    """(Q, N) logits: of the first thing that the words speak of."""
    second: Tensor
    """(Q, N) logits: of the second."""
    matching: Tensor
    """(Q,) logit: whether the words are true of the picture."""
    abstain: Tensor
    """(Q,) logit: whether the picture cannot tell."""
    text: Tensor
    """(Q, T, D) after the fusion."""
    image: Tensor
    """(Q, N, D) after the fusion."""
    maps: list[Tensor]
    """Per block the text's attention over image tokens, (Q, H, T, N), then the image's over words, (Q, H, N, T)."""
