"""A picture as the fusion's image tokens: from the photo detector, the detector of drawn things, the backbone, the dual encoder's tags and
the named colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from models.backbone.runtime import SHORT, SIDE, Seen
from models.clip.tags import groups
from models.colours import LEAST_SHARE, Box, Painted
from models.colours import NAMES as COLOUR_NAMES
from models.detector.runtime import Detections, Proposals, overlap
from models.people.runtime import Person
from models.vilbert.distinct import distinct
from models.vilbert.figure import PIECES, pieces_of, pieces_seen
from models.vilbert.tokens import BAND, CELL, DRAWN_REGION, GRID, IMAGE, NAME, NAMES_A_TOKEN, PART, REGION, TAG, Tokens, empty, joined
from models.vilbert.tones import Tones
from models.vilbert.vocabulary import COLOURS, DETECTED, DRAWN, FIRST_PART, NAMED, PARTS, TAGGED

if TYPE_CHECKING:
    from models.drawings.runtime import Drawn

NAMES_KEPT = 5
MOST_REGIONS, MOST_DRAWN = 24, 20
FAINT = 0.05
"""Score from which something may be what a phrase means."""
DRESSED = 2
"""People of whom the clothes are looked at, the largest first."""
PERSON = Detections.names.index("person")
TAG_PLACES = (("place", 0), ("deed", 0), ("sky", 0), ("thing", 0), ("thing", NAMES_A_TOKEN))
"""The group of each tag token, and the rank of its first word."""
TAG_GROUPS = {group: (sum(map(len, list(groups().values())[:place])), len(words)) for place, (group, words) in enumerate(groups().items())}
"""Where each group begins among the tags, and how many it has."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What the colours of a picture tell before any network has looked; its tokens have no features yet."""

    painted: Painted
    whole: Tokens
    bands: Tokens
    cells: Tokens


def setting(painted: Painted) -> Setting:
    tones = Tones(painted)
    whole = image_token(painted, tones)
    patches = cell_tokens(painted, cells((painted.height, painted.width), GRID))
    return Setting(painted, whole, band_tokens(painted, tones, whole), patches)


@dataclass(frozen=True, eq=False)
class Things:
    """What was found in a picture; these tokens have no features yet either."""

    pieces: Sequence[Tokens]
    regions: Tokens
    drawn: Tokens


def things(painted: Painted, found: Detections, drawn: Drawn, people: Sequence[Person] = ()) -> Things:
    """people: those of the found who were looked at from near"""
    size = np.array([painted.width, painted.height] * 2, np.float32)
    boxes = found.boxes / size
    outlined = drawn.boxes / size
    # What the other detector knows as drawn is one thing, not two.
    rows = [row for row in distinct(boxes, found.labels) if not (overlap(boxes[row], outlined) > 0.5).any()][:MOST_REGIONS]
    large = largest([row for row in rows if found.classes[row].argmax() == PERSON], boxes)
    near = {person.box.tobytes(): pieces_seen(person) for person in people}
    return Things(
        [piece_tokens(painted, boxes[row], near.get(found.boxes[row].tobytes(), {})) for row in large],
        region_tokens(painted, boxes[rows], found.classes[rows]),
        drawn_tokens(drawn, outlined),
    )


def look(around: Setting, things: Things, seen: Seen, tags: np.ndarray) -> Tokens:
    """around, things: of the picture of which the networks spoke; tags: chances of all tags."""
    grid = seen.grid.reshape(len(seen.grid), -1).T
    places = cells((around.painted.height, around.painted.width), seen.grid.shape[-1])
    placed = (around.bands, *things.pieces, things.regions, things.drawn, around.cells)
    bands, *others = (featured(tokens, grid, places) for tokens in placed)
    whole = replace(around.whole, features=grid.mean(0, keepdims=True))
    return joined([whole, names_tokens(seen.named), tag_tokens(tags), bands, *others])


