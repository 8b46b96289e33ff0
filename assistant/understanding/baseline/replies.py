"""Answers in words: the short one for a program, the full sentence from the language's file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.events import Answer, Region
from assistant.phrases import Phrases
from assistant.understanding.baseline.questions import Target
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
        """`noun` brings its article and plural, `n` its word."""
        if "noun" in slots:
            slots = {"a_noun": self._lexicon.a(slots["noun"]), "plural": self._lexicon.plural(slots["noun"]), "n": 1, **slots}
            slots["number"] = self.number(slots["n"])
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
        return self.say(self.number(number) if number else "zero", key, confidence, regions, noun=noun, n=number)

    def number(self, number: int) -> str:
        return self._numbers[number] if number < len(self._numbers) else str(number)

    def several(self, noun: str, number: int) -> str:
        """`a dog`, `three dogs`."""
        return self._lexicon.a(noun) if number == 1 else f"{self.number(number)} {self._lexicon.plural(noun)}"

    def about(self, target: Target) -> dict[str, Any]:
        """Slots for a sentence about what was asked, in the number in which it was."""
        noun = target.thing.noun if target.thing else target.noun
        return {"noun": noun, "plural": target.noun if target.many else self._lexicon.plural(noun), "n": 2 if target.many else 1}

    def listed(self, things: Sequence[str]) -> str:
        if len(things) < 2:
            return "".join(things)
        return self._phrases.say("and", first=", ".join(things[:-1]), last=things[-1])

    def place(self, side: str) -> str:
        return self._places.get(side, side)

    def short(self, word: str) -> str:
        """A short answer in the language's own word."""
        return self._short.get(word, word)
