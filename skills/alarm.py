"""Alarms: once or repeating, named, snoozed, skipped. Kept as what was meant and when that is next, so daylight saving moves none."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.skill import Home, Reply, Skill, Turn
from assistant.when import FURTHEST, When, date_of, resolve
from skills.alarm_rows import Alarm
from skills.before import Before
from skills.due import Due
from skills.kept import kept
from skills.lately import Lately
from skills.moments import Moments, changed, refusal
from skills.nth import Nth
from skills.sounds import ring

SNOOZE = 540.0
"""Seconds, as alarm clocks have it since 1956."""
FRESH = 1800.0
"""Seconds after its ring for which an alarm can be snoozed."""
ALIKE = {"wake": "set", "wake_length": "set_length", "wake_need_time": "need_time"}
"""Intents of somebody who wants to be woken, whose bare hour is in the morning, and of one who wants an alarm."""


class Alarms(Skill):
    name = "alarm"
    permissions = ("speech",)

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._moments = Moments(language)
        self._due = Due(self._pending, self._ring, self._missed)
        self._rung: tuple[float, Alarm] | None = None
        self._before = Before()
        self._lately = Lately()
        self._nth = Nth(language)

    async def handle(self, turn: Turn) -> Reply:
        intent = ALIKE.get(turn.intent, turn.intent)
        reply: Reply = await getattr(self, f"_{intent}")(turn, await self._all(turn.home))
        self._due.changed()
        return reply

    async def background(self, home: Home) -> None:
        await self._due.run(home)

    # ---- what comes due

    async def _pending(self, home: Home) -> Mapping[str, float]:
        return {alarm.key: alarm.due for alarm in await self._all(home)}

    async def _ring(self, home: Home, keys: Sequence[str]) -> None:
        alarms = [alarm for alarm in await self._all(home) if alarm.key in keys]
        if alarms:
            self._rung = (home.now(), alarms[-1])
        if await self._told(home, alarms, "ring"):
            await ring(home, self._due.another)

    async def _missed(self, home: Home, keys: Sequence[str]) -> None:
        await self._told(home, [alarm for alarm in await self._all(home) if alarm.key in keys], "missed")

    async def _told(self, home: Home, alarms: Sequence[Alarm], key: str) -> bool:
        """False when it was cut off."""
        whole = await home.announce(Reply(self.phrases.text(self._say(key, alarm, home.now()) for alarm in alarms)))
        rows = {alarm.key: alarm for alarm in await self._all(home)}
        for alarm in alarms:
            if rows.get(alarm.key) != alarm:  # cancelled or changed while it rang
                continue
            later = alarm.after(home.now())
            if later is None:
                await home.storage.delete(alarm.key)
            else:
                await home.storage.put(alarm.key, later.row())
        return whole

    # ---- intents

    async def _set(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        name = self._name(turn)
        if times := turn.slots.get("times"):
            return await self._put(turn, times, name)
        before, meant = turn.slots.get("before"), turn.slots["when"]
        whole = before.joined(meant) if before else meant
        whole = whole or meant
        if whole.dated and date_of(whole, turn.home.now()) is None:  # for no hour of it there is anything to ask
            return Reply(self.phrases.say("never"))
        return await self._put(turn, [whole], name) if whole.timed else self._ask(turn, name)

    async def _set_length(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        return await self._put(turn, [When(offset=float(turn.slots["seconds"]))], self._name(turn))

    async def _need_time(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        return self._ask(turn, self._name(turn))

    def _ask(self, turn: Turn, name: str) -> Reply:
        key = "answered_wake" if turn.intent in ALIKE else "answered_named" if name else "answered"
        sentence = self.phrases.say(key, name=name, day=turn.slots.get("when_words", ""), answer="{answer}")
        return Reply(self.phrases.say("need_time"), follow_up=" ".join(sentence.split()))

    async def _put(self, turn: Turn, wanted: Sequence[When], name: str) -> Reply:
        """All of them or none."""
        now, waking, made = turn.home.now(), turn.intent in ALIKE, list[Alarm]()
        for meant in wanted:
            due = resolve(meant, now, waking=waking)
            if due is None or due <= now:
                return Reply(self.phrases.say(refusal(meant, due)))
            made.append(Alarm(secrets.token_hex(8), name, meant, due, now, waking))
        if len(made) > 1:
            await self._before.keep(turn.home, [alarm.key for alarm in made])
        for alarm in made:
            await turn.home.storage.put(alarm.key, self._lately.touch(alarm).row())
        undo = self.phrases.say("undo_set" if len(made) == 1 else "undo_all")
        return Reply(self.phrases.text(self._say("set", alarm, now) for alarm in made), undo=undo)

    async def _list(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        meant, now = turn.slots.get("when"), turn.home.now()
        chosen = [one for one in alarms if one.rings_on(meant, now)] if meant and meant.dated else self._chosen(turn, alarms)
        if not chosen:
            return self._none(turn, alarms)
        lines = [self._say("line", alarm, turn.home.now()) for alarm in chosen]
        return Reply(self.phrases.text([self.phrases.say("list", n=len(chosen)), *lines]))

    async def _next(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """Of a day that was named, the first of that day."""
        now, meant = turn.home.now(), turn.slots.get("when")
        chosen = [on for alarm in alarms if (on := alarm.on_day_of(meant, now))] if meant else self._chosen(turn, alarms)
        if not chosen:
            return self._none(turn, alarms)
        return Reply(self._say("on_day" if meant else "next", min(chosen, key=lambda alarm: alarm.due), now))

    async def _cancel(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        if self._due.ringing(turn.home) and not turn.slots:
            return Reply("")  # the words that led here have silenced it; what repeats goes on
        chosen = self._chosen(turn, alarms)
        if len(chosen) != 1:
            return self._which(turn, chosen) if chosen else self._none(turn, alarms)
        return await self._cancelled(turn, chosen[0])

    async def _cancel_last(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        return await self._cancelled(turn, self._nth.latest(turn, alarms)[0]) if alarms else Reply(self.phrases.say("none"))

    async def _cancelled(self, turn: Turn, alarm: Alarm) -> Reply:
        await turn.home.storage.delete(alarm.key)
        spoken = self._spoken(alarm, turn.home.now())
        undo = self.phrases.say("undo_cancel_named" if alarm.name else "undo_cancel", name=alarm.name, when=spoken)
        return Reply(self._say("cancelled", alarm, turn.home.now()), undo=undo)

    async def _cancel_all(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        if not alarms:
            return Reply(self.phrases.say("none"))
        await self._before.keep(turn.home, [alarm.key for alarm in alarms])
        for alarm in alarms:
            await turn.home.storage.delete(alarm.key)
        return Reply(self.phrases.say("cancelled_all", n=len(alarms)), undo=self.phrases.say("undo_all"))

    async def _cancel_except(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """All but those that were named."""
        spared = self._chosen(turn, alarms)
        if not spared:
            return self._none(turn, alarms)
        others = [alarm for alarm in alarms if alarm not in spared]
        if not others:
            return await self._list(turn, alarms)
        await self._before.keep(turn.home, [alarm.key for alarm in others])
        told = [(await self._cancelled(turn, alarm)).text for alarm in others]
        return Reply(self.phrases.text(told), undo=self.phrases.say("undo_all"))

    async def _put_back(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        if not await self._before.put_back(turn.home):
            return Reply(self.phrases.say("nothing_before"))
        return await self._list(turn, await self._all(turn.home))

    async def _skip(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """The next ring only; one that rings once is cancelled by it."""
        chosen = self._chosen(turn, alarms)
        if not chosen:
            return self._none(turn, alarms)
        later = chosen[0].after(turn.home.now())
        if later is None:
            return await self._cancelled(turn, chosen[0])
        await self._before.keep(turn.home, [later.key])
        await turn.home.storage.put(later.key, later.row())
        return Reply(self._say("skipped", later, turn.home.now()), undo=self.phrases.say("undo_all"))

    async def _change(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """ "No, seven thirty": the one that was spoken of last, or the one that was named. What is not said stays as it was."""
        chosen, now = self._chosen(turn, alarms, by="old"), turn.home.now()
        if not chosen:
            return self._none(turn, alarms)
        old = self._lately.of(chosen)
        meant = changed(old.when, old.due, turn.slots["when"])
        due = resolve(meant, now, waking=old.waking) if meant.timed else None
        if due is None or due <= now:
            return Reply(self.phrases.say(refusal(meant, due) if meant.timed else "past"))
        return await self._changed(turn, replace(old, when=meant, due=due))

    async def _rename(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """The one that was spoken of last, or the one that was named."""
        chosen = self._chosen(turn, alarms, by="old")
        if not chosen:
            return self._none(turn, alarms)
        return await self._changed(turn, replace(self._lately.of(chosen), name=turn.slots["new"]))

    async def _changed(self, turn: Turn, alarm: Alarm) -> Reply:
        await self._before.keep(turn.home, [alarm.key])
        await turn.home.storage.put(alarm.key, self._lately.touch(alarm).row())
        return Reply(self._say("set", alarm, turn.home.now()), undo=self.phrases.say("undo_all"))

    async def _later(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        return await self._shift(turn, alarms, float(turn.slots["seconds"]))

    async def _earlier(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        return await self._shift(turn, alarms, -float(turn.slots["seconds"]))

    async def _shift(self, turn: Turn, alarms: list[Alarm], seconds: float) -> Reply:
        """The one that was spoken of last, or the one that was named."""
        chosen, now = self._chosen(turn, alarms, by="old"), turn.home.now()
        if not chosen:
            return self._none(turn, alarms)
        old = self._lately.of(chosen)
        if trouble := self._unfit(old.due + seconds, now):
            return trouble
        return await self._changed(turn, old.shifted(seconds))

    async def _another_later(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        """ "And one ten minutes later": than the one that was spoken of last."""
        if not alarms:
            return self._none(turn, alarms)
        latest, now, seconds = self._lately.of(alarms), turn.home.now(), float(turn.slots["seconds"])
        if trouble := self._unfit(latest.due + seconds, now):
            return trouble
        alarm = replace(latest.shifted(seconds), key=secrets.token_hex(8), made=now)
        await turn.home.storage.put(alarm.key, self._lately.touch(alarm).row())
        return Reply(self._say("set", alarm, now), undo=self.phrases.say("undo_set"))

    def _unfit(self, due: float, now: float) -> Reply | None:
        if now < due <= now + FURTHEST:
            return None
        return Reply(self.phrases.say("past" if due <= now else "never"))

    async def _snooze(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        now, seconds = turn.home.now(), float(turn.slots.get("seconds") or 60 * turn.slots.get("minutes", SNOOZE / 60))
        if self._rung is None or now - self._rung[0] > FRESH:
            return Reply(self.phrases.say("nothing_rang"))
        rung, meant = self._rung[1], When(offset=seconds)
        due = resolve(meant, now)
        if due is None or due <= now:
            return Reply(self.phrases.say("past" if due else "never"))
        alarm = Alarm(secrets.token_hex(8), rung.name, meant, due, now, rung.waking)
        await turn.home.storage.put(alarm.key, alarm.row())
        return Reply(self.phrases.say("snoozed", duration=self._moments.duration(seconds)), undo=self.phrases.say("undo_set"))

    # ---- which one, and how it is said

    async def _all(self, home: Home) -> list[Alarm]:
        """The next to ring first."""
        return sorted(await kept(home, Alarm.of), key=lambda alarm: alarm.due)

    def _name(self, turn: Turn) -> str:
        ignored = self.phrases.section("name")["ignored"]
        return " ".join(word for word in turn.slots.get("name", "").split() if word not in ignored)

    def _chosen(self, turn: Turn, alarms: list[Alarm], by: str = "when") -> list[Alarm]:
        """
        By name, by place ("the second alarm"), by time ("my seven o'clock alarm", "tomorrow's alarm"), or all of them.
        by: the slot of the time that it has; `when` may be that to which it is changed
        """
        name = self._name(turn)
        if found := [alarm for alarm in alarms if name and alarm.name == name]:
            return found
        if (place := self._nth.told(turn, name or turn.slots.get(f"{by}_words", ""), alarms)) is not None:
            return place
        if name:
            return []
        meant: When | None = turn.slots.get(by)
        if meant is None:
            return alarms
        return [alarm for alarm in alarms if alarm.meets(meant, turn.home.now())]

    def _none(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        if not alarms:
            return Reply(self.phrases.say("none"))
        return Reply(self.phrases.say("no_such", alarms=self._names(alarms, turn.home.now(), "and")))

    def _which(self, turn: Turn, alarms: list[Alarm]) -> Reply:
        which = self.phrases.say("which", alarms=self._names(alarms, turn.home.now(), "or"))
        return self._nth.ask(Reply(which, follow_up=self.phrases.say("answered_cancel", answer="{answer}")), alarms)

    def _names(self, alarms: list[Alarm], now: float, join: str) -> str:
        return self.phrases.row([self._say("short", alarm, now) for alarm in alarms], join)

    def _say(self, key: str, alarm: Alarm, now: float) -> str:
        """Of one that repeats, the next time where that is what counts."""
        once = key in ("ring", "skipped", "missed", "next", "on_day")
        when = self._moments.moment(alarm.due, now) if once else self._spoken(alarm, now)
        return self.phrases.say(f"{key}_named" if alarm.name else key, name=alarm.name, when=when)

    def _spoken(self, alarm: Alarm, now: float) -> str:
        return self._moments.repetition(alarm.when, alarm.due) if alarm.when.repeating else self._moments.moment(alarm.due, now)
