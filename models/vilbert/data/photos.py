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
from models.vilbert.data.questions import PIECE_WORDS, WORDS, Question
from models.vilbert.data.sources import Seen
from models.vilbert.data.wording import say
from models.vilbert.data.world import World, centre, overlap, side
from models.vilbert.tokens import BAND, CELL, IMAGE, NAME, PART, REGION, TAG, Tokens
from models.vilbert.vocabulary import FIRST_PART, NAMED, PARTS, TAGGED

FACTS = Path(__file__).parent / "photos.jsonl"
Row = Mapping[str, Any]
MANY = 20
"""The count that stands for many."""
OPPOSITES = {
    "open": "closed",
    "closed": "open",
    "empty": "full",
    "full": "empty",
    "old": "new",
    "wet": "dry",
    "big": "tiny",
    "bright": "dark",
    "round": "square",
    "tall": "short",
}
DEEDS = (
    "sitting",
    "standing",
    "sleeping",
    "running",
    "eating",
    "reading",
    "swimming",
    "dancing",
    "jumping",
    "smiling",
    "walking",
    "cooking",
    "driving",
    "flying",
    "playing",
)
MATERIALS = ("wood", "metal", "glass", "plastic", "stone", "fabric", "paper", "leather")
SURROUNDINGS = frozenset(
    "sky ground floor wall background grass water sea river road trees tree sand snow clouds cloud mountains mountain buildings".split()
)
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


# ---- questions


def questions(row: Row, rng: random.Random, others: Sequence[Row]) -> list[Question]:
    """The written ones, and what the facts answer, with as many no as yes. others: rows from which wrong things are taken."""
    written = [_written(question, answer) for question, answer in row["qa"]]
    made = [*_existence(row, rng), *_things(row, rng), *_whole(row, rng, others)]
    return written * 2 + made


def _written(text: str, answer: str) -> Question:
    answer = answer.lower().strip()
    if answer == "unanswerable":
        return Question("written", text, None, cannot_tell=True)
    return Question("written", text, NUMERALS.get(answer, answer), copied_from=_read_off(answer))


def _read_off(*words: str) -> tuple[str, ...]:
    """The tokens that hold one of these words."""
    return tuple(f"{kind}/{word}" for word in words for kind in ("name", "tag"))


NUMERALS = {word: str(number) for number, word in enumerate(WORDS)} | {"no": "no", "none": "0"}


def _existence(row: Row, rng: random.Random) -> list[Question]:
    made = []
    for number, thing in enumerate(row["things"]):
        for word in (thing["name"], *thing["also"][:1]):
            made.append(Question("exist", say(rng, "exist", x=word), "yes", (str(number),)))
    missing = [rng.choice(row["absent"]) for _ in made] if row["absent"] else []
    return made + [Question("exist", say(rng, "exist", x=word), "no") for word in missing]


def _things(row: Row, rng: random.Random) -> list[Question]:
    made = []
    for number, thing in enumerate(row["things"]):
        spot, word = (str(number),), rng.choice([thing["name"], *thing["also"]])
        alone = sum(thing["name"] == other["name"] for other in row["things"]) == 1
        if thing["colours"] and alone:
            made += _colours(rng, thing, word, spot)
        if thing["material"] and alone:
            made.append(
                Question(
                    "what",
                    rng.choice(("what is the {} made of", "what material is the {}", "which material is the {}")).format(word),
                    thing["material"][0],
                    spot,
                )
            )
            stuff = thing["material"][0] if rng.random() < 0.5 else rng.choice([m for m in MATERIALS if m not in thing["material"]])
            made.append(Question("is it", f"is the {word} made of {stuff}", "yes" if stuff in thing["material"] else "no", spot))
        for look in thing["attributes"][:2]:
            asked = OPPOSITES.get(look, look) if rng.random() < 0.5 else look
            made.append(Question("is it", f"is the {word} {asked}", "yes" if asked == look else "no", spot))
        if 0 < thing["count"] < MANY and (thing["count"] > 1 or rng.random() < 0.5) and alone:
            made.append(Question("count", say(rng, "count", x=word), str(thing["count"]), spot))
        if thing["box"] and thing["count"] == 1 and alone:
            made += [
                Question("where", say(rng, "where", x=word), side(thing["box"]), spot, spot),
                Question("refer", say(rng, "refer", x=word), None, spot),
            ]
            x = centre(thing["box"])[0]
            if abs(x - 0.5) > 0.08:
                made.append(Question("where", say(rng, "left or right", x=word), "left" if x < 0.5 else "right", spot, spot))
            if thing["colours"] and rng.random() < 0.5:
                made.append(Question("refer", say(rng, "refer", x=f"{thing['colours'][0]} {word}"), None, spot))
    return made


