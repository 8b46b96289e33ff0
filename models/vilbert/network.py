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
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.vilbert.blocks import FUSIONS, Layer, hidden
from models.vilbert.tokens import FEATURES, KINDS, STATISTICS

NUMBERS = 21
"""The answers 0 to 20, which the count may raise."""
BANDS = (0.5, 1.0, 2.0)
"""Frequencies of a box's Fourier features, in half turns over the picture."""


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


@dataclass
class Picture:
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


class WordEmbedding(nn.Module):
    """Frozen word vectors, one learned way from them to the width; used for words, names, colours and answers alike."""

    def __init__(self, table: Tensor, width: int) -> None:
        super().__init__()
        self.register_buffer("table", table)
        self.adapt = nn.Linear(table.shape[1], width)

    def forward(self, ids: Tensor) -> Tensor:
        """ids: (..., T) rows of the table. Returns (..., T, D)."""
        return self.adapt(F.embedding(ids, self.table))

    def means(self, groups: Tensor) -> Tensor:
        """groups: (G, V) averaging matrix over the table, or (G, W) vectors made with it. Returns (G, D)."""
        return self.adapt(groups)


class BoxCode(nn.Module):
    """Box -> Fourier features of corners, centre and size -> width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.out = nn.Sequential(nn.Linear(8 * (1 + 2 * len(BANDS)), width), nn.LayerNorm(width))

    def forward(self, boxes: Tensor) -> Tensor:
        """boxes: (B, N, 4). Returns (B, N, D)."""
        low, high = boxes[..., :2], boxes[..., 2:]
        base = torch.cat([boxes, (low + high) / 2, high - low], -1) * 2 - 1
        waves = [wave(base * (math.pi * band)) for band in BANDS for wave in (torch.sin, torch.cos)]
        return self.out(torch.cat([base, *waves], -1))


class Geometry(nn.Module):
    """How one token lies to another, as a bias of the image stream's self-attention."""

    def __init__(self, layers: int, heads: int) -> None:
        super().__init__()
        self.shape = (layers, heads)
        self.net = nn.Sequential(nn.Linear(10, 24), nn.ReLU(), nn.Linear(24, layers * heads))

    def forward(self, boxes: Tensor, mask: Tensor) -> Tensor:
        """boxes: (B, N, 4), mask: (B, N). Returns (B, layers, H, N, N), from the token of the row to that of the column."""
        centre, size = (boxes[..., :2] + boxes[..., 2:]) / 2, boxes[..., 2:] - boxes[..., :2]
        step = centre[:, None] - centre[:, :, None]
        far = step.norm(dim=-1, keepdim=True)
        low = torch.maximum(boxes[:, :, None, :2], boxes[:, None, :, :2])
        high = torch.minimum(boxes[:, :, None, 2:], boxes[:, None, :, 2:])
        shared = (high - low).clamp(min=0).prod(-1, keepdim=True)
        area = size.prod(-1).clamp(min=1e-4)
        inside, covers = shared / area[:, :, None, None], shared / area[:, None, :, None]
        pairs = torch.cat([step * 2, torch.tanh(step * 8), step / (far + 0.02), far, inside, covers, (inside * covers).sqrt()], -1)
        batch, count = mask.shape
        bias = self.net(pairs).permute(0, 3, 1, 2).reshape(batch, *self.shape, count, count)
        return bias + hidden(mask)[:, None]


class ImageEmbedding(nn.Module):
    """Names, colours, box, kind, statistics and features of a token, summed."""

    def __init__(self, size: Dimensions) -> None:
        super().__init__()
        width = size.width
        self.tags = nn.Linear(2 * width, width)
        self.tag_norm = nn.LayerNorm(2 * width)
        self.box = BoxCode(width)
        self.kind = nn.Embedding(len(KINDS), width)
        self.statistics = nn.Linear(STATISTICS, width)
        self.feature_norm = nn.LayerNorm(FEATURES)
        self.feature_drop = nn.Dropout(0.2)
        self.features = nn.Linear(FEATURES, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, picture: Picture, names: Tensor, colours: Tensor) -> Tensor:
        """names: (names, D) and colours: (C, D), embedded words. Returns (B, N, D)."""
        named = (F.embedding(picture.names, names) * picture.chances[..., None]).sum(2)
        tags = self.tags(self.tag_norm(torch.cat([named, picture.colours @ colours], -1)))
        seen = self.features(self.feature_drop(self.feature_norm(picture.features)))
        has = (picture.features.abs().amax(-1, keepdim=True) > 0).to(seen.dtype)
        placed = self.box(picture.boxes) + self.kind(picture.kinds) + self.statistics(picture.statistics)
        return self.norm(tags + placed + seen * has)