def closer(tokens: Tokens, pixels: np.ndarray, proposals: Proposals, features: np.ndarray) -> Tokens:
    """
    The tokens of a picture, and those of what was found less surely.
    pixels: of that picture, (H, W, 3) uint8 RGB; features: (F, S, S), the backbone's grid
    """
    painted, found = Painted(pixels), proposals.above(FAINT)
    boxes = found.boxes / np.array([painted.width, painted.height] * 2, np.float32)
    known = tokens.boxes[tokens.kinds == REGION]
    fainter = [row for row in distinct(boxes, found.labels) if not (known == boxes[row].clip(0, 1)).all(1).any()]
    rows = fainter[: max(0, MOST_REGIONS - len(known))]
    places = cells((painted.height, painted.width), features.shape[-1])
    grid = features.reshape(len(features), -1).T
    return joined([tokens, featured(region_tokens(painted, boxes[rows], found.classes[rows]), grid, places)])


def largest(rows: Sequence[int], boxes: np.ndarray) -> list[int]:
    return sorted(rows, key=lambda row: -np.prod(boxes[row][2:] - boxes[row][:2]))[:DRESSED]


# ---- the backbone's grid in the picture


def cells(shape: tuple[int, int], many: int) -> np.ndarray:
    """(many * many, 4): boxes in fractions of a picture of (height, width), row by row; the backbone saw only its middle square."""
    height, width = shape
    side = min(height, width) * SIDE / SHORT
    across, down = side / width, side / height
    x, y = (1 - across) / 2 + across * np.arange(many) / many, (1 - down) / 2 + down * np.arange(many) / many
    boxes = [[left, top, left + across / many, top + down / many] for top in y for left in x]
    return np.array(boxes, np.float32)


def pooled(boxes: np.ndarray, grid: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(N, F): for each box (N, 4) the mean of the cells' features, weighted by what of each lies in it; zeros where none does."""
    low, high = np.maximum(boxes[:, None, :2], places[:, :2]), np.minimum(boxes[:, None, 2:], places[:, 2:])
    shares = np.prod(np.maximum(0.0, high - low), axis=2)
    return (shares @ grid / np.maximum(shares.sum(1, keepdims=True), 1e-12)).astype(np.float32)


# ---- tokens by kind


def colour_shares(painted: Painted, box: np.ndarray | None, part: np.ndarray | None = None) -> np.ndarray:
    """(C,): of a box in fractions, or of the whole picture."""
    return counting(painted.shares(*(None if one is None else in_pixels(painted, one) for one in (box, part))))


def counting(shares: np.ndarray) -> np.ndarray:
    """(C,) float32 with the colours that only tokens know, and without what is hardly there."""
    kept = np.zeros(len(COLOURS), np.float32)
    kept[: len(COLOUR_NAMES)] = np.where(shares >= LEAST_SHARE, shares, 0.0)
    return kept


def in_pixels(painted: Painted, box: np.ndarray) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(edge) for edge in box)
    return x0 * painted.width, y0 * painted.height, x1 * painted.width, y1 * painted.height


def featured(tokens: Tokens, grid: np.ndarray, places: np.ndarray) -> Tokens:
    return replace(tokens, features=pooled(tokens.boxes, grid, places))


def image_token(painted: Painted, tones: Tones) -> Tokens:
    token, whole = empty(1), (0.0, 0.0, float(painted.width), float(painted.height))
    brightness, contrast, saturation, colourfulness = tones(whole)
    token.kinds[0] = IMAGE
    token.statistics[0] = 1.0, brightness, contrast, saturation, painted.width / (painted.width + painted.height), colourfulness
    token.colours[0] = colour_shares(painted, None)
    return token


def names_tokens(probabilities: np.ndarray) -> Tokens:
    best = np.argsort(-probabilities)[:NAMES_KEPT]
    tokens = empty(len(best))
    tokens.kinds[:] = NAME
    tokens.names[:, 0], tokens.chances[:, 0], tokens.statistics[:, 0] = NAMED + best, probabilities[best], probabilities[best]
    return tokens


def tag_tokens(chances: np.ndarray) -> Tokens:
    """chances: of all tags. One token for the likeliest words of each group, two for the things."""
    tokens = empty(len(TAG_PLACES))
    tokens.kinds[:] = TAG
    for row, (group, start) in enumerate(TAG_PLACES):
        first, count = TAG_GROUPS[group]
        best = first + np.argsort(-chances[first : first + count])[start : start + NAMES_A_TOKEN]
        tokens.names[row], tokens.chances[row], tokens.statistics[row, 0] = TAGGED + best, chances[best], chances[best[0]]
    return tokens


