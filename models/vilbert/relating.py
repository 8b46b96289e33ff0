"""Phrases that name a thing by another one, or by its place among its like, on photos: `the cup left of the laptop`, `the one behind the
woman`, `the second spoon from the left`, `the bigger one of the two`. The network learned such words on pictures whose things have their
right names; on photos too many have not, so what can be measured is.

Dimension key: K boxes, each (4,) in fractions of the picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.detector.runtime import overlap

RELATION_WORDS: Mapping[str, str] = {
    "front": r"in front of",
    "left": r"(?:to the |on the )?left(?: side)? of",
    "right": r"(?:to the |on the )?right(?: side)? of",
    "under": r"under|underneath|below|beneath",
    "above": r"above|over|on top of",
    "in": r"inside of|inside|in",
    "behind": r"behind",
    "beside": r"next to|beside|by|near|close to|nearest to|closest to|across from",
    "between": r"in between|between",
}
ARTICLE = r"(?:the|a|an|this|that|my|your|his|her|their|our)"
NAMELESS = r"the (?:other )?(?:one|ones|thing|things|other|others|object|item)"
OTHER = rf"(?:{ARTICLE} .+|(?!(?:me|you|him|her|it|us|them|t?here|th(?:is|at|ese|ose)|each|\w+sel(?:f|ves))$)\w+)"
STANDS = "|".join(f"(?P<{name}>{words})" for name, words in RELATION_WORDS.items() if name != "in")
RELATED = re.compile(rf"^(?P<head>.+?),? (?:{STANDS}) (?P<other>{OTHER})$")
INSIDE = re.compile(rf"^(?P<head>{NAMELESS}(?:,? (?:that|which)(?:'s| is))?) (?P<in>{RELATION_WORDS['in']}) (?P<other>{ARTICLE} .+)$")
"""Only what has no name of its own ("the thing in the cup") is looked for by what it is in: "the man in the hat" wears it, and "the tree in
the grass" grows there."""
TOLD = re.compile(r"(?<=\w)(?<!the),? (?:that|which|who|with|in|on|of|at|to|right|just|directly|standing|sitting|lying)\b.*")
"""What is told of a thing behind its name."""
SIDE = re.compile(
    r"^the (?:far |very )?(?:left|right|top|bottom|middle|cent(?:er|re)|front|back|foreground|background|picture|photo|image|frame|view)$"
)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
RANKS = (
    {word: place for place, word in enumerate(ORDINALS)}
    | {"1st": 0, "2nd": 1, "3rd": 2, "last": -1}
    | {f"{place}th": place - 1 for place in range(4, 11)}
)
IN_A_ROW = re.compile(
    rf"^the (?!last .* on )(?P<which>{'|'.join(RANKS)}) (?P<head>.+?) (?:from|on) (?:the )?(?P<side>left|right|top|bottom)$"
)
OUTERMOST = re.compile(r"^the (?P<side>left|right|top|bottom)most (?P<head>(?!ones?$).+)$")
SIZES = {"bigg": ("size", 0), "larg": ("size", 0), "small": ("size", -1), "tall": ("height", 0), "short": ("height", -1)}
AMONG = re.compile(
    rf"^the (?P<size>{'|'.join(SIZES)})(?:er|est) (?:(?:one )?of (?:the|these|those)(?: two| three| four)? )?(?P<head>(?!ones?$).+)$"
)
SAME = 0.5
"""IoU from which two boxes are of one thing."""
NOT_ITSELF = 3.0
"""What the other thing itself loses, which is what the network often marks."""
NEARBY = 0.02
"""Of the picture: added to sizes, so that what is tiny may lie a little apart."""
LOW = 0.3
"""Share of a thing's height by which what stands behind it or before it begins higher or lower."""


@dataclass(frozen=True)
class Related:
    relation: str
    others: tuple[str, ...]
    """To what it stands so; two of `between`."""
    head: str
    """`the cup`"""
    before: str
    """`the cup left of `, without the words that tell of the others."""


@dataclass(frozen=True)
class Ranked:
    head: str
    """`the spoon`, one of several."""
    by: str
    """The side from which they are counted, `size` or `height`."""
    place: int
    """From 0; -1 is the last."""


