"""A picture as the fusion's image tokens: from the photo detector, the detector of drawn things, the backbone and the named colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from models.backbone.runtime import SHORT, SIDE, Seen
from models.colours import NAMES as COLOUR_NAMES
from models.colours import codes_of, named_colours, standing_out
from models.detector.runtime import Detections, overlap
from models.vilbert.tokens import BAND, CELL, DRAWN_REGION, GRID, IMAGE, NAME, NAMES_A_TOKEN, PART, REGION, Tokens, empty, joined
from models.vilbert.vocabulary import COLOURS, DETECTED, DRAWN, FIRST_PART, NAMED, PARTS

if TYPE_CHECKING:
    from models.drawings.runtime import Drawn
    from models.store import Store

NAMES_KEPT = 5
MOST_REGIONS, MOST_DRAWN = 24, 20
DRESSED = 2
"""People of whom the clothes are looked at, the largest first."""
PIECES = {"hair": (0.0, 0.14), "shirt": (0.18, 0.5), "trousers": (0.55, 0.88)}
"""Where a piece lies in a standing person's box: from, to, in shares of its height."""
COLOUR_SIDE_PX = 320
"""Long side of the picture on which colours are measured."""
PERSON = Detections.names.index("person")


def look(pixels: np.ndarray, found: Detections, seen: Seen, drawn: Drawn) -> Tokens:
    """pixels: (H, W, 3) uint8 RGB, of which the three networks spoke."""
    small = shrunk(pixels)
    size = np.array([pixels.shape[1], pixels.shape[0]] * 2, np.float32)
    boxes = found.boxes / size
    outlined = drawn.boxes / size
    # What the other detector knows as drawn is one thing, not two.
    rows = [row for row in distinct(boxes, found.labels) if not (overlap(boxes[row], outlined) > 0.5).any()][:MOST_REGIONS]
    grid = seen.grid.reshape(len(seen.grid), -1).T
    places = cells(pixels.shape[:2], seen.grid.shape[-1])
    return joined(
        [
            image_token(small, grid),
            names_tokens(seen.probabilities),
            band_tokens(small, grid, places),
            *(
                piece_tokens(small, boxes[row], grid, places)
                for row in largest([row for row in rows if found.classes[row].argmax() == PERSON], boxes)
            ),
            region_tokens(small, boxes[rows], found.classes[rows], grid, places),
            drawn_tokens(drawn, outlined, grid, places),
            cell_tokens(small, grid, places, cells(pixels.shape[:2], GRID)),
        ]
    )


def shrunk(pixels: np.ndarray) -> np.ndarray:
    """The picture with its long side at most COLOUR_SIDE_PX: colours need no more, and it is read often."""
    import cv2

    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / COLOUR_SIDE_PX)
    size = max(1, round(width / scale)), max(1, round(height / scale))
    return pixels if scale == 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def distinct(boxes: np.ndarray, labels: Sequence[str]) -> list[int]:
    """One row an object, best first: where boxes lie on each other, the better-scoring one. Two classes may share more of a place."""
    kept: list[int] = []
    for row, label in enumerate(labels):
        alike = [other for other in kept if labels[other] == label]
        others = [other for other in kept if labels[other] != label]
        double = (overlap(boxes[row], boxes[alike]) > 0.45) | (contained(boxes[row], boxes[alike]) > 0.85)
        if not double.any() and not (overlap(boxes[row], boxes[others]) > 0.8).any():
            kept.append(row)
    return kept


def contained(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Of the smaller of two boxes, the share that lies in the other: one box (4,) with many (N, 4)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.maximum(0.0, high - low), axis=1)
    return shared / np.maximum(np.minimum(np.prod(box[2:] - box[:2]), np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)), 1e-9)


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


