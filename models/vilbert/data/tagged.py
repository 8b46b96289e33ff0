"""What the dual encoder would say of a simulated world: tags, of which some are true."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np

from models.clip.tags import groups
from models.lexicon import shown_names
from models.vilbert.data.noise import TRAINED, Noise
from models.vilbert.data.shares import split
from models.vilbert.data.world import World
from models.vilbert.tokenizing import TAG_GROUPS, TAG_PLACES
from models.vilbert.tokens import NAMES_A_TOKEN, TAG, Tokens, empty
from models.vilbert.vocabulary import TAGGED


def truths(world: World) -> dict[str, list[str]]:
    """What is true of a world, by group of tags."""
    deeds = [thing.deed for thing in world.things if thing.deed]
    names = [thing.name for thing in world.things] + ([] if world.subject is None else [shown_names()[world.subject]])
    who = [thing.who for thing in world.things if thing.who]
    return {"place": [world.place], "deed": deeds, "sky": [world.weather], "thing": list(dict.fromkeys([*who, *names]))}


def tags_of(rng: random.Random, true: Mapping[str, Sequence[str]], noise: Noise = TRAINED) -> tuple[Tokens, list[tuple[str, ...]]]:
    """true: the words that are true, by group. Returns the tag tokens, and for each the keys of its words."""
    ranked = {
        group: _ranked(rng, words, [word for word in true.get(group, ()) if word in words], noise) for group, words in groups().items()
    }
    tokens, keys = empty(len(TAG_PLACES)), []
    tokens.kinds[:] = TAG
    for row, (group, start) in enumerate(TAG_PLACES):
        words = ranked[group][start : start + NAMES_A_TOKEN]
        peak = rng.uniform(0.12, 0.9) if start == 0 else rng.uniform(0.02, 0.08)
        tokens.names[row] = [TAGGED + TAG_GROUPS[group][0] + groups()[group].index(word) for word in words]
        tokens.chances[row] = [peak, *sorted(((1 - peak) * 0.8 * share * (start == 0) + 0.01 for share in split(rng, 3)), reverse=True)]
        tokens.chances[row] = np.minimum(tokens.chances[row], peak)
        tokens.statistics[row, 0] = peak
        keys.append(tuple(f"tag/{word}" for word in words))
    return tokens, keys


def _ranked(rng: random.Random, words: Sequence[str], true: Sequence[str], noise: Noise) -> list[str]:
    """The likeliest eight of a group's words, where at most a few are true."""
    found = rng.sample(words, 2 * NAMES_A_TOKEN)
    for word in true[:3]:
        dice = rng.random()
        if dice < noise.told + noise.hinted:
            found = [other for other in found if other != word]
            found.insert(rng.randrange(8) if words is groups()["thing"] else 0 if dice < noise.told else rng.randint(1, 3), word)
    return found[: 2 * NAMES_A_TOKEN]
