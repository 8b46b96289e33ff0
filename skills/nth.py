"""Which one is "the second": of those that are told in one order, and were made in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from assistant.phrases import Phrases
from assistant.skill import Turn

Row = TypeVar("Row")


class Nth:
    def __init__(self, language: str) -> None:
        self._places: Mapping[str, int] = Phrases("skills", "nth", language).section("places")

    @staticmethod
    def made(turn: Turn) -> Callable[[Any], float] | None:
        """When a row was made; None in an answer, which counts them as the question told them."""
        return None if turn.context.get("asked") else lambda row: float(row.made)

    def of(self, words: str, rows: Sequence[Row], made: Callable[[Row], float] | None = None) -> list[Row] | None:
        """
        rows: as they are told
        made: when each was made; None where they are told in that order
        Two where the orders disagree, none where there are not so many. None where the words name no place in a row.
        """
        place = self._places.get(words)
        if place is None:
            return None
        at = place - 1 if place > 0 else len(rows) + place
        if not 0 <= at < len(rows):
            return []
        return [row for row in rows if row in (rows[at], (sorted(rows, key=made) if made else rows)[at])]
