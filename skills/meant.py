"""Which list and which things are meant: by their names, or by what was spoken of last."""

from __future__ import annotations

import secrets
from dataclasses import replace

from assistant.skill import Reply, Turn
from skills.list_words import ListWords
from skills.things import Item, ItemList, Sameness


class Meant:
    def __init__(self, words: ListWords, sameness: Sameness) -> None:
        self._words, self._sameness = words, sameness
        self.last = ""
        """The list that was spoken of last: what "my list" means."""
        self.it: list[str] = []
        """The things that were spoken of last: what "it" means."""

    def named(self, turn: Turn, lists: list[ItemList]) -> str:
        """The list that was named; else the one that was spoken of last, the only one with something on it, or the first of our own."""
        said = turn.slots.get("list") or turn.slots.get("known") or turn.slots.get("errand") or turn.slots.get("task")
        if said and (name := self.called(said, lists)):
            return name
        filled = [one.name for one in lists if one.items and not one.deleted]
        own: str = self._words.own("names")[0]
        if turn.intent == "need":
            return own
        return self.last or (filled[0] if len(filled) == 1 else own)

    def called(self, said: str, lists: list[ItemList]) -> str:
        """Its name; where no list has that, the only one that has all of its words: "camping" is the list "camping trip"."""
        name = self._words.clean(said)
        longer = [one.name for one in lists if not one.deleted and set(name.split()) <= set(one.name.split())]
        exact = name in self._words.own("names") or any(one.name == name for one in lists)
        return longer[0] if name and len(longer) == 1 and not exact else name

    def find(self, name: str, lists: list[ItemList]) -> ItemList | None:
        return next((one for one in lists if one.name == name and not one.deleted), None)

    def new(self, name: str, lists: list[ItemList]) -> ItemList:
        """In the row of a deleted one of that name, so that there are never two."""
        old = next((one for one in lists if one.name == name), None)
        return replace(old, items=(), deleted=False) if old else ItemList(secrets.token_hex(8), name)

    def things(self, turn: Turn) -> list[str]:
        things = list(turn.slots.get("items") or turn.slots.get("goods") or ())
        return self.it if self.it and len(things) == 1 and things[0] in self._words.own("pronouns") else things

    def chosen(
        self, turn: Turn, lists: list[ItemList], things: list[str], target: str = ""
    ) -> tuple[ItemList | None, list[Item], Reply | None]:
        """The list and the items that are meant, or the reply that says why none is. Where no list is named, any that has them."""
        name = self.named(turn, lists)
        here = [one for one in lists if not one.deleted]
        ordered = sorted(here, key=lambda one: one.name != name)
        if turn.slots.get("list") or turn.slots.get("known"):
            ordered = [one for one in here if one.name == name]
        chosen = next((one for one in ordered if any(self._sameness.alike(thing, one.items) for thing in things)), None)
        if chosen is None:
            key = "missing" if turn.slots.get("list") or turn.slots.get("known") or not lists else "missing_all"
            return None, [], Reply(self._words.said(key, name, items=self._words.row(things, "or")))
        hits = []
        for thing in things:
            found = self._sameness.alike(thing, chosen.items)
            if len(found) > 1:
                follow = self._words.follow(f"answer_{turn.intent}", chosen.name, target=target)
                return chosen, [], Reply(self._words.said("which_one", chosen.name, items=self._words.row(found, "or")), follow_up=follow)
            hits += found
        return chosen, hits, None
