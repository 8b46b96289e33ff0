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
MADE = re.compile(rf"{WHAT} .*\b(?:made|built|build) (?:of|from|out of)$|{WHAT} materials?\b")
PLACE = re.compile(rf"{WHAT} (?:is )?{KIND_OF}(?:this )?(?:place|room|location|scene)\b|^where (?:is|was) this\b|^where are we\b")
DOING = re.compile(rf"{WHAT} .*\b(?:doing|up to)$")
THING = re.compile(
    rf"{WHAT}(?: thing| object| item)? (?!colou?rs?|sides?|shapes?|shade|size|part|corner|quarter|quadrant|number|pattern|kind|sort|type)"
    r".*\b(?:on|in|inside|under|behind|beside|near|above|below|over|next to|holding|holds|carrying|wearing|throwing|eating|"
    r"riding|covered with)\b"
)
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
        text = " ".join(pieces).replace(" ##", "")
        if " or " in text:
            return None
        fitting = self._asked_for(text)
        if fitting is not None:
            unfit = np.ones(len(self._words.answers), bool)
            unfit[list(fitting)] = False
            return unfit
        return self._no_thing | self._named_in(text) if THING.search(text) else None

    def _asked_for(self, text: str) -> Iterable[int] | None:
        if MADE.search(text):
            return self._rows(self._told["stuff"])
        if PLACE.search(text):
            return self._rows((*self._told["scenes"], *lexicon()["rooms"], *groups()["place"]))
        if DOING.search(text):
            return self._deeds
        found = self._group.search(text)
        if found is None:
            return None
        word = found[1] or found[2]
        group = next(group for group in kinds() if word in words_for(group))
        return self._members[group] - self._rows([group])

    def _is_deed(self, answer: str) -> bool:
        first = answer.partition(" ")[0]
        return answer in self._told["deeds"] or (
            first.endswith("ing") and answer not in self._told["things"] and answer not in shown_names()
        )

    @cached_property
    def _no_thing(self) -> np.ndarray:
        """(A,) bool: yes, no, numbers, colours, sides, the weather, deeds."""
        other = {*COLOURS, *SIDES, *groups()["sky"], *self._told["weather"], *self._told["times"]}
        return np.array([answer in other or self._is_deed(answer) or COUNTED.match(answer) is not None for answer in self._words.answers])

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
        return {row for row, answer in enumerate(self._words.answers) if self._is_deed(answer)}

    def deeds(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """Answers for what somebody does who is seen with such things (a camera), and the chance of those; none where that is not asked."""
        if not DOING.search(" ".join(pieces).replace(" ##", "")):
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
    return [*listed, *_table()["kinds"][group]]


@lru_cache(maxsize=64)
def words_for(group: str) -> tuple[str, ...]:
    return (group, plural(group), *_table()["words"].get(group, ()))
