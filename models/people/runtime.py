"""The people of a picture from near: whose face is seen, and what it and the limbs tell. numpy, ONNX Runtime, and OpenCV to cut pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TypeVar

import numpy as np

from models.detector.runtime import overlap
from models.near import Square
from models.people.faces import Face, Faces
from models.people.posture import Posture, told_by
from models.people.traits import Traits
from models.store import Prepared

_Seen = TypeVar("_Seen")
_Told = TypeVar("_Told")
FACES, TRAITS, MOOD, POSTURE = "faces.onnx", "traits.onnx", "mood.onnx", "posture.onnx"
LOOKS = 6
"""Most people who are looked at from near, the largest first."""
LEAST = 20
"""Pixels of the height of a box from which somebody is looked at."""
HEAD = 1.2
"""Side of the square in which a face is looked for once more, in widths of the person's box."""
TALL = 5.0
"""How far down somebody is seen of whom only a face is known, in heights of the face."""
SAME = 0.3
"""IoU from which two faces are one."""


@dataclass(frozen=True, eq=False)
class Person:
    box: np.ndarray
    """(4,) float32 in pixels."""
    face: np.ndarray | None = None
    """(4,) float32 in pixels; None where it is turned away, hidden or too small, and nothing of the next five is known."""
    man: float = 0.5
    """Chance of a man or a boy, not a woman or a girl."""
    age: float = 0.0
    """Years, roughly."""
    smiling: float = 0.0
    """Chance."""
    turned: float = 0.0
    """Where the face looks: right of the picture above 0, in widths of the face (Face.turned)."""
    bent: float = 0.0
    """Down where it is large (Face.bent)."""
    points: np.ndarray | None = None
    """
    (17, 3) float32: where the limbs are, in pixels, and how surely (posture.py); None of those who were not looked at, or in whose box only
    another's were found.
    """
    posture: Mapping[str, float] = field(default_factory=dict)
    """Chances of sitting, standing and lying; empty where the legs are not seen."""


class People:
    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        """threads: looks that are done side by side, each on one, since networks as small as these share several badly"""
        self._faces = Faces(prepared.path(FACES))
        self._traits = Traits(prepared.path(TRAITS), prepared.path(MOOD))
        self._posture = Posture(prepared.path(POSTURE))
        self._pool = ThreadPoolExecutor(threads, "people") if threads > 1 else None

    def __call__(self, pixels: np.ndarray, boxes: np.ndarray) -> list[Person]:
        """
        pixels: (H, W, 3) uint8 RGB; boxes: (P, 4) in pixels, of those whom the detector found
        Returns one a box, in that order, and then those of whom only a face was found. Those beyond LOOKS are not looked at.
        """
        tall = [row for row in np.argsort(-area(boxes), kind="stable") if boxes[row, 3] - boxes[row, 1] >= LEAST][:LOOKS]
        posture = partial(self._posture, pixels)
        limbs = self._each(posture, [boxes[row] for row in tall])
        faces, others = self._faces_of(pixels, boxes, tall)
        more = [(below(face.box, pixels.shape), face) for face in others]
        near = [*((boxes[row], faces.get(row)) for row in tall), *more][:LOOKS]
        traits = self._each(lambda face: None if face is None else self._traits(pixels, face.box), [face for _, face in near])
        limbs = chain(limbs, self._each(posture, [box for box, _ in near[len(tall) :]]))
        told = [person(box, face, points, tells, pixels.shape[0]) for (box, face), points, tells in zip(near, limbs, traits, strict=True)]
        known = dict(zip(tall, told, strict=False))
        found = [known.get(row) or Person(box) for row, box in enumerate(boxes)]
        return [*found, *told[len(tall) :], *(Person(box) for box, _ in more[LOOKS - len(tall) :])]

    def _each(self, look: Callable[[_Seen], _Told], seen: Sequence[_Seen]) -> Iterator[_Told]:
        """In that order; beside what comes next where there are threads for it."""
        return map(look, seen) if self._pool is None else self._pool.map(look, seen)

    def _faces_of(self, pixels: np.ndarray, boxes: np.ndarray, rows: Sequence[int]) -> tuple[dict[int, Face], list[Face]]:
        """
        By the row of whose it is: first those that the whole picture shows, then of each that is left the head from near.
        And those that are nobody's.
        """
        if not rows:
            return {}, []
        height, width = pixels.shape[:2]
        seen = self._faces(pixels, Square.around(np.array([0, 0, width, height], np.float32)))
        faces = {rows[place]: face for place, face in whose(seen, boxes[list(rows)]).items()}
        left = [row for row in rows if row not in faces]
        for row, closely in zip(left, self._each(lambda row: self._faces(pixels, head(boxes[row])), left), strict=True):
            near = [face for face in closely if not _known(face, faces.values())]
            if near and (face := whose(near, boxes[row : row + 1]).get(0)):
                faces[row] = face
        others = [face for face in seen if not _known(face, faces.values())]
        return faces, others


