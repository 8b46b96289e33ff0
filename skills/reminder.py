"""Reminders: a text and a moment, once or repeating. One that was told stays for a day, so that it can be done, snoozed or asked for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.skill import Home, Reply, Skill, Turn
from assistant.when import DAY, FURTHEST, When, date_of, following, resolve
from skills.before import Before
from skills.due import Due
from skills.kept import kept
from skills.lately import Lately
from skills.moments import Moments, changed, nearer, refusal
from skills.nth import Nth
from skills.sounds import chime
from skills.things import sameness_of

LATER = 600.0
"""Seconds of a snooze without a length."""


@dataclass(frozen=True)
class Reminder:
    key: str
    text: str
    when: When
    due: float
    """Wall clock, of the next time or of the one that was told."""
    made: float
    told: bool = False

    def row(self) -> dict[str, Any]:
        return {"text": self.text, "when": self.when.row(), "due": self.due, "made": self.made, "told": self.told}

    @staticmethod
    def of(key: str, row: Mapping[str, Any]) -> Reminder:
        return Reminder(key, row["text"], When.of(row["when"]), float(row["due"]), float(row["made"]), row["told"])

    def moved(self, meant: When, now: float) -> When:
        """What was not said stays as it was: "to friday" keeps the hour, "to six" the day, where that is still to come."""
        wall = datetime.fromtimestamp(self.due)
        if meant.dated and not meant.timed:
            return replace(meant, hour=wall.hour, minute=wall.minute, settled=True)
        if meant.dated or meant.repeating or meant.hour is None or self.when.repeating or self.due <= now:
            return meant
        return replace(nearer(meant, wall.hour), year=wall.year, month=wall.month, day=wall.day)

    def shifted(self, seconds: float, now: float) -> When:
        """That much later on the wall, every time if it repeats; later than now, where it was told."""
        wall = datetime.fromtimestamp(max(self.due, now)) + timedelta(seconds=seconds)
        if self.when.repeating:
            return replace(self.when, hour=wall.hour, minute=wall.minute, settled=True, offset=None)
        return When(year=wall.year, month=wall.month, day=wall.day, hour=wall.hour, minute=wall.minute, settled=True)


class Reminders(Skill):
    name = "reminder"
    permissions = ("speech",)

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._moments = Moments(language)
        self._due = Due(self._pending, self._ring, self._missed)
        self._before = Before()
        self._lately = Lately()
        self._nth = Nth(language)
        self._sameness = sameness_of(language)
        self._rang: dict[str, float] = {}

    async def handle(self, turn: Turn) -> Reply:
        intent = "set" if turn.intent == "set_answered" else turn.intent
        reply: Reply = await getattr(self, f"_{intent}")(turn, await self._all(turn.home))
        self._due.changed()
        return reply

    async def background(self, home: Home) -> None:
        await self._due.run(home)

    # ---- what comes due

    async def _pending(self, home: Home) -> Mapping[str, float]:
        return {one.key: one.due for one in await self._all(home) if not one.told}

    async def _ring(self, home: Home, keys: Sequence[str]) -> None:
        await home.play(chime())
        await self._tell(home, keys, "ring")

    async def _missed(self, home: Home, keys: Sequence[str]) -> None:
        await self._tell(home, keys, "missed")

    async def _tell(self, home: Home, keys: Sequence[str], key: str) -> None:
        due = [one for one in await self._all(home) if one.key in keys]
        await home.announce(Reply(self.phrases.text(self._say(key, one, home.now()) for one in due)))
        rows = {one.key: one for one in await self._all(home)}
        for one in due:
            if rows.get(one.key) != one:  # deleted or moved meanwhile
                continue
            later = following(one.when, one.due, home.now())
            told = replace(one, told=True) if later is None else replace(one, due=later)
            await home.storage.put(one.key, told.row())
            self._rang = {key: rang for key, rang in self._rang.items() if key in rows} | {one.key: one.due}

    # ---- intents

    async def _set(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        """What is missing is asked for: the moment, or the text."""
        text, meant = self._text(turn), self._meant(turn)
        if not text:
            words = turn.slots.get("when_words") or turn.slots.get("before_words") or ""
            return Reply(self.phrases.say("need_text"), follow_up=self.phrases.say("answered_text", when=words, answer="{answer}"))
        if meant is None:
            asked = self.phrases.say("answered_time", text=turn.written(text), answer="{answer}")
            return Reply(self.phrases.say("need_time"), follow_up=asked)
        now = turn.home.now()
        due = resolve(meant, now, awake=True)
        if due is None or due <= now:
            return Reply(self.phrases.say(refusal(meant, due)))
        one = Reminder(secrets.token_hex(8), turn.written(self._turned(text)), meant, due, now)
        await turn.home.storage.put(one.key, self._lately.touch(one).row())
        return Reply(self._say("set", one, now), undo=self.phrases.say("undo_set"))

    async def _need_both(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        return Reply(self.phrases.say("need_text"), follow_up=self.phrases.say("answered_both", answer="{answer}"))

    async def _list(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        now, meant = turn.home.now(), turn.slots.get("when")
        day = date_of(meant, now) if meant else None
        waiting = [one for one in reminders if not one.told and day in (None, datetime.fromtimestamp(one.due).date())]
        if not waiting:
            return Reply(self.phrases.say("none"))
        spoken = [self._say("line", one, now) for one in waiting]
        lines = [line[:1].upper() + line[1:] for line in spoken]
        return Reply(self.phrases.text([self.phrases.say("list", n=len(waiting)), *lines]))

    async def _next(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        waiting = [one for one in self._found(turn, reminders) if not one.told]
        return Reply(self._say("next", waiting[0], turn.home.now()) if waiting else self.phrases.say("none"))

    async def _done(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        """The one that was named, or the one that was told last. A repeating one goes on."""
        now = turn.home.now()
        reminders = [self._as_told(one, now) for one in reminders]
        named = self._found(turn, reminders) if self._text(turn) else [one for one in reminders if one.told]
        if not named:
            return Reply(self.phrases.say("nothing_told"))
        one = max(named, key=lambda found: (found.told, found.due if found.told else -found.due))
        later = following(one.when, one.due, now)
        await self._before.keep(turn.home, [one.key])
        if later is None:
            await turn.home.storage.delete(one.key)
        else:
            await turn.home.storage.put(one.key, replace(one, due=later, told=False).row())
        return Reply(self._say("done", one, now), undo=self.phrases.say("undo_all"))

    async def _cancel(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        waiting = [one for one in self._found(turn, reminders) if not one.told]
        if not waiting:
            return Reply(self.phrases.say("no_such" if reminders else "none"))
        if len(waiting) > 1:
            texts = self.phrases.row([one.text for one in waiting], "or")
            question = Reply(self.phrases.say("which", texts=texts), follow_up=self.phrases.say("answered_cancel", answer="{answer}"))
            return self._nth.ask(question, waiting)
        return await self._cancelled(turn, waiting[0])

    async def _cancel_last(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        return await self._cancelled(turn, self._nth.latest(turn, reminders)[0]) if reminders else Reply(self.phrases.say("none"))

    async def _cancelled(self, turn: Turn, one: Reminder) -> Reply:
        await turn.home.storage.delete(one.key)
        return Reply(self._say("cancelled", one, turn.home.now()), undo=self._undo(one, turn.home.now()))

    async def _cancel_all(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        waiting = [one for one in reminders if not one.told]
        if not waiting:
            return Reply(self.phrases.say("none"))
        await self._before.keep(turn.home, [one.key for one in reminders])
        for one in reminders:
            await turn.home.storage.delete(one.key)
        return Reply(self.phrases.say("cancelled_all", n=len(waiting)), undo=self.phrases.say("undo_all"))

    async def _cancel_except(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        """All but those that were named."""
        waiting, spared = [one for one in reminders if not one.told], self._found(turn, reminders)
        if not spared:
            return Reply(self.phrases.say("no_such" if reminders else "none"))
        others = [one for one in waiting if one not in spared]
        if not others:
            return await self._list(turn, reminders)
        await self._before.keep(turn.home, [one.key for one in others])
        told = [(await self._cancelled(turn, one)).text for one in others]
        return Reply(self.phrases.text(told), undo=self.phrases.say("undo_all"))

    async def _put_back(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        if not await self._before.put_back(turn.home):
            return Reply(self.phrases.say("nothing_before"))
        return await self._list(turn, await self._all(turn.home))

    async def _move(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        """The one that was named, or that was spoken of last, to another moment."""
        found, now = self._found(turn, reminders), turn.home.now()
        if not found:
            return Reply(self.phrases.say("no_such" if reminders else "none"))
        one = self._lately.of(found)
        return await self._put_off(turn, one, one.moved(turn.slots["when"], now), now)

    async def _later(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        return await self._shift(turn, reminders, float(turn.slots["seconds"]))

    async def _earlier(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        return await self._shift(turn, reminders, -float(turn.slots["seconds"]))

    async def _shift(self, turn: Turn, reminders: list[Reminder], seconds: float) -> Reply:
        """The one that was named, or that was spoken of last."""
        found = self._found(turn, reminders)
        if not found:
            return Reply(self.phrases.say("no_such" if reminders else "none"))
        if abs(seconds) > FURTHEST:
            return Reply(self.phrases.say("never" if seconds > 0 else "past"))
        one = self._lately.of(found)
        return await self._put(turn, one, one.shifted(seconds, turn.home.now()))

    async def _correct(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        """ "No, at six": the one that was spoken of last, every time if it repeats."""
        if not reminders:
            return Reply(self.phrases.say("none"))
        one = self._lately.of(reminders)
        meant = self._meant(turn) or When(offset=float(turn.slots["seconds"]))
        return await self._put(turn, one, changed(one.when, one.due, meant))

    async def _snooze(self, turn: Turn, reminders: list[Reminder]) -> Reply:
        now = turn.home.now()
        told = [one for one in (self._as_told(one, now) for one in reminders) if one.told] or reminders
        if not told:
            return Reply(self.phrases.say("nothing_told"))
        meant = turn.slots.get("when") or When(offset=float(turn.slots.get("seconds", LATER)))
        return await self._put_off(turn, max(told, key=lambda one: (one.told, one.due)), meant, now)

    async def _put_off(self, turn: Turn, one: Reminder, meant: When, now: float) -> Reply:
        if one.when.repeating and not meant.repeating:  # once later; the rest goes on
            one = replace(one, key=secrets.token_hex(8), made=now)
        return await self._put(turn, one, meant)

    async def _put(self, turn: Turn, one: Reminder, meant: When) -> Reply:
        now = turn.home.now()
        due = resolve(meant, now, awake=True)
        if due is None or due <= now:
            return Reply(self.phrases.say(refusal(meant, due)))
        moved = replace(one, when=meant, due=due, told=False)
        await self._before.keep(turn.home, [moved.key])
        await turn.home.storage.put(moved.key, self._lately.touch(moved).row())
        return Reply(self._say("set", moved, now), undo=self.phrases.say("undo_all"))

    # ---- which one, and how it is said

    async def _all(self, home: Home) -> list[Reminder]:
        """The next first. Those that were told more than a day ago are forgotten."""
        found = await kept(home, Reminder.of)
        for one in [one for one in found if one.told and one.due < home.now() - DAY]:
            await home.storage.delete(one.key)
            found.remove(one)
        return sorted(found, key=lambda one: one.due)

    def _as_told(self, one: Reminder, now: float) -> Reminder:
        """One that repeats, and whose last time is nearer than its next, as it was told then."""
        rang = self._rang.get(one.key)
        return replace(one, due=rang, told=True) if rang is not None and not one.told and now - rang < one.due - now else one

    def _text(self, turn: Turn) -> str:
        """What to remind of, or the words that name a reminder."""
        return str(turn.slots.get("text") or turn.slots.get("plain") or turn.slots.get("said") or "")

    def _meant(self, turn: Turn) -> When | None:
        """Said before the wish, after it, or both: "on friday remind me to call at seven"."""
        before, after = turn.slots.get("before"), turn.slots.get("when")
        if before and after:
            return before.joined(after) or after
        return before or after

    def _found(self, turn: Turn, reminders: list[Reminder]) -> list[Reminder]:
        """Those that have every word that was said; the one in that place ("the second reminder"); all of them when none was said."""
        waiting = [one for one in reminders if not one.told]
        if place := self._nth.told(turn, self._text(turn), waiting):
            return place
        little = set(self.phrases.section("text")["little"])
        words = {word for word in self._turned(self._text(turn)).lower().split() if word not in little}
        forms = set(self._sameness.forms(" ".join(words)))
        return [one for one in reminders if forms <= set(self._sameness.forms(one.text))]

    def _turned(self, text: str) -> str:
        """From the person's mouth to ours: "call my mom" is "call your mom"."""
        words = self.phrases.section("text")
        turned, joined = words["turned"], words.get("joined", {})
        for said, meant in joined.items():  # "to call bob and to eat"
            text = text.replace(f" {said} ", f" {meant} ")
        return " ".join(turned.get(word, word) for word in text.split())

    def _undo(self, one: Reminder, now: float) -> str:
        return self.phrases.say("undo_cancel", text=one.text, when=self._spoken(one, now))

    def _say(self, key: str, one: Reminder, now: float) -> str:
        return self.phrases.say(key, text=one.text, when=self._spoken(one, now))

    def _spoken(self, one: Reminder, now: float) -> str:
        return self._moments.repetition(one.when, one.due) if one.when.repeating else self._moments.moment(one.due, now)
