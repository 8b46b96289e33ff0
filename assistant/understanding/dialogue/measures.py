"""Words that measure: numbers, times and days. A measure takes the place of a measure, and a thing that of a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.phrases import Phrases


class Measures:
    def __init__(self, phrases: Phrases) -> None:
        """
        phrases: with `measures`, and `spans`, `units` and `leads`, which stand beside them; `days` and their `parts` say no time of one;
                 `no_values` take the place of nothing
        """
        words = phrases.section("follow_up")
        kinds = ("measures", "spans", "units", "leads", "days", "parts")
        self._measures, self._spans, self._units, self.leads, self._days, self._parts = (frozenset(words.get(kind, ())) for kind in kinds)
        self._words, self._space = phrases.parts, phrases.space
        self._no_value = re.compile("|".join(words.get("no_values", ("$^",))))

    def within(self, text: str) -> bool:
        """Whether a number or a time is said."""
        return any(self._measure(word) or word in self._spans | self._parts for word in self._words(text))

    def begins(self, text: str) -> bool:
        """Whether the first word leads to a time, or names a day or a part of it."""
        return not (self.leads | self._days | self._parts).isdisjoint(self._words(text)[:1])

    def spans(self, text: str) -> bool:
        """Whether a length of time is said: "in ten minutes"."""
        return not self._spans.isdisjoint(self._words(text)) and self._days.isdisjoint(self._words(text))

    def alone(self, text: str) -> bool:
        """Whether that is said and nothing else."""
        beside = self.leads | self._spans | self._units | self._parts
        return self.within(text) and all(self._measure(word) or word in beside for word in self._words(text))

    def a_day(self, text: str) -> bool:
        """Whether a day is said, perhaps with a time, and nothing else."""
        return self.alone(text) and not self._days.isdisjoint(self._words(text))

    def in_its_place(self, old: str, value: str) -> str:
        """ "Nine" for "every day at eight" is every day at nine, "ten" for "five minutes" ten minutes, "two" for "butter" two butter."""
        words, new = self._words(old), self._words(value)
        leads, days = ("|".join(sorted(some)) for some in (self.leads, self._days))
        day = re.compile(rf"\b(?:(?:{leads}) )?(?:{days})\b")
        if self.within(old) and self._only_a_day(new) and set(words) - self._days - self.leads - self._spans - self._units:
            return self._space.join([*self._words(day.sub("", old)), value])
        if new[0] in self.leads and self._days.isdisjoint(new) and self._spans.isdisjoint(new):
            return self._space.join([*day.findall(old), value])
        if new[0] in self.leads or not self.within(old):
            return self._space.join((value, old)) if all(map(self._measure, new)) else value
        lead = max((at + 1 for at, word in enumerate(words) if word in self.leads), default=0)
        span = next((at for at, word in enumerate(words) if word in self._spans), 0)
        last = max((at + 1 for at, word in enumerate(words) if self._measure(word)), default=span)
        return self._space.join([*words[:lead], *new, *(words[last:] if all(map(self._measure, new)) else ())])

    def number_instead(self, before: str, new: str) -> str:
        """ "Of 120" or "20 percent" in "15 percent of 80": the number beside the same words; empty where there is not one place for it."""
        one = rf"(?:\d[\d.]*|{'|'.join(map(re.escape, sorted(self._measures)))})"
        number = rf"(?<!\S){one}(?: {one})*(?![^\s%])"
        said = re.fullmatch(rf"(?P<lead>\S+ )?(?P<number>{number})(?P<rest>%?(?: .+)?)", new)
        if not said or not (said["lead"] or said["rest"]):
            return ""
        lead, rest = (re.escape(said[part] or "") for part in ("lead", "rest"))
        places = list(re.finditer(rf"(?<!\S){lead}{number}{rest}(?!\S)", before))
        return before[: places[0].start()] + new + before[places[0].end() :] if len(places) == 1 else ""

    def is_value(self, text: str) -> bool:
        """Whether it can take the place of what was said, as "nothing" and "ten minutes later" do not."""
        return not self._no_value.fullmatch(text)

    def _measure(self, word: str) -> bool:
        return word in self._measures or word[:1].isdecimal()

    def _only_a_day(self, words: Sequence[str]) -> bool:
        """ "Friday", "every weekday": the time stays as it was."""
        return not self._days.isdisjoint(words) and set(words) <= self._days | self.leads | self._spans | self._units


def without_end(before: str, old: str, new: str) -> str:
    """ "The to do list" in place of "shopping" in "the shopping list" is "the to do"."""
    rest, words = before.partition(old)[2].split(), new.split()
    while len(words) > 1 and rest[:1] == words[-1:]:
        rest, words = rest[1:], words[:-1]
    return " ".join(words)