def person(box: np.ndarray, face: Face | None, limbs: np.ndarray, traits: tuple[float, float, float] | None, height: int) -> Person:
    """limbs: (17, 3); traits: of the face; height: of the picture"""
    points = limbs if face is None or belong(limbs, face.box) else None
    posture = told_by(points, height) if points is not None else {}
    if face is None or traits is None:
        return Person(box, points=points, posture=posture)
    return Person(box, face.box, *traits, face.turned, face.bent, points, posture)


def whose(faces: Sequence[Face], boxes: np.ndarray) -> dict[int, Face]:
    """Each face with the box (of P, 4) in whose upper middle it lies best, and no box with two."""
    fits = sorted(
        (strayed(face.box, box), row, number)
        for number, face in enumerate(faces)
        for row, box in enumerate(boxes)
        if holds(box, (face.box[:2] + face.box[2:]) / 2)
    )
    found: dict[int, Face] = {}
    taken: set[int] = set()
    for _, row, number in fits:
        if row not in found and number not in taken:
            found[row] = faces[number]
            taken.add(number)
    return found


def belong(points: np.ndarray, face: np.ndarray) -> bool:
    """Whether limbs are of whose face that is: the nose (the first of (K, 3) points) is no further from its middle than it is wide."""
    off = np.abs(points[0, :2] - (face[:2] + face[2:]) / 2)
    return bool(off.max() <= face[2] - face[0])


def strayed(face: np.ndarray, box: np.ndarray) -> float:
    """How far the middle of a face is from where a head is in that box, in the box's own width and height."""
    (x, y), (width, height) = (face[:2] + face[2:]) / 2, box[2:] - box[:2]
    return float(abs(x - (box[0] + box[2]) / 2) / max(1.0, width) + (y - box[1]) / max(1.0, height))


def holds(box: np.ndarray, point: np.ndarray) -> bool:
    return bool((box[:2] <= point).all() and (point <= box[2:]).all())


def head(box: np.ndarray) -> Square:
    """Where the head of a person in that box is looked for: in a square as wide, or as high where the box is low."""
    width, height = box[2:] - box[:2]
    side = max(1.0, HEAD * min(width, height))
    return Square(float((box[0] + box[2] - side) / 2), float(box[1] - (HEAD - 1) / 2 * side), float(side))


def below(face: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """(4,): where somebody is of whom only a face is known, in a picture of that (height, width, 3)."""
    x0, y0, x1, y1 = face
    width, height = x1 - x0, y1 - y0
    box = np.array([x0 - width, y0 - height / 2, x1 + width, y1 + TALL * height], np.float32)
    return box.clip(0, np.array([shape[1], shape[0]] * 2, np.float32))


def area(boxes: np.ndarray) -> np.ndarray:
    """(N,) of boxes (N, 4)."""
    return np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)


def _known(face: Face, others: Iterable[Face]) -> bool:
    boxes = np.array([other.box for other in others], np.float32).reshape(-1, 4)
    return bool((overlap(face.box, boxes) > SAME).any())
