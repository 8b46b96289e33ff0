"""Answers in words: the short one for a program, the full sentence from the language's file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.events import Answer, Region
from assistant.phrases import Phrases
from assistant.understanding.baseline.words import Lexicon

ENGINE = "rule-baseline"


class Replies:
    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._lexicon = lexicon
        self._phrases = phrases
        self._numbers: Sequence[str] = phrases.section("numbers").get("words", ())
        self._places = phrases.section("places")
        self._short = phrases.section("short")

    def phrase(self, key: str, **slots: Any) -> str:
        if "noun" in slots:
            slots.setdefault("a_noun", self._lexicon.a(slots["noun"]))
            slots.setdefault("plural", self._lexicon.plural(slots["noun"]))
        sentence = self._phrases.say(key, **slots)
        return sentence[:1].upper() + sentence[1:]

    def say(self, short: str, key: str, confidence: float, regions: Iterable[Region], abstained: bool = False, **slots: Any) -> Answer:
        return Answer(short, self.phrase(key, **slots), round(min(0.99, confidence), 3), ENGINE, tuple(regions), abstained)

    def abstain(self, key: str, **slots: Any) -> Answer:
        return self.say("", key, 0.0, (), abstained=True, **slots)

    def yes_no(self, yes: bool, key: str, confidence: float, regions: Iterable[Region] = (), **slots: Any) -> Answer:
        return self.say(self.short("yes" if yes else "no"), key, confidence, regions, **slots)

    def count(self, noun: str, number: int, confidence: float, regions: Iterable[Region]) -> Answer:
        key = "count" if number else "count_none"
        sentence = self.phrase(key, noun=noun, n=number).replace(f" {number} ", f" {self.number(number)} ")
        return Answer("zero" if number == 0 else self.number(number), sentence, round(min(0.99, confidence), 3), ENGINE, tuple(regions))

    def number(self, number: int) -> str:
        return self._numbers[number] if number < len(self._numbers) else str(number)

    def several(self, noun: str, number: int) -> str:
        """`a dog`, `three dogs`."""
        return self._lexicon.a(noun) if number == 1 else f"{self.number(number)} {self._lexicon.plural(noun)}"

    def listed(self, things: Sequence[str]) -> str:
        if len(things) < 2:
            return "".join(things)
        return self._phrases.say("and", first=", ".join(things[:-1]), last=things[-1])

    def place(self, side: str) -> str:
        return self._places.get(side, side)

    def short(self, word: str) -> str:
        """A short answer in the language's own word."""
        return self._short.get(word, word)
