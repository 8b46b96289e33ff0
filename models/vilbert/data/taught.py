"""Photos without annotations: a teacher (teachers.py) answers questions about them, and what it is sure of is learned as if it were true.

Distillation by labels (Lee 2013, "Pseudo-Label"), for teachers that see pixels, which the fusion's own tokens cannot show them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from models.clip.tags import groups
from models.lexicon import article
from models.vilbert.data.questions import Question
from models.vilbert.data.sources import Seen
from models.vilbert.data.wording import say
from models.vilbert.data.world import World
from models.vilbert.teachers import Teacher
from models.vilbert.tokens import Tokens
from models.vilbert.vocabulary import vocabulary

PLAIN = ("what", "scene", "weather", "in or out", "anyone", "night", "room")
"""Kinds of question that need no noun."""
SURE = 0.5
"""Chance from which a teacher's answer is taken."""
THINGS = 6
"""That the teacher is asked to find in each photo."""


def seen(pixels: np.ndarray, tokens: Tokens, teacher: Teacher, rng: random.Random) -> Seen | None:
    """The photo with what the teacher is sure of; None where that is nothing."""
    asked = list(taught(pixels, teacher, rng))
    about = next((question.answer for question in asked if question.kind == "what"), None)
    return Seen(tokens, [()] * len(tokens), World([]), asked, [f"a photo of {article(about)}" if about else "a photo"]) if asked else None


def taught(pixels: np.ndarray, teacher: Teacher, rng: random.Random) -> Iterator[Question]:
    """pixels: (H, W, 3) uint8 RGB"""
    asked = [(kind, say(rng, kind, x="person")) for kind in (*PLAIN, "deed")]
    asked += [("exist", say(rng, "exist", x=thing)) for thing in rng.sample(groups()["thing"], THINGS)]
    for kind, text in asked:
        answer, chance = next(iter(teacher(pixels, text).items()), ("", 0.0))
        if chance >= SURE and answer.lower() in vocabulary().answer_rows:
            yield Question(kind, text, answer.lower())
