"""To-do, shopping and any named list. A list is one row in storage, so a change is whole or not at all, and the order is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.skill import Home, Reply, Skill, Turn
from skills.things import Item, ItemList, Sameness


class Lists(Skill):
    name = "lists"

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        amounts, singular = self.phrases.section("amounts"), self.phrases.section("singular")
        self._sameness = Sameness(frozenset(amounts["words"].split()), [(end, becomes) for end, becomes in singular["endings"]])
        self._last = ""
        """The list that was spoken of last: what "my list" means."""
        self._it: list[str] = []
        """The things that were spoken of last: what "it" means."""

    async def handle(self, turn: Turn) -> Reply:
        lists = [ItemList.of(key, row) for key, row in (await turn.home.storage.rows()).items()]
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn, lists)
        return reply

    # ---- things go on and off

    async def _add(self, turn: Turn, lists: list[ItemList]) -> Reply:
        if not (things := self._things(turn)):
            return await self._need_items(turn, lists)
        name = self._named(turn, lists)
        chosen = self._find(name, lists)
        if chosen is None and name not in self._own("names"):
            text = self._said("no_list", name, items=self._row(things))
            return Reply(text, follow_up=self._follow("make_answer", name, items=self._joined(things)))
        return await self._put(turn.home, chosen or self._new(name, lists), things)

    _need = _add

    async def _create_with(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._named(turn, lists)
        if not (things := self._things(turn)):
            return await self._create(turn, lists)
        return await self._put(turn.home, self._find(name, lists) or self._new(name, lists), things)

    async def _put(self, home: Home, chosen: ItemList, things: list[str]) -> Reply:
        """Adds what is not there yet, opens what was ticked off, takes a new amount, and says what was there already."""
        items = list(chosen.items)
        told: dict[str, list[str]] = {"added": [], "unticked": [], "now": [], "already": []}
        for thing in things:
            old = self._sameness.exact(thing, items)
            told[self._news(thing, old)].append(thing if old is None or self._sameness.has_amount(thing) else old.text)
            if old is None:
                items.append(Item(thing))
            else:
                items[items.index(old)] = Item(thing if self._sameness.has_amount(thing) else old.text)
        self._it, self._last = things, chosen.name
        text = " ".join(self._said(key, chosen.name, items=self._row(texts)) for key, texts in told.items() if texts)
        return await self._saved(home, chosen.changed(items), text) if tuple(items) != chosen.items else Reply(text)

    def _news(self, thing: str, old: Item | None) -> str:
        """The phrase that tells what becomes of a thing that is added."""
        if old is None or old.done:
            return "added" if old is None else "unticked"
        return "now" if old.text != thing and self._sameness.has_amount(thing) else "already"

    async def _need_items(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._named(turn, lists)
        return Reply(self._said("what_to_add", name), follow_up=self._follow("add_answer", name))

    async def _remove(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return await self._change(turn, lists, "removed", lambda items, hits: [item for item in items if item not in hits])

    async def _tick(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return await self._change(turn, lists, "ticked", lambda items, hits: [replace(one, done=one.done or one in hits) for one in items])

    async def _untick(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return await self._change(
            turn, lists, "unticked", lambda items, hits: [replace(one, done=one.done and one not in hits) for one in items]
        )

    async def _change(self, turn: Turn, lists: list[ItemList], key: str, changed: Any) -> Reply:
        """changed: (items, those that are meant) to items."""
        things = self._things(turn)
        chosen, hits, trouble = self._meant(turn, lists, things)
        if chosen is None or trouble is not None:
            return trouble or Reply(self.phrases.say("no_lists"))
        missing = [thing for thing in things if not self._sameness.alike(thing, chosen.items)]
        text = self._said(key, chosen.name, items=self._row(hits))
        if missing:
            text += " " + self._said("missing", chosen.name, items=self._row(missing, "or"))
        self._it = [item.text for item in hits]
        return await self._saved(turn.home, chosen.changed(changed(chosen.items, hits)), text)

    async def _move(self, turn: Turn, lists: list[ItemList]) -> Reply:
        things, target = self._things(turn), self._clean(turn.slots["target"])
        chosen, hits, trouble = self._meant(turn, [one for one in lists if one.name != target], things, target=target)
        if chosen is None or trouble is not None:
            return trouble or Reply(self.phrases.say("no_lists"))
        goal = self._find(target, lists) or self._new(target, lists)
        arriving = [item for item in hits if self._sameness.exact(item.text, goal.items) is None]
        await self._save(turn.home, goal.changed([*goal.items, *arriving]))
        await self._save(turn.home, chosen.changed([item for item in chosen.items if item not in hits]))
        self._last, self._it = goal.name, [item.text for item in hits]
        words = {"items": self._row(hits), "target": self._spoken(goal.name)}
        undo = self.phrases.say("undo_move", items=self._joined(self._it), target=goal.name, list=chosen.name)
        return Reply(self._said("moved", chosen.name, **words), undo=undo)

    # ---- what is on them

    async def _has(self, turn: Turn, lists: list[ItemList]) -> Reply:
        things, name = self._things(turn), self._named(turn, lists)
        chosen = self._find(name, lists)
        if chosen is None and name not in self._own("names"):
            return self._unknown(name, lists)
        items = [(thing, self._sameness.alike(thing, chosen.items if chosen else ())) for thing in things]
        hits = [item for _, found in items for item in found]
        key = "has" if any(not item.done for item in hits) else "has_done" if hits else "has_not"
        missing = [thing for thing, found in items if not found]
        text = self._said(key, name, items=self._row(hits or things, "and" if hits else "or"))
        return Reply(text + (" " + self._said("missing", name, items=self._row(missing, "or")) if hits and missing else ""))

    async def _read(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return self._told(turn, lists, "read")

    async def _count(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return self._told(turn, lists, "count")

    def _told(self, turn: Turn, lists: list[ItemList], key: str) -> Reply:
        name = self._named(turn, lists)
        chosen = self._find(name, lists)
        if chosen is None and name not in self._own("names"):
            return self._unknown(name, lists)
        self._last = name
        if chosen is None or not chosen.items:
            return Reply(self._said("empty", name))
        if not chosen.open:
            return Reply(self._said("all_done", name))
        return Reply(self._said(key, name, n=len(chosen.open), items=self._row(chosen.open)))

    async def _which(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self._all_of(lists))

    # ---- whole lists

    async def _clear(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._named(turn, lists)
        chosen = self._find(name, lists)
        if chosen is None and name not in self._own("names"):
            return self._unknown(name, lists)
        if chosen is None or not chosen.items:
            return Reply(self._said("empty", name))
        return Reply(self._said("clear_ask", name, n=len(chosen.items)), follow_up=self._follow("clear_answer", name))

    async def _clear_surely(self, turn: Turn, lists: list[ItemList]) -> Reply:
        chosen = self._find(self._named(turn, lists), lists)
        if chosen is None or not chosen.items:
            return await self._clear(turn, lists)
        return await self._saved(turn.home, chosen.changed(()), self._said("cleared", chosen.name))

    async def _clear_done(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._named(turn, lists)
        chosen = self._find(name, lists)
        done = [item for item in chosen.items if item.done] if chosen else []
        if chosen is None or not done:
            return Reply(self._said("none_ticked", name))
        return await self._saved(turn.home, chosen.changed(chosen.open), self._said("removed", name, items=self._row(done)))

    async def _create(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._clean(turn.slots.get("list", ""))
        if not name:
            return await self._need_name(turn, lists)
        self._last = name
        if self._find(name, lists):
            return Reply(self._said("exists", name))
        await self._save(turn.home, self._new(name, lists))
        return Reply(self._said("created", name), undo=self.phrases.say("undo_create", list=name))

    async def _need_name(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self.phrases.say("what_name"), follow_up=self.phrases.say("name_answer", answer="{answer}"))

    async def _delete(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._named(turn, lists)
        chosen = self._find(name, lists)
        if chosen is None:
            return self._unknown(name, lists)
        if not chosen.items:
            return await self._delete_surely(turn, lists)
        return Reply(self._said("delete_ask", name, n=len(chosen.items)), follow_up=self._follow("delete_answer", name))

    async def _delete_surely(self, turn: Turn, lists: list[ItemList]) -> Reply:
        chosen = self._find(self._named(turn, lists), lists)
        if chosen is None:
            return await self._delete(turn, lists)
        gone = replace(chosen.changed(()), deleted=True)
        return await self._saved(turn.home, gone, self._said("deleted", chosen.name))

    async def _rename(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name, target = self._named(turn, lists), self._clean(turn.slots["target"])
        chosen = self._find(name, lists)
        if chosen is None:
            return self._unknown(name, lists)
        if self._find(target, lists):
            return Reply(self._said("exists", target))
        for old in [one for one in lists if one.name == target]:  # a deleted one of that name would come back in its place
            await turn.home.storage.delete(old.key)
        await self._save(turn.home, replace(chosen, name=target))
        self._last = target
        undo = self.phrases.say("undo_rename", list=name, target=target)
        return Reply(self._said("renamed", name, target=self._spoken(target)), undo=undo)

    async def _restore(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """Back to before the last change; said again, it is the change once more."""
        name = self._named(turn, lists)
        chosen = next((one for one in lists if one.name == name), None)
        if chosen is None:
            return self._unknown(name, lists)
        if chosen.before is None:
            return Reply(self._said("nothing_before", name))
        back = chosen.changed(chosen.before)
        key = "restored" if back.items else "restored_empty"
        return await self._saved(turn.home, back, self._said(key, name, items=self._row(back.items)))

    async def _refused(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self.phrases.say("kept"))

    # ---- which list, which things

    def _named(self, turn: Turn, lists: list[ItemList]) -> str:
        """The list that was named; else the one that was spoken of last, the only one with something on it, or the first of our own."""
        said = turn.slots.get("list") or turn.slots.get("known") or turn.slots.get("errand") or turn.slots.get("task")
        if said and (name := self._clean(said)):
            return name
        filled = [one.name for one in lists if one.items and not one.deleted]
        own: str = self._own("names")[0]
        if turn.intent == "need":
            return own
        return self._last or (filled[0] if len(filled) == 1 else own)

    def _clean(self, words: str) -> str:
        kept = " ".join(word for word in words.split() if word not in self._own("articles"))
        return str(self.phrases.section("names").get(kept, kept))

    def _own(self, key: str) -> Any:
        return self.phrases.section("own")[key]

    def _find(self, name: str, lists: list[ItemList]) -> ItemList | None:
        return next((one for one in lists if one.name == name and not one.deleted), None)

    def _new(self, name: str, lists: list[ItemList]) -> ItemList:
        """In the row of a deleted one of that name, so that there are never two."""
        old = next((one for one in lists if one.name == name), None)
        return replace(old, items=(), deleted=False) if old else ItemList(secrets.token_hex(8), name)

    def _things(self, turn: Turn) -> list[str]:
        things = list(turn.slots.get("items") or turn.slots.get("goods") or ())
        return self._it if self._it and len(things) == 1 and things[0] in self._own("pronouns") else things

    def _meant(
        self, turn: Turn, lists: list[ItemList], things: list[str], target: str = ""
    ) -> tuple[ItemList | None, list[Item], Reply | None]:
        """The list and the items that are meant, or the reply that says why none is. Where no list is named, any that has them."""
        name = self._named(turn, lists)
        here = [one for one in lists if not one.deleted]
        ordered = sorted(here, key=lambda one: one.name != name)
        if turn.slots.get("list") or turn.slots.get("known"):
            ordered = [one for one in here if one.name == name]
        chosen = next((one for one in ordered if any(self._sameness.alike(thing, one.items) for thing in things)), None)
        if chosen is None:
            key = "missing" if turn.slots.get("list") or not lists else "missing_all"
            return None, [], Reply(self._said(key, name, items=self._row(things, "or")))
        hits = []
        for thing in things:
            found = self._sameness.alike(thing, chosen.items)
            if len(found) > 1:
                follow = self._follow(f"answer_{turn.intent}", chosen.name, target=target)
                return chosen, [], Reply(self.phrases.say("which_one", items=self._row(found, "or")), follow_up=follow)
            hits += found
        return chosen, hits, None

    # ---- how it is said and kept

    async def _save(self, home: Home, chosen: ItemList) -> None:
        await home.storage.put(chosen.key, chosen.row())

    async def _saved(self, home: Home, chosen: ItemList, text: str) -> Reply:
        await self._save(home, chosen)
        self._last = chosen.name
        return Reply(text, undo=self.phrases.say("undo_change", list=chosen.name))

    def _unknown(self, name: str, lists: list[ItemList]) -> Reply:
        return Reply(self._said("unknown", name, lists=self._all_of(lists)))

    def _all_of(self, lists: list[ItemList]) -> str:
        there = [one for one in lists if not one.deleted]
        if not there:
            return self.phrases.say("no_lists")
        named = [self._said("one_of", one.name, n=len(one.open)) for one in sorted(there, key=lambda one: one.name)]
        return self.phrases.say("lists", n=len(named), lists=self._row(named))

    def _said(self, key: str, name: str, **words: Any) -> str:
        return self.phrases.say(key, list=self._spoken(name), **words)

    def _follow(self, key: str, name: str, **words: Any) -> str:
        """In the words of a person, whom the router understands."""
        return self.phrases.say(key, list=name, answer="{answer}", **words)

    def _spoken(self, name: str) -> str:
        return str(self.phrases.section("spoken").get(name, name))

    def _joined(self, things: Sequence[str]) -> str:
        """As it is said in a sentence that is routed again."""
        return self.phrases.say("and").join(things)

    def _row(self, things: Sequence[Item | str], join: str = "and") -> str:
        """ "milk, eggs and bread"."""
        texts = [thing.text if isinstance(thing, Item) else thing for thing in things]
        return self.phrases.say(join).join(filter(None, (self.phrases.say("comma").join(texts[:-1]), *texts[-1:])))