class ViLBERT(nn.Module):
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
        self.apply(_initialize)

    # ---- the streams before the fusion

    def see(self, picture: Picture) -> Streams:
        """Once a picture."""
        assert picture.boxes.shape[-1] == 4 and picture.names.shape == picture.chances.shape
        x = self.image(picture, self.words.means(self.name_rows), self.words.means(self.colour_rows))
        bias = self.geometry(picture.boxes, picture.mask)
        for number, layer in enumerate(self.image_layers):
            x = layer(x, bias[:, number])
        return Streams(x, bias[:, len(self.image_layers) :], picture.mask, picture.boxes, picture.colours, picture.chances.amax(-1))

    def read(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """ids: (Q, T), 0 is padding. Returns the text stream (Q, T, D) and its mask (Q, T)."""
        assert ids.ndim == 2 and ids.shape[1] <= self.size.longest
        mask = ids > 0
        t = self.word_norm(self.words(ids) + self.place[: ids.shape[1]])
        for layer in self.text_layers:
            t = layer(t, hidden(mask))
        return t, mask

    # ---- fusion and heads

    def forward(self, streams: Streams, ids: Tensor, questions: int = 1, keep_maps: bool = False) -> Outputs:
        """ids: (Q, T) with Q = B * questions, the questions of a picture one after the other."""
        t, text_mask = self.read(ids)
        return self.fuse(streams, t, text_mask, questions, keep_maps)

    def fuse(self, streams: Streams, t: Tensor, text_mask: Tensor, questions: int = 1, keep_maps: bool = False) -> Outputs:
        parts = (streams.tokens, streams.mask, streams.boxes, streams.colours, streams.trust)
        x, mask, boxes, colours, trust = (part.repeat_interleave(questions, 0) if questions > 1 else part for part in parts)
        t, x, maps = self.fusion(t, x, hidden(text_mask), hidden(mask), streams.bias, keep_maps)
        t, x = self.text_norm(t), self.image_norm(x)
        answers = self.words.means(self.answer_rows)
        return self.heads(t, x, mask, boxes, colours, trust, answers, maps)

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


class Heads(nn.Module):
    def __init__(self, size: Dimensions) -> None:
        super().__init__()
        width = size.width
        self.text, self.image = nn.Linear(width, width), nn.Linear(width, width)
        self.joint = nn.Sequential(nn.Linear(2 * width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width), nn.ReLU())
        self.answer_key = nn.Linear(width, width)
        self.answer_bias = nn.Parameter(torch.zeros(size.answers))
        self.free = nn.Linear(width, min(size.free, size.answers), bias=False)
        self.scales, self.gates = nn.Linear(width, 3), nn.Linear(width, 3)
        self.matching, self.abstain = nn.Linear(width, 1), nn.Linear(width, 1)
        self.token = nn.Sequential(nn.Linear(2 * width, width), nn.ReLU(), nn.Linear(width, 4))
        self.referents = Referents(width)
        self.trust = nn.Linear(width, 1)

    def forward(
        self, t: Tensor, x: Tensor, mask: Tensor, boxes: Tensor, colours: Tensor, trust: Tensor, answers: Tensor, maps: list[Tensor]
    ) -> Outputs:
        """t: (Q, T, D), x: (Q, N, D), boxes: (Q, N, 4), colours: (Q, N, C), trust: (Q, N), answers: (A, D)."""
        a, b = self.text(t[:, 0]), self.image(x[:, 0])
        marks = self.token(torch.cat([x, x * a[:, None]], -1)) - 1e4 * (~mask)[..., None].to(x.dtype)
        # What the networks are sure of is copied before what they only suspect, as far as the words ask for a name.
        weight = F.softplus(self.trust(a)) * torch.log(trust + 0.02).to(x.dtype)
        marks = torch.cat([marks[..., :1], marks[..., 1:2] + weight[..., None], marks[..., 2:]], -1)
        joint = self.joint(torch.cat([a * b, a + b], -1) + self.referents(marks, x, boxes, colours))
        logits = joint @ self.answer_key(answers).T / math.sqrt(joint.shape[-1]) + self.answer_bias
        logits = logits + F.pad(self.free(joint), (0, logits.shape[1] - self.free.out_features))
        scales = F.softplus(self.scales(joint))
        return Outputs(
            logits,
            self.gates(joint),
            scales[:, :2],
            scales[:, 2],
            marks[..., 1],
            marks[..., 0],
            marks[..., 2],
            marks[..., 3],
            self.matching(joint).squeeze(-1),
            self.abstain(joint).squeeze(-1),
            t,
            x,
            maps,
        )


class Referents(nn.Module):
    """What the marked tokens say, for the answer: their states, how many they are, where they lie and how alike in colour."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.out = nn.Linear(4 * width + 7 + 12 + 4 + 2, 2 * width)

    def forward(self, marks: Tensor, x: Tensor, boxes: Tensor, colours: Tensor) -> Tensor:
        """marks: (Q, N, 4) logits of grounding, pointer, first and second. Returns (Q, 2 D)."""
        marks = marks.float()
        chance = marks.sigmoid()
        sums = chance.sum(1)
        share = torch.stack(
            [
                chance[..., 0] / (1 + sums[:, None, 0]),
                marks[..., 1].softmax(-1),
                *(chance[..., k] / (0.1 + sums[:, None, k]) for k in (2, 3)),
            ],
            1,
        )
        states = (share.to(x.dtype) @ x).flatten(1)
        places, shades = share[:, 1:] @ boxes, share[:, 2:] @ colours
        apart = (places[:, 1, :2] + places[:, 1, 2:] - places[:, 2, :2] - places[:, 2, 2:]) / 2
        alike = (shades[:, 0] * shades[:, 1]).sum(-1, keepdim=True)
        length = (shades.pow(2).sum(-1) + 1e-4).sqrt()
        more = torch.tanh(sums[:, 2:3] - sums[:, 3:4])
        counts = torch.cat(
            [torch.log1p(sums[:, :1]), torch.log1p(sums[:, 2:]), more, chance[..., 0].amax(1, keepdim=True), chance[..., 2:].amax(1)], -1
        )
        spaces = torch.cat([places.flatten(1), apart, torch.tanh(8 * apart), alike, alike / (length[:, :1] * length[:, 1:])], -1)
        return self.out(torch.cat([states, counts.to(x.dtype), spaces.to(x.dtype)], -1))


def finish(outputs: Outputs, picture: Picture, questions: int, of_names: Tensor, of_colours: Tensor, countable: Tensor) -> Tensor:
    """
    The answers with what the grounding counts and the pointer copies; the run time does the same in numpy (runtime.py).
    of_names: (names,), of_colours: (C,) int64: the answer that each name and colour is, 0 for none
    countable: (B, N) bool: the tokens that are one thing each
    Returns (Q, A) logarithms of chances.
    """
    repeat = lambda part: part.repeat_interleave(questions, 0)  # noqa: E731
    chosen = outputs.pointer.float().softmax(-1)
    count = (outputs.grounding.float().sigmoid() * repeat(countable)).sum(-1)
    near = (-(count[:, None] - torch.arange(NUMBERS)).abs() * outputs.count_scale[:, None].float()).clamp(min=-20)
    logits = outputs.answers.float()
    said = (logits + F.pad(near, (FIRST_NUMBER, logits.shape[1] - FIRST_NUMBER - NUMBERS))).log_softmax(-1)

    rows, chances = of_names[picture.names], picture.chances.float()
    unusable = (rows == 0) | (chances <= 0)
    keen = repeat(chances.clamp(min=LEAST).log() - 1e4 * unusable) * outputs.copy_scale[:, 0].float()[:, None, None]
    share = keen.softmax(-1) * repeat(~unusable) * chosen[..., None]
    names = torch.zeros_like(said).scatter_add(1, repeat(rows).flatten(1), share.flatten(1))

    shades = (chosen[:, None] @ repeat(picture.colours).float()).squeeze(1) * outputs.copy_scale[:, 1:].float()
    colours = torch.zeros_like(said).index_add(1, of_colours, shades.softmax(-1))
    ways = torch.stack([said, (names + LEAST**2).log(), (colours + LEAST**2).log()], -1)
    return (ways + outputs.gates.float().log_softmax(-1)[:, None]).logsumexp(-1)


LEAST = 1e-4
"""Chance below which a name is not told apart from others."""
FIRST_NUMBER = 2
"""Answers begin with yes, no, 0, 1, 2 ..."""


class Decoder(nn.Module):
    """Captions: a causal stream of words that reads the image tokens (the article's image captioning; Vinyals et al. 2015)."""

    def __init__(self, size: Dimensions, layers: int = 2) -> None:
        super().__init__()
        self.place = nn.Parameter(torch.randn(size.longest, size.width) * 0.02)
        self.fusion = nn.ModuleList(Layer(size.width, size.heads, size.feed_forward, size.dropout, reads=True) for _ in range(layers))
        self.norm, self.out = nn.LayerNorm(size.width), nn.Linear(size.width, size.table)
        self.apply(_initialize)

    def forward(self, words: Tensor, image: Tensor, mask: Tensor) -> Tensor:
        """words: (B, T, D) embedded, image: (B, N, D), mask: (B, N). Returns (B, T, W): compare with rows of the word table."""
        count = words.shape[1]
        causal = torch.full((count, count), -1e4, dtype=words.dtype).triu(1)[None, None]
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
