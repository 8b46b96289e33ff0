"""Sentences that need no picture, so that the fusion learns to say so."""

from __future__ import annotations

import random

from models.lexicon import read_toml

_SAID = read_toml("models.vilbert.data", "chat.toml")


def chat(rng: random.Random) -> str:
    return rng.choice(_SAID["patterns"]).format(**{key: rng.choice(values) for key, values in _SAID["slots"].items()})
