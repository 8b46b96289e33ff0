""" "And her", "no, the other one", "the man on the left": somebody in place of who was spoken of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.phrases import Phrases
from assistant.understanding.dialogue.moment import NEVER, Moment


class Persons:
    def __init__(self, phrases: Phrases) -> None:
        """
        phrases: with `persons`, who pronouns are as the one who does something; `whose`, what is theirs then; `never_called`, who they are
                 not; `others`, who is another one beside somebody; and the patterns `asks`, `person`, `somebody` and `spoken_of`
        """
        words = phrases.section("follow_up")
        patterns = ("asks", "person", "sort", "somebody", "another", "spoken_of", "owner", "own")
        self._asks, self._placed, self._sort, self._somebody, self._another, self._spoken_of, self._owner, self._own = (
            re.compile(words.get(kind, NEVER.pattern)) for kind in patterns
        )
        self._pronouns: Mapping[str, str] = phrases.section("persons")
        self._never_called: Mapping[str, str] = phrases.section("never_called")
        self._whose: Mapping[str, str] = phrases.section("whose")
        self._others = [(re.compile(pattern), other) for pattern, other in phrases.section("others").items()]
        self._of_somebody = re.compile(rf"\b(?:{'|'.join(self._pronouns) or NEVER.pattern})\b")

    def are_told(self, thing: str) -> bool:
        """Whether it is a pronoun, which takes the place of somebody and of nothing else."""
        return thing in self._pronouns

    def are_named(self, thing: str) -> bool:
        """Whether it says of what sort somebody is: not so "one on the left"."""
        return bool(self._sort.match(thing))

    def ask(self, moment: Moment) -> bool:
        """Whether it was a question about somebody in a picture."""
        return moment.looked and bool(self._spoken_of.search(moment.text.lower()))

    def placed(self, text: str, before: str) -> str:
        """A question with the one that was told from others by a place before, for "he" and "she"; as it is where none was."""
        person, pronoun = self._placed.search(before), self._of_somebody.search(text)
        if not person or not pronoun or not self._asks.match(text):
            return text
        if re.search(rf"\b{self._never_called.get(pronoun[0], NEVER.pattern)}", person[0]):
            return text
        own = self._own.match(text, pronoun.start())
        whom, end = (f"the {own['own']} of {person[0]}", own.end()) if own else (person[0], pronoun.end())
        return f"{text[: pronoun.start()]}{whom}{text[end:]}"

    def instead(self, before: str, thing: str) -> str:
        """before: a question, in small letters. The same about somebody else; empty where it is about nobody, or nobody else is named."""
        found = self._spoken_of.search(before)
        if not found:
            return ""
        if self._owner.match(before, found.start()):
            other = self._whose.get(thing, "")
        elif self._another.fullmatch(thing):
            other = self._beside(found[0])
        else:
            other = self._pronouns.get(thing, "") or (f"the {thing}" if self._somebody.match(thing) else "")
        sentence = f"{before[: found.start()]}{other}{before[found.end() :]}"
        return sentence if other and sentence != before else ""

    def _beside(self, somebody: str) -> str:
        """Another one: who stands on the other side, where that was said."""
        found = ((pattern.fullmatch(somebody), other) for pattern, other in self._others)
        return next((match.expand(other) for match, other in found if match), "")
