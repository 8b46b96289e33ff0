"""Image tokens: what detectors, backbone and colours say of a picture, as the arrays that the fusion reads. numpy only.

    image     the whole picture: its features' mean, brightness, colours
    name      one of the backbone's first ImageNet names, for the whole picture
    band      the top, the bottom or the border of the picture, or what stands out from it: a colour without a class
    part      a piece of a person's box, for the colour of clothes and hair
    region    a box of the photo detector
    drawn     a box of the detector for drawn things
    cell      one of 4 x 4 patches of what the backbone saw, with its features
    tag       words that the dual encoder finds fit for the whole picture: where it is, what is done, the sky, things

Dimension key: N tokens, M names a token, C colours, F backbone features.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from models.vilbert.vocabulary import COLOURS

KINDS = ("image", "name", "band", "part", "region", "drawn", "cell", "tag")
IMAGE, NAME, BAND, PART, REGION, DRAWN_REGION, CELL, TAG = range(len(KINDS))
COUNTED = (REGION, DRAWN_REGION)
"""Kinds of which each token is one thing."""
NAMES_A_TOKEN = 4
FEATURES = 320
STATISTICS = 6
"""score, brightness, contrast, saturation, width / (width + height), colourfulness; all but the score only of bands and the image."""
GRID = 4
"""Cells a side: the backbone's own 7 would be two thirds of all tokens."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Of one picture, or of several with a leading axis."""

    names: np.ndarray
    """(N, M) int64 rows of the names; 0 is no name."""
    chances: np.ndarray
    """(N, M) float32"""
    colours: np.ndarray
    """(N, C) float32 share of each colour."""
    boxes: np.ndarray
    """(N, 4) float32 fractions of the picture."""
    statistics: np.ndarray
    """(N, STATISTICS) float32"""
    kinds: np.ndarray
    """(N,) int64"""
    features: np.ndarray
    """(N, F) float32"""

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def counted(self) -> np.ndarray:
        return np.isin(self.kinds, COUNTED)

    def only(self, rows: np.ndarray) -> Tokens:
        """rows: of one picture, which are kept."""
        return Tokens(*(getattr(self, item.name)[rows] for item in fields(self)))


def empty(count: int) -> Tokens:
    return Tokens(
        np.zeros((count, NAMES_A_TOKEN), np.int64),
        np.zeros((count, NAMES_A_TOKEN), np.float32),
        np.zeros((count, len(COLOURS)), np.float32),
        np.tile(np.array([0, 0, 1, 1], np.float32), (count, 1)),
        np.zeros((count, STATISTICS), np.float32),
        np.zeros(count, np.int64),
        np.zeros((count, FEATURES), np.float32),
    )


def joined(parts: list[Tokens]) -> Tokens:
    return Tokens(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Tokens)))


def stacked(pictures: list[Tokens]) -> tuple[Tokens, np.ndarray]:
    """Several pictures padded to the longest: arrays (B, N, ...) and the mask (B, N), True where real."""
    length = max(len(picture) for picture in pictures)
    mask = np.zeros((len(pictures), length), bool)
    made = [
        np.zeros((len(pictures), length, *getattr(pictures[0], item.name).shape[1:]), getattr(pictures[0], item.name).dtype)
        for item in fields(Tokens)
    ]
    for row, picture in enumerate(pictures):
        mask[row, : len(picture)] = True
        for array, item in zip(made, fields(Tokens), strict=True):
            array[row, : len(picture)] = getattr(picture, item.name)
    return Tokens(*made), mask
