"""People as a look from near may see them, and what is said of them."""

from __future__ import annotations

import numpy as np

from assistant.understanding.answering.from_near import Settled
from assistant.understanding.answering.people import settled
from models.people.runtime import Person

SITS, STANDS = {"sitting": 0.95, "standing": 0.05, "lying": 0.0}, {"sitting": 0.02, "standing": 0.98, "lying": 0.0}


def person(
    man: float | None = 0.9,
    smiling: float = 0.1,
    turned: float = 0.0,
    bent: float = 0.1,
    age: float = 30,
    large: bool = False,
    **posture: float,
) -> Person:
    """man: None where the face is not seen"""
    box = np.array([0, 0, 50, 100], np.float32) * (1 + large)
    return Person(box, box / 4, man, age, smiling, turned, bent, None, posture) if man is not None else Person(box, posture=posture)


MAN, WOMAN, UNSEEN = person(), person(0.05, smiling=0.9), person(None)
GLAD = person(smiling=0.95)
LEFT, RIGHT, DOWN = person(turned=-0.5), person(turned=0.6), person(bent=0.6)


def said(question: str, *people: Person, fusion: str = "yes", meant: int = 0) -> str | None:
    """fusion: what it answers; meant: which of the people phrases mean most"""
    marks = np.eye(len(people))[meant] if people else np.zeros(0)
    found: Settled | None = settled(question, fusion, people, lambda phrase: marks)
    return found.answer if found else None
