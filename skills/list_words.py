"""How lists are spoken of: their names and what is on them as a person says them, and as a person's words are read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.phrases import Phrases
from skills.things import Item, ItemList


class ListWords:
    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def clean(self, words: str) -> str:
        kept = " ".join(word for word in words.split() if word not in self.own("articles"))
        return str(self._phrases.section("names").get(kept, kept))

    def begins_with_adding(self, text: str) -> bool:
        return text.startswith(tuple(word + self._phrases.space for word in self.own("adding")))

    def own(self, key: str) -> Any:
        return self._phrases.section("own")[key]

    def all_of(self, lists: list[ItemList]) -> str:
        there = [one for one in lists if not one.deleted]
        if not there:
            return self._phrases.say("no_lists")
        named = [self.said("one_of", one.name, n=len(one.open)) for one in sorted(there, key=lambda one: one.name)]
        return self._phrases.say("lists", n=len(named), lists=self.row(named))

    def said(self, key: str, name: str, **words: Any) -> str:
        return self._phrases.say(key, list=self.spoken(name), **words)

    def follow(self, key: str, name: str, **words: Any) -> str:
        """In the words of a person, whom the router understands."""
        return self._phrases.say(key, list=name, answer="{answer}", **words)

    def spoken(self, name: str) -> str:
        """As the phrases have it for `{list}`."""
        return str(self._phrases.section("spoken").get(name) or self._phrases.say("named", list=name))

    def joined(self, things: Sequence[str]) -> str:
        """As it is said in a sentence that is routed again."""
        return self._phrases.say("and").join(things)

    def row(self, things: Sequence[Item | str], join: str = "and") -> str:
        """ "milk, eggs and bread"."""
        return self._phrases.row([thing.text if isinstance(thing, Item) else thing for thing in things], join)
