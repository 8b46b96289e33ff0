"""What is to be done, and to what: "call my mum" and "dad" are "call dad"."""

from __future__ import annotations

import re

from assistant.phrases import Phrases
from assistant.understanding.dialogue.moment import Moment


class Deeds:
    def __init__(self, phrases: Phrases) -> None:
        """phrases: with the slots that say a `deed`, `articles`, and `verb_behind`, a pattern of the verb where that is last"""
        words = phrases.section("follow_up")
        self._behind = re.compile(words.get("verb_behind", "$^"))
        self._articles = tuple(words.get("articles", ()))
        self._slots = tuple(words.get("deeds", ()))

    def done_to(self, moment: Moment, deed: str, value: str) -> str:
        """The deed done to the value: one word is what it is done to. Empty where it is no deed, or more was said."""
        slots = moment.chosen.slots if moment.chosen else {}
        *verb, _ = deed.split()
        *articles, _ = value.split()
        if not verb or not set(articles) <= set(self._articles) or deed not in (slots.get(slot) for slot in self._slots):
            return ""
        if behind := self._behind.search(deed):
            return f"{value} {behind[0]}"
        verb = verb[:-1] if verb[-1] in self._articles else verb
        return " ".join([*verb, value])
