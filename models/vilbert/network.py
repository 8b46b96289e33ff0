"""A compact two-stream ViLBERT (Lu et al. 2019, arXiv:1908.02265) over words and image tokens.

    words  ─ WordEmbedding ─ text layers ─┐                      ┌─ answer, copy, count, abstain, matching
                                          ├─ fusion (blocks.py) ─┤
    tokens ─ ImageEmbedding ─ image layer ┘                      └─ grounding (one logit a region and grid cell), pointer, masked region
             (once a picture)             └ contrastive embedding, taken before the fusion

What is not in the original, and why: words, class names, colour names and answers share one frozen table of word vectors (cut from
MiniLM), so that a name never asked for in training still means something; boxes enter as Fourier features and as a pairwise bias of
the image stream's self-attention, because relations stay at chance without them; the answer is said from the list or copied from the
token that the pointer chooses, its name or its colour (pointer networks, Vinyals et al. 2015, arXiv:1506.03134; the mixture of both, See
et al. 2017, arXiv:1704.04368), and a number is the sum of the grounding; words that speak of two things (`more cups than plates`, `left
of the dog`) mark a first and a second one, and both are read (Referents).

Dimension key: B pictures, K questions a picture, Q = B*K questions, T text tokens, N image tokens, D width, H heads, W width of the
word table, C colours, F backbone features, A answers, M names a token.
"""

from __future__ import annotations

import math
from dataclasses import asdict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.vilbert.blocks import FUSIONS, HIDDEN, Layer, hidden
from models.vilbert.embeddings import Geometry, ImageEmbedding, WordEmbedding
from models.vilbert.heads import Heads
from models.vilbert.resize import DECODER, resize
from models.vilbert.streams import Dimensions, Outputs, Streams, TokenBatch