def related(phrase: str) -> Related | None:
    """None of what is named by itself or by its side of the picture."""
    said = " ".join(phrase.lower().split())
    found = INSIDE.match(said) or RELATED.match(said)
    if not found or SIDE.match(found["other"]) or re.fullmatch(ARTICLE, found["head"]):
        return None
    relation = next(name for name in RELATION_WORDS if found.groupdict().get(name))
    others = found["other"].split(" and ") if relation == "between" else [found["other"]]
    if len(others) != (2 if relation == "between" else 1):
        return None
    head = TOLD.sub("", found["head"])
    noun = "" if re.fullmatch(NAMELESS, head) else head.split()[-1]
    named = (re.sub(r"\bones?\b", lambda one: noun or one[0], other if " " in other else f"the {other}") for other in others)
    return Related(relation, tuple(named), head, said[: found.start("other")])


def ranked(phrase: str) -> Ranked | None:
    said = " ".join(phrase.lower().split())
    if found := IN_A_ROW.match(said):
        return Ranked(f"the {found['head']}", found["side"], RANKS[found["which"]])
    if found := OUTERMOST.match(said):
        return Ranked(f"the {found['head']}", found["side"], 0)
    if found := AMONG.match(said):
        return Ranked(f"the {found['head']}", *SIZES[found["size"]])
    return None


def head_of(phrase: str) -> str:
    """`red mug` of `the red mug left of the laptop`, `spoon` of `the second spoon from the left`."""
    by = ranked(phrase) or related(phrase)
    said = by.head if by else " ".join(phrase.lower().split())
    return TOLD.sub("", re.sub(rf"^{ARTICLE} ", "", said))


def in_order(boxes: np.ndarray, by: str) -> np.ndarray:
    """boxes: (K, 4). Returns their rows as one counts them."""
    x, y = ((boxes[:, :2] + boxes[:, 2:]) / 2).T
    order = {"left": x, "right": -x, "top": y, "bottom": -y, "size": -_size(boxes), "height": boxes[:, 1] - boxes[:, 3]}
    return np.argsort(order[by], kind="stable")


def standing(boxes: np.ndarray, relation: str, others: Sequence[np.ndarray]) -> np.ndarray:
    """boxes: (K, 4); others: (4,) each. Returns (K,): how well each stands so to them, about -1 to 1, less where it is one of them."""
    other = others[0]
    fits = _between(boxes, *others) if relation == "between" else _placed(boxes, relation, other)
    return fits - NOT_ITSELF * (overlap(boxes[:, None], np.array(others)) > SAME).any(1)


def _placed(boxes: np.ndarray, relation: str, other: np.ndarray) -> np.ndarray:
    if relation == "in":
        low, high = np.maximum(boxes[:, :2], other[:2]), np.minimum(boxes[:, 2:], other[2:])
        return 2 * np.prod(np.maximum(high - low, 0), axis=1) / np.maximum(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), 1e-6) - 1
    near = -_gap(boxes, other) / ((_size(boxes) + _size(other)) / 2 + NEARBY)
    if relation == "beside":
        return near
    if relation in ("behind", "front"):
        lower = (boxes[:, 3] - other[3]) / max(LOW * float(other[3] - other[1]), 1e-6)
        return near + np.clip(lower if relation == "front" else -lower, -1, 1)
    axis, sign = {"left": (0, -1), "right": (0, 1), "above": (1, -1), "under": (1, 1)}[relation]
    off = (boxes[:, :2] + boxes[:, 2:] - other[:2] - other[2:]) / 2
    spans = (boxes[:, 2 + axis] - boxes[:, axis] + other[2 + axis] - other[axis]) / 2
    aslant = np.clip(np.abs(off[:, 1 - axis]) - np.abs(off[:, axis]), 0, 1)
    return near + np.clip(sign * off[:, axis] / np.maximum(spans, 1e-6), -1, 1) - 2 * aslant


def _between(boxes: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    first, second = ((box[:2] + box[2:]) / 2 for box in (one, other))
    off = np.linalg.norm((boxes[:, :2] + boxes[:, 2:]) / 2 - (first + second) / 2, axis=1)
    return 1 - 2 * off / max(float(np.linalg.norm(first - second)), 1e-6)


def _gap(boxes: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(K,): how far apart their edges are; 0 where they overlap."""
    return np.maximum(np.maximum(other[:2] - boxes[:, 2:], boxes[:, :2] - other[2:]).max(1), 0.0)


def _size(boxes: np.ndarray) -> np.ndarray:
    return np.sqrt(np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1))
