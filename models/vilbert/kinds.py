"""Kinds of things that questions ask for, what is of each, and what it is called: the table asking.toml beside the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from models.lexicon import lexicon, plural, read_toml, rows_of, shown_names


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """All that asking.toml says."""
    return read_toml("models.vilbert", "asking.toml")


@lru_cache(maxsize=1)
def holders() -> Mapping[str, Sequence[str]]:
    """Groups of what a thing holds, by its name in either number."""
    return {form: told["holds"] for told in table()["holders"] for name in told["what"] for form in (name, plural(name))}


def kinds() -> tuple[str, ...]:
    return tuple(table()["kinds"])


def members_of(group: str) -> list[str]:
    """Names of what is of that kind: of the backbone, of the detector, and of the table."""
    known = lexicon()["groups"].get(group)
    listed = [*(shown_names()[row] for row in rows_of(group)), *known["coco"]] if known else []
    return [*listed, *table()["kinds"].get(group, ())]


@lru_cache(maxsize=64)
def words_for(group: str) -> tuple[str, ...]:
    """What a kind is called, in either number."""
    return (group, plural(group), *table()["words"].get(group, ()))
