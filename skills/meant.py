"""Which list and which things are meant: by their names, or by what was spoken of last."""

from __future__ import annotations

import secrets
from dataclasses import replace

from assistant.skill import Reply, Turn
from skills.list_words import ListWords
from skills.nth import Nth
from skills.things import Item, ItemList, Sameness


class Meant:
    def __init__(self, words: ListWords, sameness: Sameness, nth: Nth) -> None:
        self._words, self._sameness, self._nth = words, sameness, nth
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
            here = turn.context.get("asked_by") == "lists" and self._words.begins_with_adding(turn.text)
            return self.last if here and self.last else own  # "add socks" is for the list that was just made, "we need socks" for none
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
        if self.it and len(things) == 1 and things[0] in self._words.own("pronouns"):
            return self.it
        return [turn.written(thing) for thing in things]

    def to_add(self, turn: Turn) -> list[str]:
        """The same; none where nothing was spoken of that "it" could be."""
        return [thing for thing in self.things(turn) if thing not in self._words.own("pronouns")]

    def alike(self, thing: str, where: ItemList) -> list[Item]:
        """Its items of that name, or the one in that place: "the second thing" of what is told."""
        return self._sameness.alike(thing, where.items) or self.at(thing.lower(), where) or []

    def at(self, place: str, where: ItemList) -> list[Item] | None:
        """ "The second", "last item"; None where it is no place."""
        words = place.split()
        return self._nth.of(" ".join(words[:-1] if words[-1:] and words[-1] in self._words.own("nouns") else words), where.open)

    def chosen(
        self, turn: Turn, lists: list[ItemList], things: list[str], target: str = ""
    ) -> tuple[ItemList | None, list[Item], Reply | None]:
        """The list and the items that are meant, or the reply that says why none is. Where no list is named, any that has them."""
        name = self.named(turn, lists)
        here = [one for one in lists if not one.deleted]
        ordered = sorted(here, key=lambda one: one.name != name)
        if turn.slots.get("list") or turn.slots.get("known"):
            ordered = [one for one in here if one.name == name]
        chosen = next((one for one in ordered if any(self.alike(thing, one) for thing in things)), None)
        if chosen is None:
            key = "missing" if turn.slots.get("list") or turn.slots.get("known") or not lists else "missing_all"
            return None, [], Reply(self._words.said(key, name, items=self._words.row(things, "or")))
        hits = []
        for thing in things:
            found = self.alike(thing, chosen)
            if len(found) > 1:
                instead = self._words.joined(turn.slots.get("instead", ()))
                follow = self._words.follow(f"answer_{turn.intent}", chosen.name, target=target, instead=instead)
                return chosen, [], Reply(self._words.said("which_one", chosen.name, items=self._words.row(found, "or")), follow_up=follow)
            hits += found
        return chosen, hits, None
