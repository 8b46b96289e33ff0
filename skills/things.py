"""What is on a list, and which of it is meant: no skill of its own, but the pure part of `lists`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.phrases import Phrases

STEPS = 8
"""Changes of a list that can be taken back, one after the other."""


@dataclass(frozen=True)
class Item:
    text: str
    done: bool = False


@dataclass(frozen=True)
class ItemList:
    key: str
    name: str
    items: tuple[Item, ...] = ()
    steps: tuple[tuple[Item, ...], ...] = ()
    """Its items before each of the last changes, the latest last."""
    deleted: bool = False
    """Kept, so that it can be brought back."""

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if not item.done]

    def changed(self, items: Sequence[Item]) -> ItemList:
        return replace(self, items=tuple(items), steps=(*self.steps, self.items)[-STEPS:], deleted=False)

    def restored(self) -> ItemList:
        """As before the last change, of which there is one; as often as there were changes, it goes round to where it began."""
        *earlier, last = self.steps
        return replace(self, items=last, steps=(self.items, *earlier), deleted=False)

    def row(self) -> dict[str, Any]:
        items, *steps = ([[item.text, item.done] for item in state] for state in (self.items, *self.steps))
        return {"name": self.name, "items": items, "steps": steps, "deleted": self.deleted}

    @staticmethod
    def of(key: str, row: Mapping[str, Any]) -> ItemList:
        items, *steps = (tuple(Item(*item) for item in state) for state in (row["items"], *row.get("steps", ())))
        return ItemList(key, row["name"], items, tuple(steps), row["deleted"])


class Sameness:
    """When two wordings name the same thing: "egg" and "a dozen eggs"."""

    def __init__(self, amounts: frozenset[str], endings: Sequence[tuple[str, str]], parts: Callable[[str], Sequence[str]]) -> None:
        """
        endings: of plurals, with what they become, the first that fits; a whole word is its own rule
        parts:   the words of a text
        """
        self._amounts, self._endings, self._parts = amounts, endings, parts

    def exact(self, thing: str, items: Sequence[Item]) -> Item | None:
        return next((item for item in items if self.words(item.text) == self.words(thing)), None)

    def alike(self, thing: str, items: Sequence[Item]) -> list[Item]:
        """The item that is the thing; else those that have all of its words: "milk" is in "oat milk"."""
        if same := self.exact(thing, items):
            return [same]
        return [item for item in items if set(self.words(thing)) <= set(self.words(item.text))]

    def words(self, thing: str) -> tuple[str, ...]:
        """Singular, and without amounts unless there is nothing else."""
        words = self.forms(thing)
        return tuple(word for word in words if word not in self._amounts and not word.replace(".", "").isdigit()) or words

    def forms(self, thing: str) -> tuple[str, ...]:
        """All of its words in the singular: two litres of milk are as many of the same as one litre of it."""
        return tuple(self._singular(word) for word in self._parts(thing.lower()))

    def has_amount(self, thing: str) -> bool:
        return len(self.words(thing)) < len(self._parts(thing))

    def _singular(self, word: str) -> str:
        for end, becomes in self._endings:
            if word == end or (word.endswith(end) and len(word) > len(end) + 1):
                return word.removesuffix(end) + becomes
        return word


def sameness_of(language: str, amounts: str = "") -> Sameness:
    """amounts: words that make no other thing of a thing"""
    phrases = Phrases(__name__.rpartition(".")[0], "things", language)
    endings = [(end, becomes) for end, becomes in phrases.section("singular")["endings"]]
    return Sameness(frozenset(amounts.split()), endings, phrases.parts)


class Amounts:
    """How many of a thing a text says: "five eggs", "2 litres of milk"."""

    def __init__(self, numbers: Mapping[str, int], more: Sequence[str], another: Sequence[str], space: str, sameness: Sameness) -> None:
        """
        numbers: words, with what they count
        more:    words with which a thing is added to what there is of it: "3 more eggs"
        another: words that say so of one
        space:   between words
        """
        self._numbers, self._space, self._sameness = numbers, space, sameness
        gap, begin = (r"\s+", r"(?<!\S)") if space else (r"\s*", "")
        number, mores = self._either(numbers), self._either(more)
        self._counted = re.compile(rf"(?P<number>\d+(?:\.\d+)?|{number}){gap}(?!{number}{gap})(?P<rest>\S.*)", re.IGNORECASE)
        self._within = re.compile(rf"^(\S+){gap}(?:{mores}){gap}(?=\S)", re.IGNORECASE)
        self._before, self._another = rf"{begin}(?:{mores}){gap}", rf"{begin}(?:{self._either(another) or '(?!)'}){gap}"

    def further(self, thing: str, said: str) -> str:
        """
        said: the sentence that the thing was in
        The thing without the word that says that it comes to what is there; empty where none does, or no number is said.
        """
        bare = self._within.sub(r"\1 ", thing)
        if self._counted.fullmatch(bare):
            return bare if bare != thing or self._follows(self._before, thing, said) else ""
        return self._text("1", thing) if self._follows(self._another, thing, said) else ""

    def of(self, number: str, thing: str) -> str:
        """So many of a thing, whatever amount its text says."""
        counted = self._counted.fullmatch(thing)
        return self._text(number, counted["rest"] if counted else thing)

    def together(self, one: str, other: str) -> str:
        """ "5 eggs" and "three eggs" are "8 eggs", "eggs" and "three eggs" "three eggs"; empty where both are not counted alike."""
        if not self._counted.fullmatch(one) and not self._sameness.has_amount(one):
            return other
        if not (both := self._both(one, other)):
            return ""
        (first, thing), (second, same) = both
        return self._text(f"{first + second:g}", max(thing, same, key=len))

    def less(self, one: str, other: str) -> str:
        """ "5 eggs" without "two eggs" are "3 eggs"; empty where nothing is left, or both are not counted alike."""
        if not (both := self._both(one, other)):
            return ""
        (number, thing), (taken, same) = both
        left = number - taken
        return self._text(f"{left:g}", same if left == taken == 1 else thing) if left > 0 else ""

    def _both(self, one: str, other: str) -> list[tuple[float, str]]:
        """How many of what each says; empty where both are not counted alike."""
        first, second = self._counted.fullmatch(one), self._counted.fullmatch(other)
        if not first or not second or self._sameness.forms(first["rest"]) != self._sameness.forms(second["rest"]):
            return []
        return [(self._value(said["number"]), said["rest"]) for said in (first, second)]

    def _follows(self, words: str, thing: str, said: str) -> bool:
        return re.search(words + re.escape(thing), said, re.IGNORECASE) is not None

    def _value(self, number: str) -> float:
        return float(self._numbers.get(number.lower(), 0)) or float(number)

    def _text(self, number: str, rest: str) -> str:
        return self._space.join((number, rest))

    @staticmethod
    def _either(words: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
