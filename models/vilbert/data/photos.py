"""Real photos with their annotations: facts written while looking at each, questions made from them, and the tokens of the real front end.

A fact's row: captions, indoors, place, weather, time, people, actions, things (name, also, count, colours, material, attributes, box),
absent, qa. `photos.jsonl` beside this file holds those of freely usable photos; none of them is in any development or test set.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.clip.tags import tags
from models.lexicon import shown_names
from models.vilbert.data.photo_questions import Row, questions
from models.vilbert.data.questions import PIECE_WORDS
from models.vilbert.data.sources import Seen
from models.vilbert.data.world import World, centre, overlap
from models.vilbert.tokens import BAND, CELL, IMAGE, NAME, PART, REGION, TAG, Tokens
from models.vilbert.vocabulary import FIRST_PART, NAMED, PARTS, TAGGED

FACTS = Path(__file__).parent / "photos.jsonl"
SKY = {
    "sky": "band/top",
    "ceiling": "band/top",
    "floor": "band/bottom",
    "ground": "band/bottom",
    "grass": "band/bottom",
    "road": "band/bottom",
    "carpet": "band/bottom",
    "water": "band/bottom",
    "sea": "band/bottom",
    "sand": "band/bottom",
    "snow": "band/bottom",
    "wall": "band/background",
    "background": "band/background",
}


def read(path: Path = FACTS) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def turned(row: Row) -> Row:
    """The facts of the photo seen in a mirror."""
    swap = {"left": "right", "right": "left"}
    flip = lambda text: " ".join(swap.get(word, word) for word in text.split(" "))  # noqa: E731
    things = [
        {**thing, "box": [1 - thing["box"][2], thing["box"][1], 1 - thing["box"][0], thing["box"][3]] if thing["box"] else None}
        for thing in row["things"]
    ]
    qa = [[flip(question), flip(answer)] for question, answer in row["qa"]]
    return {**row, "things": things, "qa": qa, "captions": [flip(caption) for caption in row["captions"]]}


# ---- which token shows what


def keyed(tokens: Tokens, row: Row) -> list[tuple[str, ...]]:
    """For each token the keys of what it shows: things by their number, and the picture's own parts."""
    keys: list[list[str]] = []
    for place, kind in enumerate(tokens.kinds):
        keys.append(
            ["image"]
            if kind == IMAGE
            else [f"name/{_shown(tokens, place)}"]
            if kind == NAME
            else [_band(place, tokens)]
            if kind == BAND
            else [f"tag/{word}" for word in _tagged(tokens, place)]
            if kind == TAG
            else []
        )
    for number, thing in enumerate(row["things"]):
        for place in _showing(tokens, thing):
            keys[place].append(str(number))
    return [tuple(own) for own in keys]


def _tagged(tokens: Tokens, place: int) -> list[str]:
    return [tags()[int(name) - TAGGED] for name in tokens.names[place]]


def _shown(tokens: Tokens, place: int) -> str:
    return shown_names()[int(tokens.names[place, 0]) - NAMED]


def _band(place: int, tokens: Tokens) -> str:
    first = int(np.flatnonzero(tokens.kinds == BAND)[0])
    return f"band/{('top', 'bottom', 'background', 'subject')[place - first]}"


def _showing(tokens: Tokens, thing: Mapping[str, Any]) -> list[int]:
    """Detections on the thing's box; where there is none, the subject's box or the cells in it."""
    names = {thing["name"], *thing["also"]}
    by_band = [place for place in np.flatnonzero(tokens.kinds == BAND) if _band(int(place), tokens) in {SKY.get(name) for name in names}]
    named = [int(place) for place in np.flatnonzero(tokens.kinds == NAME) if _shown(tokens, int(place)) in names]
    if thing["box"] is None:
        return [int(place) for place in by_band] + named
    boxed = np.flatnonzero((tokens.kinds == REGION) | (tokens.kinds == BAND))
    least = {REGION: 0.5, BAND: 0.6}
    regions = [int(place) for place in boxed if overlap(tokens.boxes[place], thing["box"]) > least[int(tokens.kinds[place])]]
    regions += _pieces(tokens, names, thing["box"])
    if not any(tokens.kinds[place] in (REGION, PART) for place in regions):
        regions += [int(place) for place in np.flatnonzero(tokens.kinds == CELL) if _in(centre(tokens.boxes[place]), thing["box"])]
    return list(dict.fromkeys([*regions, *map(int, by_band), *named]))


def _pieces(tokens: Tokens, names: set[str], box: Sequence[float]) -> list[int]:
    """The shirt, trousers or hair of a detected person, where the thing is such a piece."""
    wanted = {FIRST_PART + PARTS.index(piece) for piece, words in PIECE_WORDS.items() if names & {piece, *words}}
    places = [int(place) for place in np.flatnonzero(tokens.kinds == PART) if int(tokens.names[place, 0]) in wanted]
    return [place for place in places if overlap(tokens.boxes[place], box) > 0.2]


def _in(point: tuple[float, float], box: Sequence[float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def seen(tokens: Tokens, row: Row, rng: random.Random, others: Sequence[Row]) -> Seen:
    return Seen(tokens, keyed(tokens, row), World([]), questions(row, rng, others), list(row["captions"]))
