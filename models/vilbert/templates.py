"""How people ask about pictures: what training makes questions of (data/wording.py), and typed words are put right by (spelling.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from models.lexicon import read_toml

TEMPLATES: Mapping[str, Sequence[str]] = read_toml("models.vilbert", "templates.toml")
"""By kind of question; a noun stands as `{x}` (templates.toml)."""


def read_freely() -> list[list[str]]:
    """Questions and phrases in four wordings each, whose answers nobody has to know."""
    lines = resources.files("models.vilbert").joinpath("freely.txt").read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines]
