"""Simulated pictures with their questions, as the network sees them: no torch, so that what measures a graph needs none."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.vilbert.data.captions import caption
from models.vilbert.data.detections import observe
from models.vilbert.data.noise import HARSH, HARSHLY, TRAINED
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.wording import Said, spoken
from models.vilbert.tokens import Tokens

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


@dataclass(frozen=True)
class Example:
    """One picture with its questions."""

    tokens: Tokens
    keys: list[tuple[str, ...]]
    """What each token shows (questions/question.py)."""
    questions: list[Question]
    caption: str = ""


def simulated(rng: random.Random, count: int, questions: int, shares: Mapping[str, float] = SHARES) -> list[Example]:
    examples = []
    for _ in range(count):
        world = simulate(rng)
        tokens, keys = observe(rng, world, HARSH if rng.random() < HARSHLY else TRAINED)
        asked = [worded(rng, question) for question in ask(rng, world, questions, shares)]
        examples.append(Example(tokens, keys, asked, caption(rng, world)))
    return examples


def worded(rng: random.Random, question: Question) -> Question:
    text = spoken(rng, question.text)
    return replace(question, text=question.text.put(text) if isinstance(question.text, Said) else text)
