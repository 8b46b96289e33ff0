"""Questions that the facts of an annotated photo answer, beside those that were written for it."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.lexicon import NUMBER_WORDS
from models.vilbert.data.questions import Question
from models.vilbert.data.wording import say
from models.vilbert.data.world import centre, side

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
BARE = re.compile(r"what(?:'s|s| is| are) (?:this|that|it|these|those|in the picture)(?: thing)?\??", re.IGNORECASE)
"""Asks what a photo shows. Not learned from photos: most of them are landscapes, of which the networks name 3 in 113 right, and that taught
a mistrust of names where a cup or a koala is shown (objects on photos: 26 % with these questions, 39 % by the first name alone)."""


def questions(row: Row, rng: random.Random, others: Sequence[Row]) -> list[Question]:
    """The written ones, and what the facts answer, with as many no as yes. others: rows from which wrong things are taken."""
    written = [_written(question, answer) for question, answer in row["qa"] if not BARE.fullmatch(question)]
    made = [*_existence(row, rng), *_missing(row, rng), *_things(row, rng), *_whole(row, rng, others)]
    return written * 2 + made


def _written(text: str, answer: str) -> Question:
    answer = answer.lower().strip()
    if answer == "unanswerable":
        return Question("written", text, None, cannot_tell=True)
    return Question("written", text, NUMERALS.get(answer, answer), copied_from=_read_off(answer))


def _read_off(*words: str) -> tuple[str, ...]:
    """The tokens that hold one of these words."""
    return tuple(f"{kind}/{word}" for word in words for kind in ("name", "tag"))


NUMERALS = {word: str(number) for number, word in enumerate(NUMBER_WORDS)} | {"no": "no", "none": "0"}


def _existence(row: Row, rng: random.Random) -> list[Question]:
    made = []
    for number, thing in enumerate(row["things"]):
        for word in (thing["name"], *thing["also"][:1]):
            made.append(Question("exist", say(rng, "exist", x=word), "yes", (str(number),)))
    missing = [rng.choice(row["absent"]) for _ in made] if row["absent"] else []
    return made + [Question("exist", say(rng, "exist", x=word), "no") for word in missing]


def _missing(row: Row, rng: random.Random) -> list[Question]:
    """Of things that are not there: there are none of them, and nothing else can be told."""
    words = rng.sample(row["absent"], min(6, len(row["absent"])))
    made = [Question("count", say(rng, "count", x=word), "0") for word in words[:1]]
    kinds = ("refer", "refer", "colour", "look", "where", "left or right", "on")
    return made + [Question("unknowable", say(rng, rng.choice(kinds), x=word), None, cannot_tell=True) for word in words[1:]]


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
    return made + _people(row, rng)


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
