"""easy-VQA (Victor Zhou, MIT): 64 by 64 pictures of one coloured shape each, and short questions about them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from models.drawings.names import COLOURS
from models.drawings.scenes import Box, Thing
from models.drawings.sources import archive
from models.registry import Origin
from models.store import Progress, silent

Split = Literal["train", "test"]
ORIGIN = Origin("pip", "easy-vqa", "1.0", "", "fcb51b309b78c7b00f97b64cdbcbcf5c105f94da1b39c0796cee5a787c4f650f", 3215672)
SHAPES = ("circle", "rectangle", "triangle")
SPELT = {"gray": "grey"}
"""Its word of a colour, and ours."""
SIDE, SHOWN = 64, 224


@dataclass(frozen=True)
class Question:
    text: str
    answer: str
    """One of its thirteen words, as it spells them."""
    picture: int


@dataclass(frozen=True, eq=False)
class Easy:
    pictures: np.ndarray
    """(N, 64, 64, 3) uint8 RGB"""
    questions: tuple[Question, ...]
    things: tuple[Thing | None, ...]
    """What each picture shows; its box is where the picture differs from its background. None where no question tells."""

    def picture(self, number: int) -> np.ndarray:
        """(224, 224, 3) uint8 RGB"""
        return cv2.resize(self.pictures[number], (SHOWN, SHOWN), interpolation=cv2.INTER_LINEAR)


@lru_cache(maxsize=2)
def load(split: Split, folder: Path, progress: Progress = silent) -> Easy:
    """folder: of the drawings; the package is fetched into it once. Raises ModelError."""
    with zipfile.ZipFile(archive(ORIGIN, folder / "packages", progress)) as wheel:
        home = f"easy_vqa/data/{split}"
        questions = tuple(Question(*row) for row in json.loads(wheel.read(f"{home}/questions.json")))
        many = 1 + max(question.picture for question in questions)
        coded = [wheel.read(f"{home}/images/{number}.png") for number in range(many)]
    pictures = np.stack([_decoded(png) for png in coded])
    return Easy(pictures, questions, tuple(_things(pictures, questions)))


def _decoded(png: bytes) -> np.ndarray:
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None  # the package's hash was checked
    return pixels[..., ::-1]


def _things(pictures: np.ndarray, questions: tuple[Question, ...]) -> list[Thing | None]:
    shapes: dict[int, str] = {}
    colours: dict[int, str] = {}
    for question in questions:
        for word in (SPELT.get(word, word) for word in said_to_be_there(question)):
            if word in SHAPES:
                shapes[question.picture] = word
            if word in COLOURS:
                colours[question.picture] = word
    known, told = shapes.keys() & colours.keys(), enumerate(pictures)
    return [Thing(shapes[number], box_of(pixels), colours[number], None) if number in known else None for number, pixels in told]


def said_to_be_there(question: Question) -> list[str]:
    """The words of question and answer that together say what the picture shows."""
    words = question.text.rstrip("?").split()
    if question.answer in ("yes", "no"):
        return words if (question.answer == "yes") != ("no" in words or "not" in words) else []
    return [*words, question.answer]


def box_of(pixels: np.ndarray) -> Box:
    """pixels: (64, 64, 3) with one shape on a plain ground, which is the commonest colour of the border."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    colours, counts = np.unique(border, axis=0, return_counts=True)
    rows, columns = np.nonzero(np.abs(pixels.astype(int) - colours[counts.argmax()]).sum(2) > 12)
    return (columns.min() / SIDE, rows.min() / SIDE, (columns.max() + 1) / SIDE, (rows.max() + 1) / SIDE)
