"""To-do, shopping and any named list. A list is one row in storage, so a change is whole or not at all, and the order is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.skill import Home, Reply, Skill, Turn
from skills.kept import kept
from skills.list_words import ListWords
from skills.meant import Meant
from skills.nth import Nth
from skills.things import Amounts, Item, ItemList, sameness_of


class Lists(Skill):
    name = "lists"

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        amounts = self.phrases.section("amounts")
        self._sameness = sameness_of(language, amounts["words"])
        self._amounts = Amounts(amounts["numbers"], amounts["more"], amounts["another"], self.phrases.space, self._sameness)
        self._words = ListWords(self.phrases)
        self._meant = Meant(self._words, self._sameness, Nth(language))

    async def handle(self, turn: Turn) -> Reply:
        lists = await kept(turn.home, ItemList.of)
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn, lists)
        return reply

    # ---- things go on and off

    async def _add(self, turn: Turn, lists: list[ItemList]) -> Reply:
        if not (things := self._meant.to_add(turn)):
            return await self._need_items(turn, lists)
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        if chosen is None and name not in self._words.own("names"):
            text = self._words.said("no_list", name, items=self._words.row(things))
            return Reply(text, follow_up=self._words.follow("make_answer", name, items=self._words.joined(things)))
        return await self._put(turn, chosen or self._meant.new(name, lists), things)

    _need = _add

    async def _add_twice(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists) or self._meant.new(name, lists)
        return await self._put(turn, chosen, [self._amounts.of("2", thing) for thing in self._meant.to_add(turn)])

    async def _more_of_it(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """ "Add three more", of what was spoken of last."""
        return await self._further(turn, lists, [self._amounts.of(f"{turn.slots['count']:g}", thing) for thing in self._meant.it])

    async def _double(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return await self._further(turn, lists, self._meant.it)

    async def _further(self, turn: Turn, lists: list[ItemList], things: list[str]) -> Reply:
        chosen = self._meant.find(self._meant.named(turn, lists), lists)
        if chosen is None or not things:
            return await self._need_items(turn, lists)
        return await self._put(turn, chosen, things, further=True)

    async def _create_with(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._words.clean(turn.slots.get("list", "")) or self._meant.named(turn, lists)
        if not (things := self._meant.things(turn)):
            return await self._create(turn, lists)
        return await self._put(turn, self._meant.find(name, lists) or self._meant.new(name, lists), things)

    async def _put(self, turn: Turn, chosen: ItemList, things: list[str], further: bool = False) -> Reply:
        """
        further: all of it comes to what is there; else what is called so
        Adds what is not there yet, opens what was ticked off, takes a new amount, and says what was there already.
        """
        items = list(chosen.items)
        told: dict[str, list[str]] = {"added": [], "unticked": [], "now": [], "already": []}
        self._meant.it, self._meant.last = [], chosen.name
        for said in things:
            old, more = self._sameness.exact(said, items), said if further else self._amounts.further(said, turn.text)
            thing = more or said
            if more and old and not old.done:
                together = self._amounts.together(old.text, more)
                thing, old = together or more, old if together else None
            self._meant.it.append(thing)
            told[self._news(thing, old)].append(thing if old is None or self._sameness.has_amount(thing) else old.text)
            if old is None:
                items.append(Item(thing))
            else:
                items[items.index(old)] = Item(thing if self._sameness.has_amount(thing) else old.text)
        text = self.phrases.text(self._words.said(key, chosen.name, items=self._words.row(texts)) for key, texts in told.items() if texts)
        return await self._saved(turn.home, chosen.changed(items), text) if tuple(items) != chosen.items else Reply(text)

    def _news(self, thing: str, old: Item | None) -> str:
        """The phrase that tells what becomes of a thing that is added."""
        if old is None or old.done:
            return "added" if old is None else "unticked"
        return "now" if old.text != thing and self._sameness.has_amount(thing) else "already"

    async def _need_items(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._meant.named(turn, lists)
        return Reply(self._words.said("what_to_add", name), follow_up=self._words.follow("add_answer", name))

    async def _remove(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """ "Take two eggs off" of five leaves three."""
        things = self._meant.things(turn)
        chosen, hits, trouble = self._meant.chosen(turn, lists, things)
        if chosen and trouble is None and len(things) == len(hits) == 1 and (left := self._amounts.less(hits[0].text, things[0])):
            self._meant.it = [left]
            items = [replace(item, text=left) if item in hits else item for item in chosen.items]
            return await self._saved(turn.home, chosen.changed(items), self._words.said("now", chosen.name, items=left))
        return await self._change(turn, lists, "removed", lambda items, hits: [item for item in items if item not in hits])

    async def _remove_except(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """All but the things that were named."""
        things = self._meant.things(turn)
        chosen, spared, trouble = self._meant.chosen(turn, lists, things)
        if chosen is None or trouble is not None:
            return trouble or Reply(self.phrases.say("no_lists"))
        others = [item for item in chosen.items if item not in spared]
        if not others:
            return Reply(self._words.said("read", chosen.name, n=len(spared), items=self._words.row(spared)))
        return await self._saved(turn.home, chosen.changed(spared), self._words.said("removed", chosen.name, items=self._words.row(others)))

    async def _replace(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """The new things stand where the first of the old ones stood."""
        new = [Item(turn.written(thing)) for thing in turn.slots["instead"]]
        instead = self._words.row(new)
        return await self._change(
            turn,
            lists,
            "replaced",
            lambda items, hits: [one for item in items for one in (new if item == hits[0] else [] if item in hits else [item])],
            instead=instead,
        )

    async def _tick(self, turn: Turn, lists: list[ItemList]) -> Reply:
        if set(self._meant.things(turn) or "-") <= set(self._words.own("everything")):
            return await self._tick_all(turn, lists)
        return await self._change(turn, lists, "ticked", lambda items, hits: [replace(one, done=one.done or one in hits) for one in items])

    async def _tick_all(self, turn: Turn, lists: list[ItemList]) -> Reply:
        chosen = self._meant.find(self._meant.named(turn, lists), lists)
        if chosen is None or not chosen.open:
            return await self._read(turn, lists)
        text = self._words.said("ticked", chosen.name, items=self._words.row(chosen.open))
        return await self._saved(turn.home, chosen.changed([replace(item, done=True) for item in chosen.items]), text)

    async def _untick(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return await self._change(
            turn, lists, "unticked", lambda items, hits: [replace(one, done=one.done and one not in hits) for one in items]
        )

    async def _change(self, turn: Turn, lists: list[ItemList], key: str, changed: Any, **more: str) -> Reply:
        """changed: (items, those that are meant) to items."""
        things = self._meant.things(turn)
        chosen, hits, trouble = self._meant.chosen(turn, lists, things)
        if chosen is None or trouble is not None:
            return trouble or Reply(self.phrases.say("no_lists"))
        missing = [thing for thing in things if not self._meant.alike(thing, chosen)]
        text = self._words.said(key, chosen.name, items=self._words.row(hits), **more)
        if missing:
            text = self.phrases.text((text, self._words.said("missing", chosen.name, items=self._words.row(missing, "or"))))
        self._meant.it = [item.text for item in hits]
        return await self._saved(turn.home, chosen.changed(changed(chosen.items, hits)), text)

    async def _move(self, turn: Turn, lists: list[ItemList]) -> Reply:
        things, target = self._meant.things(turn), self._meant.called(turn.slots.get("target") or turn.slots["goal"], lists)
        chosen, hits, trouble = self._meant.chosen(turn, [one for one in lists if one.name != target], things, target=target)
        if chosen is None or trouble is not None:
            return trouble or Reply(self.phrases.say("no_lists"))
        goal = self._meant.find(target, lists) or self._meant.new(target, lists)
        arriving = [item for item in hits if self._sameness.exact(item.text, goal.items) is None]
        await self._save(turn.home, goal.changed([*goal.items, *arriving]))
        await self._save(turn.home, chosen.changed([item for item in chosen.items if item not in hits]))
        self._meant.last, self._meant.it = goal.name, [item.text for item in hits]
        words = {"items": self._words.row(hits), "target": self._words.spoken(goal.name)}
        undo = self.phrases.say("undo_move", items=self._words.joined(self._meant.it), target=goal.name, list=chosen.name)
        return Reply(self._words.said("moved", chosen.name, **words), undo=undo)

    # ---- what is on them

    async def _has(self, turn: Turn, lists: list[ItemList]) -> Reply:
        things, name = self._meant.things(turn), self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        if chosen is None and name not in self._words.own("names"):
            return self._unknown(name, lists)
        items = [(thing, self._sameness.alike(thing, chosen.items if chosen else ())) for thing in things]
        hits = [item for _, found in items for item in found]
        key = "has" if any(not item.done for item in hits) else "has_done" if hits else "has_not"
        missing = [thing for thing, found in items if not found]
        told = [self._words.said(key, name, items=self._words.row(hits or things, "and" if hits else "or"))]
        told += [self._words.said("missing", name, items=self._words.row(missing, "or"))] if hits and missing else []
        return Reply(self.phrases.text(told))

    async def _read(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return self._told(turn, lists, "read")

    async def _read_one(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """The one in that place; how many there are, where there is none."""
        chosen = self._meant.find(self._meant.named(turn, lists), lists)
        there = self._meant.at(turn.slots["place"], chosen) if chosen else None
        if chosen is None or not there:
            return await self._count(turn, lists)
        self._meant.last, self._meant.it = chosen.name, [item.text for item in there]
        return Reply(self._words.said("nth", chosen.name, items=self._words.row(there)))

    async def _count(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return self._told(turn, lists, "count")

    def _told(self, turn: Turn, lists: list[ItemList], key: str) -> Reply:
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        if chosen is None and name not in self._words.own("names"):
            return self._unknown(name, lists)
        self._meant.last = name
        if chosen is None or not chosen.items:
            return Reply(self._words.said("empty", name))
        if not chosen.open:
            return Reply(self._words.said("all_done", name))
        return Reply(self._words.said(key, name, n=len(chosen.open), items=self._words.row(chosen.open)))

    async def _which(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self._words.all_of(lists))

    # ---- whole lists

    async def _clear(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        if chosen is None and name not in self._words.own("names"):
            return self._unknown(name, lists)
        if chosen is None or not chosen.items:
            return Reply(self._words.said("empty", name))
        return Reply(self._words.said("clear_ask", name, n=len(chosen.items)), follow_up=self._words.follow("clear_answer", name))

    async def _clear_surely(self, turn: Turn, lists: list[ItemList]) -> Reply:
        chosen = self._meant.find(self._meant.named(turn, lists), lists)
        if chosen is None or not chosen.items:
            return await self._clear(turn, lists)
        return await self._saved(turn.home, chosen.changed(()), self._words.said("cleared", chosen.name))

    async def _clear_done(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        done = [item for item in chosen.items if item.done] if chosen else []
        if chosen is None or not done:
            return Reply(self._words.said("none_ticked", name))
        return await self._saved(turn.home, chosen.changed(chosen.open), self._words.said("removed", name, items=self._words.row(done)))

    async def _create(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._words.clean(turn.slots.get("list", ""))
        if not name:
            return await self._need_name(turn, lists)
        self._meant.last = name
        if self._meant.find(name, lists):
            return Reply(self._words.said("exists", name))
        await self._save(turn.home, self._meant.new(name, lists))
        return Reply(self._words.said("created", name), undo=self.phrases.say("undo_create", list=name))

    async def _need_name(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self.phrases.say("what_name"), follow_up=self.phrases.say("name_answer", answer="{answer}"))

    async def _delete(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name = self._meant.named(turn, lists)
        chosen = self._meant.find(name, lists)
        if chosen is None:
            return self._unknown(name, lists)
        if not chosen.items:
            return await self._delete_surely(turn, lists)
        return Reply(self._words.said("delete_ask", name, n=len(chosen.items)), follow_up=self._words.follow("delete_answer", name))

    async def _delete_surely(self, turn: Turn, lists: list[ItemList]) -> Reply:
        chosen = self._meant.find(self._meant.named(turn, lists), lists)
        if chosen is None:
            return await self._delete(turn, lists)
        gone = replace(chosen.changed(()), deleted=True)
        return await self._saved(turn.home, gone, self._words.said("deleted", chosen.name))

    async def _rename(self, turn: Turn, lists: list[ItemList]) -> Reply:
        name, target = self._meant.named(turn, lists), self._words.clean(turn.slots["target"])
        chosen = self._meant.find(name, lists)
        if chosen is None:
            return self._unknown(name, lists)
        if self._meant.find(target, lists):
            return Reply(self._words.said("exists", target))
        for old in [one for one in lists if one.name == target]:  # a deleted one of that name would come back in its place
            await turn.home.storage.delete(old.key)
        await self._save(turn.home, replace(chosen, name=target))
        self._meant.last = target
        undo = self.phrases.say("undo_rename", list=name, target=target)
        return Reply(self._words.said("renamed", name, target=self._words.spoken(target)), undo=undo)

    async def _restore(self, turn: Turn, lists: list[ItemList]) -> Reply:
        """Back to before the last change; said again, to before the one before."""
        name = self._meant.named(turn, lists)
        chosen = next((one for one in lists if one.name == name), None)
        if chosen is None:
            return self._unknown(name, lists)
        if not chosen.steps:
            return Reply(self._words.said("nothing_before", name))
        back = chosen.restored()
        done = [item for item in back.items if item.done]
        key = ("restored_some_done" if back.open else "restored_all_done") if done else "restored" if back.open else "restored_empty"
        text = self._words.said(key, name, items=self._words.row(back.open), done=self._words.row(done))
        return await self._saved(turn.home, back, text)

    async def _refused(self, turn: Turn, lists: list[ItemList]) -> Reply:
        return Reply(self.phrases.say("kept"))

    # ---- how it is kept

    async def _save(self, home: Home, chosen: ItemList) -> None:
        await home.storage.put(chosen.key, chosen.row())

    async def _saved(self, home: Home, chosen: ItemList, text: str) -> Reply:
        await self._save(home, chosen)
        self._meant.last = chosen.name
        return Reply(text, undo=self.phrases.say("undo_change", list=chosen.name))

    def _unknown(self, name: str, lists: list[ItemList]) -> Reply:
        return Reply(self._words.said("unknown", name, lists=self._words.all_of(lists)))
