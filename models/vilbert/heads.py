"""What the two fused streams say: answers, grounding, the two things that words speak of, matching, abstaining; and how an answer is
finished with what is copied and counted.

    text[CLS] x image[0], and what the marked tokens say ─ joint ─ answers, gates, matching, abstaining
    tokens, and each times the words' sum                 ─ marks ─ grounding, pointer, first thing, second thing

The product of [CLS] and [IMG]: ViLBERT, Lu et al. 2019, arXiv:1908.02265, sections 2.2 (matching) and 3.2 (answers). Pointer networks:
Vinyals et al. 2015, arXiv:1506.03134, section 2.3. The mixture of saying and copying: See et al. 2017, arXiv:1704.04368, section 2.2.

Dimension key: Q questions, N image tokens, T text tokens, D width, C colours, A answers, M names a token.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.vilbert.blocks import HIDDEN
from models.vilbert.streams import Dimensions, Outputs, TokenBatch
from models.vilbert.vocabulary import FIRST_NUMBER, LEAST, NUMBERS


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
        marks = self.token(torch.cat([x, x * a[:, None]], -1)) + HIDDEN * (~mask)[..., None].to(x.dtype)
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

    points: Tensor
    """(4, 1): which of the marks is the pointer."""
    few: Tensor
    """(4, 1): what is added to the sum of each of the others, so that hardly anything is no share of nothing."""
    meant: Tensor
    """(3,): the others."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.out = nn.Linear(4 * width + 7 + 12 + 4 + 2, 2 * width)
        self.register_buffer("points", torch.tensor([[False], [True], [False], [False]]), persistent=False)
        self.register_buffer("few", torch.tensor([[1.0], [1.0], [0.1], [0.1]]), persistent=False)
        self.register_buffer("meant", torch.tensor([0, 2, 3]), persistent=False)

    def forward(self, marks: Tensor, x: Tensor, boxes: Tensor, colours: Tensor) -> Tensor:
        """marks: (Q, N, 4) logits of grounding, pointer, first and second. Returns (Q, 2 D)."""
        marks = marks.float().transpose(1, 2)
        chance = marks.sigmoid()
        sums, most = chance.sum(2), chance.amax(2)
        share = torch.where(self.points, marks.softmax(2), chance / (self.few + sums[..., None]))
        states = (share.to(x.dtype) @ x).flatten(1)
        places, shades = share[:, 1:] @ boxes, share[:, 2:] @ colours
        corners = places[:, 1] - places[:, 2]
        apart = (corners[:, :2] + corners[:, 2:]) / 2
        alike = shades.prod(1).sum(1, keepdim=True)
        more = torch.tanh(sums[:, 2:3] - sums[:, 3:])
        counts = torch.cat([torch.log1p(sums[:, self.meant]), more, most[:, self.meant]], 1)
        length = (shades.pow(2).sum(2) + 1e-4).sqrt().prod(1, keepdim=True)
        spaces = torch.cat([places.flatten(1), apart, torch.tanh(8 * apart), alike, alike / length], 1)
        return self.out(torch.cat([states, counts.to(x.dtype), spaces.to(x.dtype)], -1))


def finish(outputs: Outputs, picture: TokenBatch, questions: int, of_names: Tensor, of_colours: Tensor, countable: Tensor) -> Tensor:
    """
    The answers with what the grounding counts and the pointer copies; the run time does the same in numpy (runtime.py).
    of_names: (names,), of_colours: (C,) int64: the answer that each name and colour is, 0 for none
    countable: (B, N) bool: the tokens that are one thing each
    Returns (Q, A) logarithms of chances.
    """
    repeat = lambda part: part.repeat_interleave(questions, 0)  # noqa: E731
    chosen = outputs.pointer.float().softmax(-1)
    count = (outputs.grounding.float().sigmoid() * repeat(countable)).sum(-1)
    near = (-(count[:, None] - torch.arange(NUMBERS, device=count.device)).abs() * outputs.count_scale[:, None].float()).clamp(min=-20)
    logits = outputs.answers.float()
    said = (logits + F.pad(near, (FIRST_NUMBER, logits.shape[1] - FIRST_NUMBER - NUMBERS))).log_softmax(-1)

    rows, chances = of_names[picture.names], picture.chances.float()
    unusable = (rows == 0) | (chances <= 0)
    keen = repeat(chances.clamp(min=LEAST).log() + HIDDEN * unusable) * outputs.copy_scale[:, 0].float()[:, None, None]
    share = keen.softmax(-1) * repeat(~unusable) * chosen[..., None]
    names = torch.zeros_like(said).scatter_add(1, repeat(rows).flatten(1), share.flatten(1))

    shades = (chosen[:, None] @ repeat(picture.colours).float()).squeeze(1) * outputs.copy_scale[:, 1:].float()
    colours = torch.zeros_like(said).index_add(1, of_colours, shades.softmax(-1))
    ways = torch.stack([said, (names + LEAST**2).log(), (colours + LEAST**2).log()], -1)
    return (ways + outputs.gates.float().log_softmax(-1)[:, None]).logsumexp(-1)
