"""What sort of answer a question asks for, as far as its words say so: an animal, a material, a place, a deed, a thing other than those
that it names itself; and what deed the things that are seen speak of. numpy only.

The network learned it, too, but on photos, where it is unsure of everything, it would answer `what animal is this` by `forest`.

Dimension key: A answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from models.clip.tags import groups
from models.lexicon import lexicon, plural, read_toml, rows_of, shown_names
from models.vilbert.data.ordinary import rows_named
from models.vilbert.tokens import NAME, REGION, Tokens
from models.vilbert.vocabulary import COLOURS, SIDES, Vocabulary

WHAT = r"^(?:what|whats|which)"
KIND_OF = r"(?:(?:kind|sort|type|breed|species) of )?"
MADE = re.compile(rf"{WHAT} .*\b(?:made|built|build) (?:of|from|out of)$|{WHAT} (?:.* )?materials?\b")
PLACE = re.compile(
    rf"{WHAT} (?:is )?{KIND_OF}(?:this )?(?:place|room|location|scene)\b"
    r"|^where (?:is|was) this(?:$| (?:place|photo|picture|taken)\b)|^where are we\b"
)
DOING = re.compile(rf"{WHAT} .*\b(?:doing|up to)\b")
THING = re.compile(
    rf"{WHAT} .*\b(?:on|in|inside|under|behind|beside|near|above|below|over|next to|holding|holds|carrying|wearing|throwing|eating|"
    r"riding|covered with)\b"
)
OTHER = re.compile(
    r"\b(?:or|colou?rs?|shades?|sides?|positions?|directions?|way|areas?|weather|times?|day|season|numbers?|patterns?|mood|expression|size|shapes?|"
    r"corner|quarter|quadrant|parts?|sports?|games?|happening|going on|kind|sort|type)\b"
)
"""What may be asked of anything, in whatever words: then all answers fit."""
ASKED = re.compile(rf"{WHAT} (?:is )?{KIND_OF}")
ALWAYS = ("nothing", "none", "nobody", "both")
FEW = 5
"""Answers below which a sort is not known well enough."""
LONGEST = 3
"""Words of a name that a question may hold."""
THERE = 0.5
"""Chance from which a thing is there."""
COUNTED = re.compile(r"^(?:yes|no|\d+)$")


class Asking:
    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._told = read_toml("models.vilbert.data", "answers.toml")
        self._members = {group: self._rows(members_of(group)) for group in kinds()}
        named = "|".join(sorted((re.escape(word) for group in kinds() for word in words_for(group)), key=len, reverse=True))
        self._group = re.compile(rf"{WHAT} {KIND_OF}({named})\b|{WHAT}(?: is| are)? (?:this|that|these|those) ({named})$")
        self.unfit: Callable[[Sequence[str]], np.ndarray | None] = lru_cache(maxsize=256)(self._unfit)

    def _unfit(self, pieces: Sequence[str]) -> np.ndarray | None:
        """pieces: of the question's words, a tuple. Returns (A,) bool, True of what is no answer to it; None where all may be."""
        text = spelt(pieces)
        fitting = self._asked_for(text)
        if fitting is not None:
            unfit = np.ones(len(self._words.answers), bool)
            unfit[[*fitting, *self._rows(ALWAYS)]] = False
            return unfit if len(fitting) >= FEW else None
        return self._no_thing | self._named_in(text) if THING.search(text) and not OTHER.search(ASKED.sub("", text)) else None

    def _asked_for(self, text: str) -> set[int] | None:
        found = self._group.search(text)
        if OTHER.search(text.removeprefix(found[0]) if found else ASKED.sub("", text)):
            return None
        if MADE.search(text):
            return self._rows(self._told["stuff"])
        if DOING.search(text):
            return self._deeds
        if PLACE.search(text):
            return self._rows((*self._told["scenes"], *lexicon()["rooms"], *groups()["place"]))
        if found is None:
            return None
        word = found[1] or found[2]
        group = next(group for group in kinds() if word in words_for(group))
        return self._members[group] - self._rows([group])

    def is_deed(self, answer: str) -> bool:
        nouns = (
            *self._told["things"],
            *self._told["scenes"],
            *self._told["times"],
            *lexicon()["rooms"],
            *groups()["place"],
            *shown_names(),
        )
        return answer in self._told["deeds"] or (answer.partition(" ")[0].endswith("ing") and answer not in nouns)

    @cached_property
    def _no_thing(self) -> np.ndarray:
        """(A,) bool: yes, no, numbers, colours, sides, the weather, deeds."""
        other = {*COLOURS, *SIDES, *groups()["sky"], *self._told["weather"], *self._told["times"]}
        return np.array([answer in other or self.is_deed(answer) or COUNTED.match(answer) is not None for answer in self._words.answers])

    def _named_in(self, text: str) -> np.ndarray:
        """(A,) bool: what the question itself names, in either number."""
        words, named = text.split(), np.zeros(len(self._words.answers), bool)
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                named[list(self._forms.get(" ".join(words[start:end]), ()))] = True
        return named

    @cached_property
    def _forms(self) -> Mapping[str, set[int]]:
        """Answers by how they are said, in either number."""
        forms: dict[str, set[int]] = {}
        for row, answer in enumerate(self._words.answers):
            for form in (answer, plural(answer)):
                forms.setdefault(form, set()).add(row)
        return forms

    @cached_property
    def _deeds(self) -> set[int]:
        return {row for row, answer in enumerate(self._words.answers) if self.is_deed(answer)}

    def deeds(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """Answers for what somebody does who is seen with such things (a camera), and the chance of those; none where that is not asked."""
        if not DOING.search(spelt(pieces)):
            return {}
        seen: dict[str, float] = {}
        for kind in (REGION, NAME):
            of_kind = tokens.kinds == kind
            for name, chance in zip(tokens.names[of_kind, 0], tokens.chances[of_kind, 0], strict=True):
                seen[self._words.names[name]] = max(float(chance), seen.get(self._words.names[name], 0.0))
        if seen.get("person", 0.0) < THERE:
            return {}
        found = {deed: max((seen.get(sign, 0.0) for sign in signs), default=0.0) for deed, signs in _signs().items()}
        return {self._words.answer_rows[deed]: chance for deed, chance in found.items() if chance >= THERE}

    def _rows(self, answers: Iterable[str]) -> set[int]:
        return {self._words.answer_rows[answer] for answer in answers if answer in self._words.answer_rows}


def spelt(pieces: Sequence[str]) -> str:
    return " ".join(pieces).replace(" ##", "")


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, frozenset[str]]:
    """Of each deed the things, and the backbone's names, that speak of it."""
    told = lexicon()["deeds"]
    return {
        deed: frozenset((*signs["things"], *(shown_names()[row] for name in signs["names"] for row in rows_named(name))))
        for deed, signs in told.items()
    }


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return read_toml("models.vilbert", "asking.toml")


def kinds() -> tuple[str, ...]:
    return tuple(_table()["kinds"])


def members_of(group: str) -> list[str]:
    known = lexicon()["groups"].get(group)
    listed = [*(shown_names()[row] for row in rows_of(group)), *known["coco"]] if known else []
    return [*listed, *_table()["kinds"].get(group, ())]


@lru_cache(maxsize=64)
def words_for(group: str) -> tuple[str, ...]:
    return (group, plural(group), *_table()["words"].get(group, ()))