class ViLBERT(nn.Module):
    name_rows: Tensor
    colour_rows: Tensor
    answer_rows: Tensor

    def __init__(self, size: Dimensions, table: Tensor, names: Tensor, colours: Tensor, answers: Tensor) -> None:
        """
        table:   (words, W) word vectors
        names:   (names, W), colours: (C, W), answers: (A, W): the mean vector of each one's words
        """
        super().__init__()
        self.size = size
        width = size.width
        self.words = WordEmbedding(table, width)
        for key, rows in (("name_rows", names), ("colour_rows", colours), ("answer_rows", answers)):
            self.register_buffer(key, rows, persistent=False)
        self.place = nn.Parameter(torch.randn(size.longest, width) * 0.02)
        self.word_norm = nn.LayerNorm(width)
        self.image = ImageEmbedding(size)
        self.geometry = Geometry(size.image_layers + size.blocks, size.heads)
        self.text_layers = nn.ModuleList(Layer(width, size.heads, size.feed_forward, size.dropout) for _ in range(size.text_layers))
        self.image_layers = nn.ModuleList(Layer(width, size.heads, size.feed_forward, size.dropout) for _ in range(size.image_layers))
        self.fusion = FUSIONS[size.fusion](width, size.heads, size.feed_forward, size.blocks, size.dropout)
        self.text_norm, self.image_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.heads = Heads(size)
        self.text_embedding, self.image_embedding = nn.Linear(width, size.embedding), nn.Linear(width, size.embedding)
        self.temperature = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.needs_picture = nn.Linear(width, 1)
        resize(self, size)
        self.apply(_initialize)

    # ---- the streams before the fusion

    def see(self, picture: TokenBatch) -> Streams:
        """Once a picture."""
        assert picture.boxes.shape[-1] == 4 and picture.names.shape == picture.chances.shape
        return self.see_with(picture, self.words.means(self.name_rows), self.words.means(self.colour_rows))

    def see_with(self, picture: TokenBatch, names: Tensor, colours: Tensor) -> Streams:
        """names: (names, D), colours: (C, D): embedded, which are constants where the network is exported (export.py)."""
        x = self.image(picture, names, colours)
        bias = self.geometry(picture.boxes, picture.mask)
        for number, layer in enumerate(self.image_layers):
            x = layer(x, bias[:, number])
        return Streams(x, bias[:, len(self.image_layers) :], picture.mask, picture.boxes, picture.colours, picture.chances.amax(-1))

    def read(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """ids: (Q, T), 0 is padding. Returns the text stream (Q, T, D) and its mask (Q, T)."""
        assert ids.ndim == 2 and ids.shape[1] <= self.size.longest
        return self.read_with(ids, self.words(ids))

    def read_with(self, ids: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """words: (Q, T, D): the same ones, embedded."""
        t = self.word_norm(words + self.place[: ids.shape[1]])
        mask = ids > 0
        for layer in self.text_layers:
            t = layer(t, hidden(mask))
        return t, mask

    # ---- fusion and heads

    def forward(self, streams: Streams, ids: Tensor, questions: int = 1, keep_maps: bool = False) -> Outputs:
        """ids: (Q, T) with Q = B * questions, the questions of a picture one after the other."""
        t, text_mask = self.read(ids)
        return self.fuse(streams, t, text_mask, questions, keep_maps)

    def fuse(self, streams: Streams, t: Tensor, text_mask: Tensor, questions: int = 1, keep_maps: bool = False) -> Outputs:
        return self.fuse_with(streams, t, text_mask, self.words.means(self.answer_rows), questions, keep_maps)

    def fuse_with(
        self, streams: Streams, t: Tensor, text_mask: Tensor, answers: Tensor, questions: int = 1, keep_maps: bool = False
    ) -> Outputs:
        """answers: (A, D): embedded, likewise."""
        parts = (streams.tokens, streams.mask, streams.boxes, streams.colours, streams.trust)
        x, mask, boxes, colours, trust = (part.repeat_interleave(questions, 0) if questions > 1 else part for part in parts)
        t, x, maps = self.fusion(t, x, hidden(text_mask), hidden(mask), streams.bias, keep_maps)
        return self.heads(self.text_norm(t), self.image_norm(x), mask, boxes, colours, trust, answers, maps)

    # ---- the coordinated representation

    def embed_text(self, t: Tensor, mask: Tensor) -> Tensor:
        """The mean of the words, before the fusion. Returns (Q, E) of unit length."""
        return F.normalize(self.text_embedding(_mean(t, mask)), dim=-1)

    def embed_image(self, streams: Streams) -> Tensor:
        """Returns (B, E) of unit length."""
        return F.normalize(self.image_embedding(_mean(streams.tokens, streams.mask)), dim=-1)

    def picture_needed(self, t: Tensor, mask: Tensor) -> Tensor:
        """(Q,) logit: whether these words are about what the camera sees."""
        return self.needs_picture(_mean(t, mask)).squeeze(-1)

    def dimensions(self) -> dict:
        return asdict(self.size)


class Decoder(nn.Module):
    """Captions: a causal stream of words that reads the image tokens (the article's image captioning; Vinyals et al. 2015)."""

    def __init__(self, size: Dimensions, layers: int = 2) -> None:
        super().__init__()
        self.place = nn.Parameter(torch.randn(size.longest, size.width) * 0.02)
        self.fusion = nn.ModuleList(Layer(size.width, size.heads, size.feed_forward, size.dropout, reads=True) for _ in range(layers))
        self.norm, self.out = nn.LayerNorm(size.width), nn.Linear(size.width, size.table)
        resize(self, size, DECODER)
        self.apply(_initialize)

    def forward(self, words: Tensor, image: Tensor, mask: Tensor) -> Tensor:
        """words: (B, T, D) embedded, image: (B, N, D), mask: (B, N). Returns (B, T, W): compare with rows of the word table."""
        count = words.shape[1]
        causal = torch.full((count, count), HIDDEN, dtype=words.dtype, device=words.device).triu(1)[None, None]
        t = words + self.place[:count]
        for layer in self.fusion:
            t = layer(t, causal, image, hidden(mask))
        return self.out(self.norm(t))


def parameters(module: nn.Module) -> int:
    """Trained numbers and the frozen word table."""
    return sum(part.numel() for part in module.parameters()) + sum(
        part.numel() for key, part in module.named_buffers() if key.endswith("table")
    )


def _mean(rows: Tensor, mask: Tensor) -> Tensor:
    weights = mask[..., None].to(rows.dtype)
    return (rows * weights).sum(1) / weights.sum(1).clamp(min=1)


def _initialize(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
