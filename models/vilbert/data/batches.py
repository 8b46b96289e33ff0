"""From pictures and their questions to the arrays of one training step.

Dimension key: B pictures, K questions a picture, Q = B*K, N tokens, T words.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from models.vilbert.data.captions import caption
from models.vilbert.data.detections import observe
from models.vilbert.data.noise import HARSH, HARSHLY, TRAINED
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.wording import spoken
from models.vilbert.objectives.answers import NO_ANSWER
from models.vilbert.streams import Picture
from models.vilbert.tokens import Tokens, stacked
from models.vilbert.vocabulary import Vocabulary

SHARES: Mapping[str, float] = {
    "exist": 7,
    "anyone": 1.5,
    "who": 3,
    "count": 8,
    "number": 3,
    "compare": 8,
    "colour": 5,
    "is colour": 3.5,
    "same colour": 7,
    "piece": 3,
    "band": 2.5,
    "quadrant": 3,
    "where": 5,
    "on side": 2.5,
    "relation": 14,
    "beside": 4,
    "holding": 3,
    "wearing": 4,
    "on": 3,
    "what": 10,
    "what thing": 3,
    "scene": 6,
    "inside": 2,
    "weather": 2,
    "deed": 3,
    "refer": 5,
    "refer relation": 8,
    "refer near": 3,
    "match": 9,
    "is relation": 5,
    "cannot tell": 5,
}
REFERRING = ("refer", "refer relation")


@dataclass(frozen=True)
class Example:
    """One picture with its questions."""

    tokens: Tokens
    keys: list[tuple[str, ...]]
    """What each token shows (questions.py)."""
    questions: list[Question]
    caption: str = ""


@dataclass
class Batch:
    picture: Picture
    countable: Tensor
    """(B, N) bool"""
    ids: Tensor
    """(Q, T)"""
    answers: Tensor
    """(Q,), NO_ANSWER where there is none."""
    meant: Tensor
    """(Q, N) bool"""
    copied: Tensor
    """(Q, N) bool"""
    first: Tensor
    """(Q, N) bool"""
    second: Tensor
    """(Q, N) bool"""
    refers: Tensor
    """(Q,) bool"""
    truths: Tensor
    """(Q,) float: 1, 0, or -1 where it is no statement."""
    unknowable: Tensor
    """(Q,) float: 1 where the picture cannot tell."""
    numbers: Tensor
    """(Q,) float, -1 where the question asks for none."""
    kinds: list[str]
    captions: Tensor
    """(B, T)"""
    per_picture: int

    def to(self, device: torch.device) -> Batch:
        moved = {item.name: part.to(device) for item in fields(self) if isinstance(part := getattr(self, item.name), Tensor)}
        picture = Picture(*(getattr(self.picture, item.name).to(device) for item in fields(Picture)))
        return replace(self, **moved, picture=picture)


def assemble(examples: Sequence[Example], words: Vocabulary) -> Batch:
    """Every example has the same number of questions."""
    tokens, mask = stacked([example.tokens for example in examples])
    questions = [question for example in examples for question in example.questions]
    marks = {name: np.zeros((len(questions), mask.shape[1]), bool) for name in ("rests_on", "copied_from", "first", "second")}
    row = 0
    for example in examples:
        places: dict[str, list[int]] = {}
        for place, shown in enumerate(example.keys):
            for key in shown:
                places.setdefault(key, []).append(place)
        for question in example.questions:
            for name, marked in marks.items():
                marked[row, [place for key in getattr(question, name) for place in places.get(key, ())]] = True
            row += 1
    return Batch(
        picture_of(tokens, mask),
        torch.from_numpy(tokens.counted & mask),
        padded([words.ids(question.text) for question in questions]),
        torch.tensor([words.answer_rows.get(question.answer or "", NO_ANSWER) for question in questions]),
        *(torch.from_numpy(marked) for marked in marks.values()),
        torch.tensor([question.kind in REFERRING for question in questions]),
        torch.tensor([-1.0 if question.true is None else float(question.true) for question in questions]),
        torch.tensor([float(question.cannot_tell) for question in questions]),
        torch.tensor([float(question.answer or 0) if question.kind == "count" else -1.0 for question in questions]),
        [question.kind for question in questions],
        padded([words.ids(example.caption) for example in examples]),
        len(examples[0].questions),
    )


def picture_of(tokens: Tokens, mask: np.ndarray) -> Picture:
    arrays = (tokens.names, tokens.chances, tokens.colours, tokens.boxes, tokens.statistics, tokens.kinds, tokens.features, mask)
    return Picture(*(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays))


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    out = torch.zeros((len(rows), max(len(row) for row in rows)), dtype=torch.int64)
    for place, row in enumerate(rows):
        out[place, : len(row)] = torch.tensor(row)
    return out


def simulated(rng: random.Random, count: int, questions: int, shares: Mapping[str, float] = SHARES) -> list[Example]:
    examples = []
    for _ in range(count):
        world = simulate(rng)
        tokens, keys = observe(rng, world, HARSH if rng.random() < HARSHLY else TRAINED)
        asked = [worded(rng, question) for question in ask(rng, world, questions, shares)]
        examples.append(Example(tokens, keys, asked, caption(rng, world)))
    return examples


def worded(rng: random.Random, question: Question) -> Question:
    return replace(question, text=spoken(rng, question.text))


def stream(rng: random.Random, words: Vocabulary, pictures: int, questions: int) -> Iterator[Batch]:
    while True:
        yield assemble(simulated(rng, pictures, questions), words)