def _colours(rng: random.Random, thing: Mapping[str, Any], word: str, spot: tuple[str, ...]) -> list[Question]:
    first = thing["colours"][0]
    wrong = rng.choice(
        [
            colour
            for colour in ("red", "green", "blue", "yellow", "black", "white", "brown", "pink", "orange", "grey")
            if colour not in thing["colours"]
        ]
    )
    asked = first if rng.random() < 0.5 else wrong
    return [
        Question("colour", say(rng, "colour", x=word), first, spot, spot),
        Question("is colour", say(rng, "is colour", x=word, c=asked), "yes" if asked == first else "no", spot),
    ]


def _whole(row: Row, rng: random.Random, others: Sequence[Row]) -> list[Question]:
    made, image = [], ("image",)
    if row["indoors"] is not None:
        made += [Question("scene", say(rng, "in or out"), "indoors" if row["indoors"] else "outdoors", image)]
        made += [
            Question("is scene", say(rng, kind), "yes" if row["indoors"] == (kind == "indoors") else "no", image)
            for kind in ("indoors", "outdoors")
        ]
    elsewhere = [place for other in others for place in other["place"] if place not in row["place"]]
    for place in row["place"][:2]:
        made += [
            Question("scene", say(rng, "room" if row["indoors"] and rng.random() < 0.6 else "scene"), place, image, _read_off(place)),
            Question("is scene", say(rng, "is scene", p=place), "yes", image),
        ]
        made += [Question("is scene", say(rng, "is scene", p=rng.choice(elsewhere)), "no", image)] if elsewhere else []
    for weather in row["weather"][:1]:
        made += [
            Question("scene", say(rng, "weather"), weather, image, _read_off(weather)),
            Question("is scene", say(rng, "is weather", w=weather), "yes", image),
        ]
        wrong = rng.choice([other for other in ("sunny", "cloudy", "rainy", "snowy", "foggy") if other not in row["weather"]])
        made.append(Question("is scene", say(rng, "is weather", w=wrong), "no", image))
    if row["time"] in ("day", "night"):
        made += [Question("is scene", say(rng, kind), "yes" if row["time"] == kind else "no", image) for kind in ("day", "night")]
    return made + _people(row, rng) + _main(row, rng)


def _people(row: Row, rng: random.Random) -> list[Question]:
    made = [Question("exist", say(rng, "anyone"), "yes" if row["people"] else "no")]
    if row["people"] < MANY:
        made.append(Question("count", say(rng, "count", x="person"), str(row["people"])))
    wrong = [deed for deed in DEEDS if deed not in row["actions"]]
    for deed in row["actions"][:2]:
        made += [Question("action", say(rng, "deed", x="person"), deed, copied_from=_read_off(deed))] if row["people"] else []
        made += [
            Question("is action", say(rng, "is deed", x="person", d=deed), "yes"),
            Question("is action", say(rng, "is deed", x="person", d=rng.choice(wrong)), "no"),
        ]
    return made


def _main(row: Row, rng: random.Random) -> list[Question]:
    """What it is, where one thing fills the middle."""
    first = next((thing for thing in row["things"] if thing["name"] not in SURROUNDINGS), None)
    if first is None or not first["box"] or (first["box"][2] - first["box"][0]) * (first["box"][3] - first["box"][1]) < 0.2:
        return []
    spot = (str(row["things"].index(first)),)
    return [Question("what", say(rng, "what"), first["name"], spot, _read_off(first["name"], *first["also"]))]


def seen(tokens: Tokens, row: Row, rng: random.Random, others: Sequence[Row]) -> Seen:
    return Seen(tokens, keyed(tokens, row), World([]), questions(row, rng, others), list(row["captions"]))
