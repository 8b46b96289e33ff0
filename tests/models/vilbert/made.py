"""A tiny network over the shipped lists, and batches to feed it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import torch

from models.vilbert.data.batches import Batch, assemble
from models.vilbert.data.examples import simulated
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.presets import PRESETS
from models.vilbert.streams import Dimensions, TokenBatch
from models.vilbert.vocabulary import COLOURS, vocabulary

WORDS = vocabulary()
WIDTH = 16


def table() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(len(WORDS.words), WIDTH)).astype(np.float32)


def network(fusion: str = "coattention", **sizes: int) -> ViLBERT:
    torch.manual_seed(0)
    size = Dimensions(len(WORDS.words), len(WORDS.names), len(WORDS.answers), table=WIDTH, fusion=fusion, **{**PRESETS["tiny"], **sizes})
    chance = np.random.default_rng(1)
    rows = (chance.normal(size=(count, WIDTH)).astype(np.float32) for count in (len(WORDS.names), len(COLOURS), len(WORDS.answers)))
    return ViLBERT(size, torch.from_numpy(table()), *(torch.from_numpy(row) for row in rows)).eval()


def decoder(of: ViLBERT) -> Decoder:
    torch.manual_seed(1)
    return Decoder(of.size, layers=1).eval()


def batch(pictures: int = 2, questions: int = 3, seed: int = 0) -> Batch:
    return assemble(simulated(random.Random(seed), pictures, questions), WORDS)


def stream(rng: random.Random, pictures: int, questions: int) -> Iterator[Batch]:
    while True:
        yield assemble(simulated(rng, pictures, questions), WORDS)


def longer(picture: TokenBatch, by: int) -> TokenBatch:
    """The same with `by` padded tokens full of rubbish."""
    grown = {}
    for name, part in vars(picture).items():
        rubbish = torch.zeros_like(part[:, :1]) if name == "mask" else torch.ones_like(part[:, :1])
        grown[name] = torch.cat([part, rubbish.repeat(1, by, *[1] * (part.ndim - 2))], 1)
    return TokenBatch(**grown)
