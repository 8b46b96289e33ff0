"""Whether what is shown is a tool, an animal, a building or something to eat: known by what the backbone surely calls it, since the
network says of a castle that it is no building.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.understanding.asking.plain import plain
from models.backbone.runtime import names
from models.lexicon import lexicon, rows_of, shown_names
from models.vilbert.kinds import kinds, members_of, words_for
from models.vilbert.signs import CALLED

LIVING = "living"
WIDER: Mapping[str, tuple[str, ...]] = {
    "animal": ("bird", "insect"),
    "plant": ("flower",),
    "food": ("fruit", "vegetable"),
    "clothing": ("shoe",),
    LIVING: ("animal", "plant", "bird", "insect", "flower"),
    "edible": ("food", "fruit", "vegetable"),
    "drinkable": ("drink",),
}
"""What else is of a kind; the last three are kinds of their own."""
SAID: Mapping[str, str] = {
    LIVING: r"(?:alive|living|a living (?:thing|being|creature))",
    "edible": r"(?:edible|eatable|something (?:to eat|edible|you can eat|i can eat))",
    "drinkable": r"(?:drinkable|something to drink)",
}
DONE: Mapping[str, str] = {"edible": "eat", "drinkable": "drink"}
LEAST = 0.005
"""Chance from which something is what it may be called beside its first name."""
ONE = r"(?:this|that|it|these|those|they)(?: thing| one)?"
ANYBODY = r"(?:i|you|we|one|people|somebody)"
OF_A_KIND = re.compile(
    rf"^(?:is|are) {ONE}(?: here)? (?:(?:an?|some|any|really|actually) )*(?:(?:kind|sort|type|piece) of )?(?P<word>[\w ]+)$"
)
BE = {kind: re.compile(rf"^(?:is|are) {ONE} {words}$") for kind, words in SAID.items()}
CAN = {kind: re.compile(rf"^(?:can|could|may|should) {ANYBODY} {deed} {ONE}$") for kind, deed in DONE.items()}


def asked_for(question: str) -> str:
    """The kind, `tool` of `is this a tool`; "" where something else is asked."""
    said = plain(question)
    for kind, pattern in (*BE.items(), *CAN.items()):
        if pattern.match(said):
            return kind
    found = OF_A_KIND.match(said)
    return next((kind for kind in kinds() if found and found["word"] in words_for(kind)), "")


def is_one(kind: str, seen: Mapping[str, float]) -> tuple[bool, float] | None:
    """
    seen: chances of ImageNet's names. Whether what is seen is of the kind, and its chance; None where nothing is surely called by a name of
    which the kind is known.
    """
    name, chance = max(seen.items(), key=lambda one: one[1], default=("", 0.0))
    of = _kinds_of().get(name, frozenset())
    if chance < CALLED or not of:
        return None
    return bool(of & {kind, *WIDER.get(kind, ())}), chance


def next_name(first: str, seen: Mapping[str, float]) -> tuple[str, float]:
    """
    first: what it is called; seen: chances of ImageNet's names
    What else the backbone may call it, and the chance of that; "" where that is nothing.
    """
    shown = dict(zip(names(), shown_names(), strict=True))
    others = ((shown.get(name, name), chance) for name, chance in seen.items() if chance >= LEAST)
    return max((one for one in others if one[0] != first), key=lambda one: one[1], default=("", 0.0))


@lru_cache(maxsize=1)
def _kinds_of() -> Mapping[str, frozenset[str]]:
    """Of each of ImageNet's names the kinds that it is of; of none where two things have the name (a crane)."""
    members = {kind: {names()[row] for row in rows_of(kind)} if kind in lexicon()["groups"] else set() for kind in kinds()}
    shown = {kind: {*members_of(kind)} for kind in kinds()}
    return {
        name: frozenset(kind for kind in kinds() if name in members[kind] or (not members[kind] and shown_names()[row] in shown[kind]))
        for row, name in enumerate(names())
        if names().count(name) == 1
    }
