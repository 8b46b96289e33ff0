"""Further wordings for a trained network: it is its own teacher, who hears each question in plain words.

Only what reads words before the fusion learns (places and text layers), so nothing that was learned of pictures moves, photos included.
The mean of several wordings makes a worse teacher: of photos it lost 4 points. Consistency over paraphrases as in Shah et al. 2019
(arXiv:1902.05660), here by distilling a network into itself; it is then averaged with what it began with (average.py).

Dimension key: B pictures, K questions a picture, Q = B*K, T words, N tokens, A answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn

from models.vilbert.data.batches import Batch, assemble, padded
from models.vilbert.data.chat import chat
from models.vilbert.data.sources import Source, shown
from models.vilbert.data.wording import Said, again, freely, rephrased, spoken
from models.vilbert.heads import finish
from models.vilbert.network import ViLBERT
from models.vilbert.streams import Outputs, Streams
from models.vilbert.vocabulary import Vocabulary

LEARNS = ("place", "word_norm.", "text_layers.")
"""Parts of the network, by how their names begin. The word vectors' way in is the image tokens' too, so it stays."""
FREE, HELD, SAME = 0.4, 0.5, 0.35
"""Share of the questions that are not of their picture; of those, and of the others, that are asked as the teacher hears them: so what it
makes of words that no template has is held."""
TALK = 32
SHARES = {
    "answers": 1.0,
    "marks": 4.0,
    "pointer": 0.5,
    "matching": 0.6,
    "abstain": 0.4,
    "embedding": 0.5,
    "captions": 1.0,
    "needs picture": 0.1,
}
"""Of each part in the loss."""


Told = tuple[Outputs, Tensor, Tensor]
"""What the heads say, logarithms of the answers' chances (Q, A), and the vectors of the words (Q, E)."""


@dataclass
class Reworded(Batch):
    """`ids` are other words for what `heard` asks."""

    heard: Tensor
    """(Q, T): the same in words that the teacher knows."""
    talk: Tensor
    """(TALK, T): what needs no picture."""


def reworded(
    rng: random.Random, words: Vocabulary, sources: Sequence[tuple[float, Source]], pictures: int, questions: int
) -> Iterator[Reworded]:
    for examples in shown(rng, sources, pictures, questions):
        batch = assemble(examples, words)
        asked = [_asked(rng, question.text) for example in examples for question in example.questions]
        known = {item.name: getattr(batch, item.name) for item in fields(Batch)}
        others, heard = (padded([words.ids(text) for text in wordings]) for wordings in zip(*asked, strict=True))
        yield Reworded(**known | {"ids": others}, heard=heard, talk=padded([words.ids(chat(rng)) for _ in range(TALK)]))


def _asked(rng: random.Random, text: str) -> tuple[str, str]:
    """In any words, and in those that the teacher hears: the question of the picture, or one that anybody might ask."""
    if rng.random() < FREE:
        wordings = rng.choice(freely())
        said = rng.choice(wordings)
        return (said, said) if rng.random() < HELD else (spoken(rng, said), wordings[0])
    if not isinstance(text, Said):
        return spoken(rng, text), text
    heard = again(rng, text)
    return (spoken(rng, heard) if rng.random() < SAME else rephrased(rng, text)), heard


class Rephrasing(nn.Module):
    """What one batch teaches, as Lesson does it."""

    of_names: Tensor
    of_colours: Tensor

    def __init__(self, network: ViLBERT, words: Vocabulary) -> None:
        """network: a trained one, which teaches as it is now."""
        super().__init__()
        self.network = network
        self._teacher = [deepcopy(network).eval().requires_grad_(False)]  # in a list: its weights are not this module's to train or keep
        for name, part in network.named_parameters():
            part.requires_grad_(name.startswith(LEARNS))
        for name, rows in (("of_names", words.of_names), ("of_colours", words.of_colours)):
            self.register_buffer(name, torch.tensor(rows), persistent=False)

    def forward(self, batch: Reworded, captions: bool) -> tuple[Tensor, dict[str, Tensor], Tensor]:
        teacher, count = self._teacher[0].to(batch.ids.device), batch.per_picture
        with torch.no_grad():
            streams = teacher.see(batch.picture)
            taught = self._told(teacher, streams, batch, batch.heard, count)
        told = self._told(self.network, streams, batch, batch.ids, count)
        losses = self._parts(told, taught, streams.mask.repeat_interleave(count, 0))
        losses["needs picture"] = self._talk(teacher, batch)
        if captions:
            losses["captions"] = self._captions(teacher, streams, batch)
        total = torch.stack([SHARES[name] * loss for name, loss in losses.items()]).sum()
        return total, {name: loss.detach() for name, loss in losses.items()}, told[1].detach()

    def _told(self, network: ViLBERT, streams: Streams, batch: Batch, ids: Tensor, count: int) -> Told:
        t, mask = network.read(ids)
        outputs = network.fuse(streams, t, mask, count)
        logits = finish(outputs, batch.picture, count, self.of_names, self.of_colours, batch.countable)
        return outputs, logits, network.embed_text(t, mask).float()

    def _parts(self, told: Told, taught: Told, mask: Tensor) -> dict[str, Tensor]:
        (outputs, logits, vectors), (known, chances, others) = told, taught
        marks = [_binary(getattr(outputs, name)[mask], getattr(known, name)[mask]) for name in ("grounding", "first", "second")]
        return {
            "answers": _divergence(logits, chances.exp()),
            "marks": torch.stack(marks).sum(),
            "pointer": _divergence(outputs.pointer.float().log_softmax(-1), known.pointer.float().softmax(-1)),
            "matching": _binary(outputs.matching, known.matching),
            "abstain": _binary(outputs.abstain, known.abstain),
            "embedding": 1 - (vectors * others).sum(-1).mean(),
        }

    def _talk(self, teacher: ViLBERT, batch: Reworded) -> Tensor:
        """Whether words need the picture: other words for a question do as the question does, and talk goes on needing none."""
        with torch.no_grad():
            asked = teacher.picture_needed(*teacher.read(batch.heard))
            talked = teacher.picture_needed(*teacher.read(batch.talk))
        needed = [self.network.picture_needed(*self.network.read(ids)) for ids in (batch.ids, batch.talk)]
        return _binary(needed[0], asked) + _binary(needed[1], talked)

    def _captions(self, teacher: ViLBERT, streams: Streams, batch: Batch) -> Tensor:
        """Captions, which nobody rephrases, go on matching their pictures and no others."""
        told = []
        for network in (teacher, self.network):
            t, mask = network.read(batch.captions)
            told.append([network.fuse(streams, *rows).matching for rows in ((t, mask), (t.roll(1, 0), mask.roll(1, 0)))])
        known, said = (torch.cat(parts) for parts in told)
        return _binary(said, known.detach())


def _divergence(told: Tensor, known: Tensor) -> Tensor:
    """Kullback-Leibler, without what does not change. told: logarithms; known: chances."""
    return -(known * (told - known.clamp(min=1e-9).log())).sum(-1).mean()


def _binary(told: Tensor, known: Tensor) -> Tensor:
    """Both are logits."""
    return nn.functional.binary_cross_entropy_with_logits(told.float(), known.float().sigmoid())
