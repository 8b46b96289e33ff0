"""How people say it: many templates a kind of question, small talk around them, and what a speech recognizer makes of them.

`{a}` is a noun with its article, `{x}` one without, `{xs}` a plural; `{y}`, `{ys}`, `{b}` the same of a second thing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from models.lexicon import article, plural, read_toml
from models.vilbert.templates import TEMPLATES, read_freely

_SAID = read_toml("models.vilbert.data", "wording.toml")
_REPHRASED = read_toml("models.vilbert.data", "rephrased.toml")
SAID_RELATIONS: Mapping[str, Sequence[str]] = _SAID["relations"]
PLAIN = 0.78
"""Share of questions without anything before them, or after."""
REPHRASED, CHATTY = 0.65, 0.2
"""Of what is said in other words: the share from further wordings; of those with further small talk before, and after."""
SPELT: Mapping[str, str] = _SAID["spelt"]
HOMOPHONES: Mapping[str, str] = _SAID["homophones"]


class Said(str):
    """A question with what it takes to say it in other words."""

    kind: str
    slots: Mapping[str, str]

    def __new__(cls, text: str, kind: str = "", slots: Mapping[str, str] = MappingProxyType({})) -> Said:
        said = super().__new__(cls, text)
        said.kind, said.slots = kind, slots
        return said

    def put(self, text: str) -> Said:
        return Said(text, self.kind, self.slots)


class Unheard(random.Random):
    """Says things in words that training never uses, where there are some."""


def say(rng: random.Random, kind: str, **slots: str) -> Said:
    """slots x, y: nouns; the rest as they stand."""
    unheard = _SAID["unheard"].get(kind) if isinstance(rng, Unheard) else None
    return Said(_filled(rng, rng.choice(unheard or TEMPLATES[kind]), slots), kind, slots)


def again(rng: random.Random, said: Said) -> str:
    """In words of the lists that say() uses. What may mean something else in other words stays as it was said."""
    return _filled(rng, rng.choice(TEMPLATES[said.kind]), said.slots) if said.kind in _REPHRASED["templates"] else said


def rephrased(rng: random.Random, said: Said) -> str:
    """In words of any list but the unheard ones, and with any small talk."""
    if said.kind not in _REPHRASED["templates"]:
        return spoken(rng, said)
    templates = _REPHRASED["templates"][said.kind] if rng.random() < REPHRASED else TEMPLATES[said.kind]
    text = _filled(rng, rng.choice(templates), said.slots)
    around = (rng.choice(_REPHRASED["around"][place]) if rng.random() < CHATTY else "" for place in ("before", "after"))
    return spoken(rng, f"{next(around)} {text} {next(around)}".strip())


def _filled(rng: random.Random, template: str, slots: Mapping[str, str]) -> str:
    slots = dict(slots)
    if "{p}" in template and "{x}" not in template:
        slots.setdefault("x", "")
    for key, with_article, many in (("x", "a", "xs"), ("y", "b", "ys"), ("g", "ag", "gs")):
        if key in slots and f"{{{many}}}" in template:
            slots[many] = plural(slots[key])
        if key in slots and f"{{{with_article}}}" in template:
            slots[with_article] = article(slots[key])
    if "r" in slots:
        slots["r"] = rng.choice(SAID_RELATIONS[slots["r"]])
    return template.format(**slots)


@lru_cache(maxsize=1)
def freely() -> Sequence[Sequence[str]]:
    return read_freely()


def spoken(rng: random.Random, text: str) -> str:
    """Small talk around it, other spellings, a dropped article or a word misheard."""
    text = " ".join((_around(rng, "before"), text, _around(rng, "after"))).strip()
    if rng.random() < 0.75:
        return text
    words = text.split()
    dice = rng.random()
    if dice < 0.4:
        words = [word for word in words if word not in ("the", "a", "an") or rng.random() < 0.4]
    elif dice < 0.7:
        words = [HOMOPHONES.get(word, word) if rng.random() < 0.4 else word for word in words]
    elif dice < 0.85:
        words = [SPELT.get(word, word) for word in words]
    else:
        words = [word[:-1] if len(word) > 4 and word.endswith("s") and rng.random() < 0.5 else word for word in words]
    return " ".join(words)


def _around(rng: random.Random, place: str) -> str:
    return "" if rng.random() < PLAIN else rng.choice(_SAID["around"][place])
