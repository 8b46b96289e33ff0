"""What is on a list, and which of it is meant: no skill of its own, but the pure part of `lists`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
        words = tuple(self._singular(word) for word in self._parts(thing.lower()))
        return tuple(word for word in words if word not in self._amounts and not word.replace(".", "").isdigit()) or words

    def has_amount(self, thing: str) -> bool:
        return len(self.words(thing)) < len(self._parts(thing))

    def _singular(self, word: str) -> str:
        for end, becomes in self._endings:
            if word == end or (word.endswith(end) and len(word) > len(end) + 1):
                return word.removesuffix(end) + becomes
        return word
