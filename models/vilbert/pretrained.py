"""What the objectives of pre-training have taught, one number each: hidden words and regions told from the rest, captions and pictures
brought together. Each with the own picture and with another: what the rest of the sentence gives away alone.

Dimension key: B captions, each with its picture, T words, N tokens.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields

import torch
from torch import Tensor

from models.vilbert.data.batches import Batch, assemble
from models.vilbert.data.examples import simulated
from models.vilbert.evaluate import Score
from models.vilbert.losses import used_words
from models.vilbert.network import ViLBERT
from models.vilbert.objectives.masked_regions import mask_regions
from models.vilbert.streams import Streams
from models.vilbert.vocabulary import MASK, SPECIAL, Vocabulary

Row = tuple[str, Score, Score]
"""An objective; with the own picture (for regions the own caption), and with another."""


@torch.no_grad()
def measured(network: ViLBERT, words: Vocabulary, pictures: int, seed: int) -> Iterator[Row]:
    """On captions of simulated pictures; network: in eval."""
    batch = assemble(simulated(random.Random(seed), pictures, 1), words)
    own = network.see(batch.picture)
    other = Streams(*(getattr(own, item.name).roll(1, 0) for item in fields(Streams)))
    used = used_words(words)
    yield "masked words", _words(network, own, batch.captions, used), _words(network, other, batch.captions, used)
    yield "masked regions", _regions(network, batch, batch.captions, seed), _regions(network, batch, batch.captions.roll(1, 0), seed)
    true, false = (network(streams, batch.captions).matching for streams in (own, other))
    yield "matching", _score("matching", true > 0), _score("matching", false < 0)
    texts, images = network.embed_text(*network.read(batch.captions)), network.embed_image(own)
    nearest, rows = (texts @ images.T).argmax(1), torch.arange(len(texts))
    yield "contrastive", _score("contrastive", nearest == rows), _score("contrastive", nearest == rows.roll(1))


def _words(network: ViLBERT, streams: Streams, captions: Tensor, used: Tensor) -> Score:
    """Each word of a caption hidden alone."""
    found = []
    for place in range(1, captions.shape[1]):
        truth = captions[:, place].contiguous()
        at = torch.searchsorted(used, truth).clamp(max=len(used) - 1)
        asked = (used[at] == truth) & (truth >= len(SPECIAL))
        shown = captions.clone()
        shown[:, place] = MASK
        guesses = network(streams, shown).text[:, place] @ network.words.adapt.weight @ network.words.table[used].T
        found.append((guesses.argmax(-1) == at)[asked])
    return _score("masked words", torch.cat(found))


def _regions(network: ViLBERT, batch: Batch, captions: Tensor, seed: int) -> Score:
    """The detector's likeliest name of each region that was hidden."""
    picture, chosen = mask_regions(batch.picture, batch.countable, torch.Generator().manual_seed(seed))
    image = network(network.see(picture), captions).image[chosen]
    guesses = (image @ network.words.adapt.weight @ network.name_rows.T).argmax(-1)
    likeliest = batch.picture.chances[chosen].argmax(-1, keepdim=True)
    return _score("masked regions", guesses == batch.picture.names[chosen].gather(1, likeliest).squeeze(1))


def _score(kind: str, right: Tensor) -> Score:
    return Score(kind, int(right.sum()), len(right))
