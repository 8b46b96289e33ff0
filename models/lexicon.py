"""What the networks' names mean in English: `lexicon.toml`, read once."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from models.backbone.runtime import names as imagenet

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MANY = re.compile(r"(?<=[a-z]{2})(?<![suiao])s$")
"""Regular plurals by their look; of words in -as, -is, -os and -us only those of which the singular is known."""
WORD = re.compile(r"[^\W\d_]+")
AN = re.compile(r"^(?:hour|heir|hono)|^(?!(?:uni(?!n)|eu|us[aeu]|ute|one\b|ufo\b))[aeiou]")
"""What begins with the sound of a vowel."""
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def read_toml(package: str, name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(package).joinpath(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Any]:
    return read_toml("models", "lexicon.toml")


def rows_of(group: str) -> list[int]:
    """Rows of ImageNet's list that a group covers."""
    rows: list[int] = []
    for span in lexicon()["groups"][group]["imagenet"]:
        first, _, last = span.partition("-")
        rows += range(int(first), int(last or first) + 1)
    return rows


@lru_cache(maxsize=1)
def shown_names() -> tuple[str, ...]:
    """ImageNet's 1,000 names as a person would say them: `a golden retriever` is a dog."""
    groups = {row: group for group, members in lexicon()["groups"].items() if members.get("one_name") for row in rows_of(group)}
    return tuple(_shown(name.split(",")[0], groups.get(row)) for row, name in enumerate(imagenet()))


def _shown(first: str, group: str | None) -> str:
    return lexicon()["shown"].get(first) or group or first.lower()


@lru_cache(maxsize=512)
def rows_named(name: str) -> list[int]:
    """ImageNet's rows with this name among theirs."""
    return [row for row, full in enumerate(imagenet()) if name in full.split(", ")]


@dataclass(frozen=True)
class Meaning:
    """What a noun covers."""

    names: frozenset[str]
    rows: frozenset[int]


@lru_cache(maxsize=4096)
def meaning(noun: str) -> Meaning:
    """Of a singular noun: the detector's classes, drawn things and shown names of that word, and ImageNet's rows."""
    names, rows = {noun}, {row for row, shown in enumerate(shown_names()) if shown == noun}
    for label, words in lexicon()["things"].items():
        if noun in words:
            names.add(label)
    for group, members in lexicon()["groups"].items():
        if noun in members["words"]:
            names |= {group, *members["coco"]}
            rows |= set(rows_of(group))
    # The detector's `dog` is any dog; ImageNet's own names of the same word are covered too.
    rows |= {row for row, shown in enumerate(shown_names()) if shown in names}
    return Meaning(frozenset(names | {shown_names()[row] for row in rows}), frozenset(rows))


@lru_cache(maxsize=1)
def classes() -> Mapping[str, Sequence[str]]:
    """The detector's classes by all words for them, in either number: a glass may be two of them."""
    known: dict[str, list[str]] = {}
    for name, words in lexicon()["things"].items():
        for form in dict.fromkeys(form for word in words for form in (word, plural(word))):
            known.setdefault(form, []).append(name)
    return known


def plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    many = lexicon()["plurals"].get(last)
    if many is None and noun in lexicon()["article"]["none"]:
        many = last
    if many is None and last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    return f"{head} {many or last + ('es' if last.endswith(('s', 'x', 'z', 'ch', 'sh')) else 's')}".strip()


def numbered(noun: str, count: int) -> str:
    """`three cups`, `many cups`; count: any but one"""
    return f"{NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else 'many'} {plural(noun)}"


def place_in_picture(x: float, y: float, width: float = 1.0, height: float = 1.0) -> str:
    """`left`, `top right`, `middle`: where a person would say that a point is."""
    across = "left" if x < 0.4 * width else "right" if x > 0.6 * width else ""
    down = "top" if y < 0.3 * height else "bottom" if y > 0.72 * height else ""
    return f"{down} {across}".strip() or "middle"


def in_known_words(text: str) -> str:
    """`a photo of a path` for `a photograph of a sidewalk`: as the fusion learned to call what it knows."""
    known = _aliases()
    return WORD.sub(lambda found: known.get(found[0].lower(), found[0]), text)


def is_alias(word: str) -> bool:
    """Whether the fusion knows what is meant by another word; in either number."""
    return word in _aliases()


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, str]:
    """What is meant by each, in its number."""
    told = [(alias, meant) for meant, others in lexicon()["aliases"].items() for alias in others]
    many = {plural(alias): meant if is_many(meant) else plural(meant) for alias, meant in told if not is_many(alias)}
    return {**many, **dict(told)}


def is_many(noun: str) -> bool:
    """Whether it is in the plural by its look, as `mountains`, `leaves` and `bananas` are."""
    if noun in lexicon()["article"]["one"]:
        return False
    return any(noun == many != one for one, many in lexicon()["plurals"].items()) or MANY.search(noun) is not None or noun in _plurals()


@lru_cache(maxsize=1)
def _plurals() -> frozenset[str]:
    """Of what the networks name."""
    named = (*shown_names(), *(word for words in lexicon()["things"].values() for word in words))
    return frozenset(many for name in named if (many := plural(name)) != name)


def article(noun: str) -> str:
    """`a cup`, `an apple`, `scissors`, `mountains`, `snow`, `the sky`"""
    known = lexicon()["article"]
    if noun in known["the"]:
        return f"the {noun}"
    if noun in (*known["none"], *known["mass"], *known["proper"]) or is_many(noun):
        return noun
    return f"{'an' if AN.match(noun) else 'a'} {noun}"
