"""What the dual encoder says of a whole picture in words: where it is, what is done, the sky, what is to be seen. numpy only.

The image tower's graph gives one number for each word beside its vector (export.py); here they become chances within each group.

Dimension key: T words of all groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from models import weights
from models.chances import softmax
from models.clip.features import Features
from models.lexicon import read_toml
from models.runtime import open_session

IMAGE = "clip.onnx"
APART_TOWERS = "apart"
"""Folder, below that of the dual encoder's training, of towers that each have not seen some photos, and `folds.json`: which ones."""
PROMPTS: Mapping[str, tuple[str, ...]] = {
    "place": ("{}", "a photo of a {}"),
    "deed": ("{}", "a person {}"),
    "sky": ("{} weather", "{}"),
    "thing": ("{}", "a photo of a {}"),
}
SHARPER = 1.5
"""What the learned scale is multiplied by: a word of hundreds would else be no likelier than the rest."""


@lru_cache(maxsize=1)
def groups() -> dict[str, tuple[str, ...]]:
    told = read_toml("models.clip", "tags.toml")
    return {group: tuple(word for words in told[group].values() for word in words) for group in PROMPTS}


def tags() -> tuple[str, ...]:
    """(T,): all groups' words, one group after the other."""
    return tuple(word for words in groups().values() for word in words)


def prompts() -> list[tuple[str, ...]]:
    """(T,): what stands for each word."""
    return [tuple(prompt.format(word) for prompt in PROMPTS[group]) for group, words in groups().items() for word in words]


class Tagger:
    def __init__(self, path: Path | None = None, *, threads: int = 1) -> None:
        """path: an image tower that the caller trusts; without it the shipped one. Raises ModelError."""
        self._session = open_session(path or weights.verified(IMAGE), threads=threads)

    def __call__(self, features: Features) -> np.ndarray:
        """features: of one picture. Returns (T,) float32 chances, which sum to 1 in each group."""
        given = {name: array[None] for name, array in features.arrays().items()}
        logits = self._session.run(["tags"], given)[0][0]
        ends = np.cumsum([len(words) for words in groups().values()])[:-1]
        return np.concatenate([softmax(part) for part in np.split(logits, ends)])
