"""How people say it: many templates a kind of question, small talk around them, and what a speech recognizer makes of them.

`{a}` is a noun with its article, `{x}` one without, `{xs}` a plural; `{y}`, `{ys}`, `{b}` the same of a second thing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from models.lexicon import article, plural, read_toml

_SAID = read_toml("models.vilbert.data", "wording.toml")
TEMPLATES: Mapping[str, Sequence[str]] = _SAID["templates"]
"""By kind of question."""
SAID_RELATIONS: Mapping[str, Sequence[str]] = _SAID["relations"]
PLAIN = 0.78
"""Share of questions without anything before them, or after."""
SPELT: Mapping[str, str] = _SAID["spelt"]
HOMOPHONES: Mapping[str, str] = _SAID["homophones"]


class Unheard(random.Random):
    """Says things in words that training never uses, where there are some."""


def say(rng: random.Random, kind: str, **slots: str) -> str:
    """slots x, y: nouns; the rest as they stand."""
    unheard = _SAID["unheard"].get(kind) if isinstance(rng, Unheard) else None
    template = rng.choice(unheard or TEMPLATES[kind])
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
