"""Which one is "the second": of those that are told in one order, and were made in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from assistant.phrases import Phrases
from assistant.skill import Reply, Turn

Row = TypeVar("Row")


class Nth:
    def __init__(self, language: str) -> None:
        self._places: Mapping[str, int] = Phrases("skills", "nth", language).section("places")
        self._asked: tuple[str, frozenset[str]] = ("", frozenset())

    def ask(self, question: Reply, rows: Sequence[Any]) -> Reply:
        """Which of these rows is meant: "the first" that answers it is the first of them."""
        self._asked = (question.follow_up, frozenset(row.key for row in rows))
        return question

    def told(self, turn: Turn, words: str, rows: Sequence[Any]) -> list[Any] | None:
        """As `of`; in an answer, of those that the question told, in its order."""
        asked = self.asked(turn, rows)
        return self.of(words, asked or rows, made=None if turn.context.get("asked") else lambda row: float(row.made))

    def latest(self, turn: Turn, rows: Sequence[Any]) -> list[Any]:
        """The one that was made last first; in an answer, the last that the question told."""
        return self.asked(turn, rows)[::-1] or sorted(rows, key=lambda row: -row.made)

    def asked(self, turn: Turn, rows: Sequence[Any]) -> list[Any]:
        """Those that the question told which this answers; none where it answers none."""
        sentence, keys = self._asked
        return [row for row in rows if row.key in keys] if sentence and turn.context.get("asked") == sentence else []

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