def pooled(box: np.ndarray, grid: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(F,): the mean of the cells' features, weighted by what of each lies in the box; zeros where none does."""
    low, high = np.maximum(box[:2], places[:, :2]), np.minimum(box[2:], places[:, 2:])
    shares = np.prod(np.maximum(0.0, high - low), axis=1)
    return (shares @ grid / shares.sum()).astype(np.float32) if shares.sum() > 0 else np.zeros(grid.shape[1], np.float32)


# ---- tokens by kind


def colour_shares(small: np.ndarray, box: np.ndarray | None, part: np.ndarray | None = None) -> np.ndarray:
    """(C,): of a box in fractions, or of the whole picture."""
    scale = np.array([small.shape[1], small.shape[0]] * 2)
    pair = [None if one is None else tuple(float(edge) for edge in one * scale) for one in (box, part)]
    shares = np.zeros(len(COLOURS), np.float32)
    for name, share in named_colours(small, *pair).items():
        shares[COLOURS.index(name)] = share
    return shares


def statistics(score: float, crop: np.ndarray) -> list[float]:
    """score, brightness, contrast, saturation, shape, colourfulness, each about 0 to 1."""
    # A colour a row: numpy takes fifteen times as long for the largest of three neighbours. Every second pixel tells the same.
    values = np.ascontiguousarray(crop[::2, ::2].reshape(-1, 3).T).astype(np.float32) / 255
    spread = values.max(0) - values.min(0)
    height, width = crop.shape[:2]
    return [score, float(values.mean()), float(values.mean(0).std()), float(spread.mean()), width / (width + height), float(spread.std())]


def image_token(small: np.ndarray, grid: np.ndarray) -> Tokens:
    token = empty(1)
    token.kinds[0] = IMAGE
    token.statistics[0] = statistics(1.0, small)
    token.colours[0] = colour_shares(small, None)
    token.features[0] = grid.mean(0)
    return token


def names_tokens(probabilities: np.ndarray) -> Tokens:
    best = np.argsort(-probabilities)[:NAMES_KEPT]
    tokens = empty(len(best))
    tokens.kinds[:] = NAME
    tokens.names[:, 0], tokens.chances[:, 0], tokens.statistics[:, 0] = NAMED + best, probabilities[best], probabilities[best]
    return tokens


def band_tokens(small: np.ndarray, grid: np.ndarray, places: np.ndarray) -> Tokens:
    """The top, the bottom, the border, and what stands out from it (the whole picture where nothing does)."""
    tokens = empty(4)
    tokens.kinds[:] = BAND
    height, width = small.shape[:2]
    found = standing_out(small)
    subject = np.array(found, np.float32) / (width, height, width, height) if found else np.array([0, 0, 1, 1], np.float32)
    tokens.boxes[:] = [[0, 0, 1, 0.3], [0, 0.75, 1, 1], [0, 0, 1, 1], subject]
    edge = np.concatenate([small[:, : max(1, width // 8)].reshape(-1, 3), small[:, -max(1, width // 8) :].reshape(-1, 3)])[None]
    crops = (small[: max(1, round(0.3 * height))], small[round(0.75 * height) - 1 :], edge, small)
    for row, (key, crop) in enumerate(zip(("top", "bottom", "background", "subject"), crops, strict=True)):
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(key), 1.0
        tokens.colours[row] = colour_shares(small, subject) if key == "subject" else colour_shares(crop, None)
        tokens.statistics[row, 1:4] = statistics(0.0, crop)[1:4]
        tokens.features[row] = pooled(tokens.boxes[row], grid, places)
    return tokens


def piece_tokens(small: np.ndarray, box: np.ndarray, grid: np.ndarray, places: np.ndarray) -> Tokens:
    """Hair, shirt and trousers of a person's box."""
    tokens = empty(len(PIECES))
    tokens.kinds[:] = PART
    for row, (piece, (start, end)) in enumerate(PIECES.items()):
        high = box[3] - box[1]
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(piece), 1.0
        tokens.boxes[row] = [box[0], box[1] + start * high, box[2], box[1] + end * high]
        tokens.colours[row] = colour_shares(small, box, tokens.boxes[row])
        tokens.features[row] = pooled(tokens.boxes[row], grid, places)
    return tokens


def region_tokens(small: np.ndarray, boxes: np.ndarray, classes: np.ndarray, grid: np.ndarray, places: np.ndarray) -> Tokens:
    """boxes: (N, 4) in fractions; classes: (N, 80) of the photo detector."""
    tokens = _boxed(REGION, boxes, classes, DETECTED, grid, places)
    for row, box in enumerate(boxes):
        tokens.colours[row] = colour_shares(small, box)
    return tokens


def drawn_tokens(drawn: Drawn, boxes: np.ndarray, grid: np.ndarray, places: np.ndarray) -> Tokens:
    tokens = _boxed(DRAWN_REGION, boxes[:MOST_DRAWN], drawn.classes[:MOST_DRAWN], DRAWN, grid, places)
    tokens.colours[:] = drawn.colours[:MOST_DRAWN]
    return tokens


def _boxed(kind: int, boxes: np.ndarray, classes: np.ndarray, first: int, grid: np.ndarray, places: np.ndarray) -> Tokens:
    tokens = empty(len(boxes))
    tokens.kinds[:] = kind
    tokens.boxes[:] = boxes.clip(0, 1)
    for row, box in enumerate(boxes):
        best = np.argsort(-classes[row])[:NAMES_A_TOKEN]
        tokens.names[row, : len(best)], tokens.chances[row, : len(best)] = first + best, classes[row][best]
        tokens.statistics[row, 0] = classes[row][best[0]]
        tokens.features[row] = pooled(box, grid, places)
    return tokens


def cell_tokens(small: np.ndarray, grid: np.ndarray, places: np.ndarray, patches: np.ndarray) -> Tokens:
    tokens = empty(len(patches))
    tokens.kinds[:] = CELL
    tokens.boxes[:] = patches
    tokens.features[:] = [pooled(patch, grid, places) for patch in patches]
    small = np.ascontiguousarray(small[::2, ::2])  # shares of a cell need no more
    codes, (height, width) = codes_of(small), small.shape[:2]
    for row, (x0, y0, x1, y1) in enumerate(patches.clip(0, 1)):
        rows, columns = (slice(int(a * side), max(int(a * side) + 1, int(b * side))) for a, b, side in ((y0, y1, height), (x0, x1, width)))
        patch = codes[rows, columns]
        tokens.colours[row, : len(COLOUR_NAMES)] = np.bincount(patch.ravel(), minlength=len(COLOUR_NAMES)) / patch.size
    return tokens


class FrontEnd:
    """The three networks and `look`, for pictures that are not a camera's."""

    def __init__(self, store: Store, *, threads: int = 1, threshold: float = 0.3) -> None:
        """Raises ModelMissing where a network is not prepared."""
        from models.backbone.runtime import Backbone
        from models.detector.runtime import Detector
        from models.drawings.runtime import Drawings

        self._detector = Detector(store.get("ssd-mobilenet-v2-coco"), threads=threads)
        self._backbone = Backbone(store.get("efficientnet-lite0"), threads=threads)
        self._drawings = Drawings(threads=threads)
        self._threshold = threshold

    def __call__(self, pixels: np.ndarray) -> Tokens:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        return look(pixels, self._detector(pixels, self._threshold), self._backbone(pixels), self._drawings(pixels))
