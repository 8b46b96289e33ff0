"""Words that measure: numbers, times and days. A measure takes the place of a measure, and a thing that of a thing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.phrases import Phrases


class Measures:
    def __init__(self, phrases: Phrases) -> None:
        """phrases: with the topic's `measures`, `units` and `leads`, which stand beside them, and `days`, which say no time of one"""
        words = phrases.section("follow_up")
        self._measures, self._units, self.leads, self.days = (
            frozenset(words.get(kind, ())) for kind in ("measures", "units", "leads", "days")
        )

    def measure(self, word: str) -> bool:
        return word in self._measures or word[:1].isdecimal()

    def within(self, text: str) -> bool:
        """Whether a number or a time is said."""
        return any(map(self.measure, text.split()))

    def alone(self, text: str) -> bool:
        """Whether that is said and nothing else."""
        return self.within(text) and all(self.measure(word) or word in self.leads or word in self._units for word in text.split())

    def only_a_day(self, words: Sequence[str]) -> bool:
        """ "Friday", "every weekday": the time stays as it was."""
        return not self.days.isdisjoint(words) and set(words) <= self.days | self.leads | self._units

    def more_than_a_day(self, words: Sequence[str]) -> bool:
        """Of what is a measure."""
        return bool(set(words) - self.days - self.leads - self._units)


def without_end(before: str, old: str, new: str) -> str:
    """ "The to do list" in place of "shopping" in "the shopping list" is "the to do"."""
    rest, words = before.partition(old)[2].split(), new.split()
    while len(words) > 1 and rest[:1] == words[-1:]:
        rest, words = rest[1:], words[:-1]
    return " ".join(words)