EDGE = 1 / 8
"""Of the picture's width, on each side: what is taken for the background."""
BANDS: Mapping[str, tuple[tuple[Box, ...], Box]] = {
    "top": (((0, 0, 1, 0.3),), (0, 0, 1, 0.3)),
    "bottom": (((0, 0.75, 1, 1),), (0, 0.75, 1, 1)),
    "background": (((0, 0, EDGE, 1), (1 - EDGE, 0, 1, 1)), (0, 0, 1, 1)),
}
"""What of the picture a band is measured on, and the box that it is given."""


def band_tokens(painted: Painted, tones: Tones, whole: Tokens) -> Tokens:
    """The top, the bottom, the border, and what stands out from it (the whole picture where nothing does)."""
    tokens = empty(len(BANDS) + 1)
    tokens.kinds[:] = BAND
    for row, (key, (pieces, box)) in enumerate(BANDS.items()):
        measured = [in_pixels(painted, np.array(piece)) for piece in pieces]
        tokens.boxes[row] = box
        tokens.colours[row] = counting(painted.plain(*measured) if len(pieces) > 1 else painted.shares(*measured))
        tokens.statistics[row, 1:4] = tones(*measured)[:3]
        tokens.names[row, 0] = FIRST_PART + PARTS.index(key)
    if found := painted.standing_out():
        tokens.boxes[-1] = np.array(found) / (painted.width, painted.height, painted.width, painted.height)
    tokens.names[-1, 0] = FIRST_PART + PARTS.index("subject")
    tokens.colours[-1] = colour_shares(painted, tokens.boxes[-1])
    tokens.statistics[-1, 1:4] = whole.statistics[0, 1:4]
    tokens.chances[:, 0] = 1.0
    return tokens


def piece_tokens(painted: Painted, box: np.ndarray, seen: Mapping[str, np.ndarray]) -> Tokens:
    """Hair, shirt and trousers of a person's box; seen: boxes in pixels of those whose place is known better."""
    tokens = empty(len(PIECES))
    tokens.kinds[:] = PART
    for row, (piece, place) in enumerate(pieces_of(box, painted.height / painted.width).items()):
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(piece), 1.0
        tokens.boxes[row] = (seen[piece] / np.tile((painted.width, painted.height), 2)).clip(0, 1) if piece in seen else place
        tokens.colours[row] = colour_shares(painted, box, tokens.boxes[row])
    return tokens


def region_tokens(painted: Painted, boxes: np.ndarray, classes: np.ndarray) -> Tokens:
    """boxes: (N, 4) in fractions; classes: (N, 80) of the photo detector."""
    tokens = _boxed(REGION, boxes, classes, DETECTED)
    for row, box in enumerate(boxes):
        tokens.colours[row] = colour_shares(painted, box)
    return tokens


def drawn_tokens(drawn: Drawn, boxes: np.ndarray) -> Tokens:
    tokens = _boxed(DRAWN_REGION, boxes[:MOST_DRAWN], drawn.classes[:MOST_DRAWN], DRAWN)
    tokens.colours[:] = drawn.colours[:MOST_DRAWN]
    return tokens


def _boxed(kind: int, boxes: np.ndarray, classes: np.ndarray, first: int) -> Tokens:
    tokens = empty(len(boxes))
    tokens.kinds[:] = kind
    tokens.boxes[:] = boxes.clip(0, 1)
    for row in range(len(boxes)):
        best = np.argsort(-classes[row])[:NAMES_A_TOKEN]
        tokens.names[row, : len(best)], tokens.chances[row, : len(best)] = first + best, classes[row][best]
        tokens.statistics[row, 0] = classes[row][best[0]]
    return tokens


def cell_tokens(painted: Painted, patches: np.ndarray) -> Tokens:
    tokens = empty(len(patches))
    tokens.kinds[:] = CELL
    tokens.boxes[:] = patches
    tokens.colours[:, : len(COLOUR_NAMES)] = [painted.plain(in_pixels(painted, patch)) for patch in patches.clip(0, 1)]
    return tokens
