"""Photos without annotations: a teacher (teachers.py) answers questions about them; each answer is learned with its chance.

Distillation by soft answers (Hinton et al. 2015, arXiv:1503.02531), for teachers that see pixels, which the fusion's own tokens cannot show
them. Such a teacher does not say what its answers rest on, so nothing is learned of that.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

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
"""Share of what a teacher says that must be answers which the fusion has; and the chance from which its answer is told in a caption."""
THINGS = 6
"""That the teacher is asked to find in each photo."""
AROUND = re.compile(r"^(a|an|the) |[.!]$")
"""What sentences have around an answer."""


def seen(pixels: np.ndarray, tokens: Tokens, teacher: Teacher, rng: random.Random) -> Seen | None:
    """The photo with what the teacher says of it; None where that is nothing."""
    asked = list(taught(pixels, teacher, rng))
    about = next((question.answer for question in asked if question.kind == "what" and question.chances[0][1] >= SURE), None)
    return Seen(tokens, [()] * len(tokens), World([]), asked, [f"a photo of {article(about)}" if about else "a photo"]) if asked else None


def taught(pixels: np.ndarray, teacher: Teacher, rng: random.Random) -> Iterator[Question]:
    """pixels: (H, W, 3) uint8 RGB"""
    asked = [(kind, say(rng, kind, x="person")) for kind in (*PLAIN, "deed")]
    asked += [("exist", say(rng, "exist", x=thing)) for thing in rng.sample(groups()["thing"], THINGS)]
    for kind, text in asked:
        if chances := known(teacher(pixels, text)):
            yield Question(kind, text, chances[0][0], chances=chances)


def known(told: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The answers that the fusion has, the likeliest first; none where the teacher mostly says others."""
    found: dict[str, float] = {}
    for answer, chance in told.items():
        plain = AROUND.sub("", answer.strip().lower())
        if plain in vocabulary().answer_rows:
            found[plain] = found.get(plain, 0.0) + chance
    return tuple(sorted(found.items(), key=lambda item: -item[1])) if sum(found.values()) > SURE * sum(told.values()) else ()
