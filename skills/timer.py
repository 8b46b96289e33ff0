"""Several timers, named or not. They are kept as wall-clock ends in storage, so a restart or a change of the clock loses none."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.skill import Home, Reply, Skill, Turn
from assistant.when import resolve
from skills.before import Before
from skills.due import Due
from skills.kept import kept
from skills.lately import Lately
from skills.moments import Moments
from skills.nth import Nth
from skills.sounds import ring
from skills.things import sameness_of
from skills.timer_words import Timer, TimerWords

SHORTEST, LONGEST = 1.0, 7 * 86_400.0


class Timers(Skill):
    name = "timer"
    permissions = ("speech",)

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._words = TimerWords(self.phrases)
        self._due = Due(self._pending, self._ring, self._missed)
        self._before = Before()
        self._lately = Lately()
        self._nth = Nth(language)
        self._moments = Moments(language)
        self._sameness = sameness_of(language)

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn, await self._all(turn.home))
        self._due.changed()
        return reply

    async def background(self, home: Home) -> None:
        """Rings what is due; wakes up when a timer is added or changed."""
        await self._due.run(home)

    # ---- what comes due

    async def _pending(self, home: Home) -> Mapping[str, float]:
        return {timer.key: timer.ends for timer in await self._all(home) if timer.left is None}

    async def _ring(self, home: Home, keys: Sequence[str]) -> None:
        timers = [timer for timer in await self._all(home) if timer.key in keys]
        if await self._over(home, timers, [self._words.told("ring", timer) for timer in timers]):
            await ring(home, self._due.another)

    async def _missed(self, home: Home, keys: Sequence[str]) -> None:
        timers = [timer for timer in await self._all(home) if timer.key in keys]
        late = [self._words.told("missed", timer, late=self._words.spoken(home.now() - timer.ends)) for timer in timers]
        await self._over(home, timers, late)

    async def _over(self, home: Home, timers: Sequence[Timer], sentences: Sequence[str]) -> bool:
        """Those that were changed meanwhile stay, and what was told of them is all the same true. False when it was cut off."""
        whole = await home.announce(Reply(self.phrases.text(sentences)))
        now = {timer.key: timer for timer in await self._all(home)}
        for timer in timers:
            if now.get(timer.key) == timer:
                await home.storage.delete(timer.key)
        return whole

    # ---- intents

    async def _start(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._started(turn, [float(turn.slots["seconds"])])

    async def _start_several(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._started(turn, turn.slots["lengths"])

    async def _start_minutes(self, turn: Turn, timers: list[Timer]) -> Reply:
        """Of a bare number: nobody sets a timer for an hour of the clock so."""
        return await self._started(turn, [60.0 * turn.slots["count"]])

    async def _start_until(self, turn: Turn, timers: list[Timer]) -> Reply:
        meant, now = turn.slots["when"], turn.home.now()
        if meant.impossible:
            return Reply(self.phrases.say("no_time"))
        due = resolve(meant, now) if meant.timed else None
        if due is None:
            return await self._need_length(turn, timers)
        reply = await self._started(turn, [due - now])
        rings = self.phrases.say("rings_at", time=self._moments.clock(datetime.fromtimestamp(due)))
        return replace(reply, text=self.phrases.text([reply.text, rings])) if reply.undo else reply

    async def _impossible(self, turn: Turn, timers: list[Timer]) -> Reply:
        return Reply(self.phrases.say("bad_length"))

    async def _started(self, turn: Turn, lengths: Sequence[float]) -> Reply:
        if not all(SHORTEST <= seconds <= LONGEST for seconds in lengths):
            return Reply(self.phrases.say("bad_length"))
        now = turn.home.now()
        made = [Timer(secrets.token_hex(8), self._name(turn), seconds, now + seconds, made=now) for seconds in lengths]
        for timer in made:
            await turn.home.storage.put(timer.key, self._lately.touch(timer).row())
        undo = self.phrases.say("undo_start" if len(made) == 1 else "undo_several", n=len(made))
        return Reply(self.phrases.text(self._words.told("started", timer) for timer in made), undo=undo)

    async def _set_to(self, turn: Turn, timers: list[Timer]) -> Reply:
        """ "Set the oven timer to forty minutes" starts the one that is not there yet."""
        return await (self._change if self._chosen(turn, timers) else self._start)(turn, timers)

    async def _need_length(self, turn: Turn, timers: list[Timer]) -> Reply:
        name = self._name(turn)
        sentence = self.phrases.say("answered_named" if name else "answered", name=name, answer="{answer}")
        return Reply(self.phrases.say("need_length"), follow_up=sentence)

    async def _remaining(self, turn: Turn, timers: list[Timer]) -> Reply:
        chosen = self._chosen(turn, timers)
        if not chosen:
            return self._none(turn, timers)
        return Reply(self.phrases.text(self._words.left(timer, turn.home.now()) for timer in chosen))

    async def _list(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        lines = [self._words.left(timer, turn.home.now()) for timer in timers]
        return Reply(self.phrases.text([self.phrases.say("list", n=len(timers)), *lines]))

    async def _cancel(self, turn: Turn, timers: list[Timer]) -> Reply:
        if self._due.ringing(turn.home) and not turn.slots:
            return Reply("")  # the words that led here have silenced it
        chosen = self._chosen(turn, timers)
        if len(chosen) != 1:
            return self._unclear(turn, timers, chosen)
        return await self._cancelled(turn, chosen[0])

    async def _cancel_last(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        latest = self._nth.latest(turn, timers)[: int(turn.slots.get("count", 1))]
        await self._before.keep(turn.home, [timer.key for timer in latest])
        replies = [await self._cancelled(turn, timer) for timer in latest]
        return (
            replies[0]
            if len(replies) == 1
            else Reply(self.phrases.text(reply.text for reply in replies), undo=self.phrases.say("undo_all"))
        )

    async def _cancelled(self, turn: Turn, timer: Timer) -> Reply:
        await turn.home.storage.delete(timer.key)
        undo = self._words.told("undo_cancel", timer, max(1.0, timer.remaining(turn.home.now())))
        return Reply(self._words.told("cancelled", timer), undo=undo)

    async def _cancel_all(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        await self._before.keep(turn.home, [timer.key for timer in timers])
        for timer in timers:
            await turn.home.storage.delete(timer.key)
        return Reply(self.phrases.say("cancelled_all", n=len(timers)), undo=self.phrases.say("undo_all"))

    async def _cancel_except(self, turn: Turn, timers: list[Timer]) -> Reply:
        """All but those that were named."""
        spared = self._chosen(turn, timers)
        if not spared:
            return self._none(turn, timers)
        others = [timer for timer in timers if timer not in spared]
        if not others:
            return Reply(self.phrases.text(self._words.left(timer, turn.home.now()) for timer in spared))
        await self._before.keep(turn.home, [timer.key for timer in others])
        told = [(await self._cancelled(turn, timer)).text for timer in others]
        return Reply(self.phrases.text(told), undo=self.phrases.say("undo_all"))

    async def _everything(self, turn: Turn, timers: list[Timer]) -> Reply:
        """Of timers, alarms, reminders and lists nobody deletes all at once by mistake."""
        return Reply(self.phrases.say("everything"))

    async def _put_back(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not await self._before.put_back(turn.home):
            return Reply(self.phrases.say("nothing_before"))
        return await self._list(turn, await self._all(turn.home))

    async def _pause(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "paused")

    async def _pause_all(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "paused", several=True)

    async def _resume(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "resumed")

    async def _resume_all(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "resumed", several=True)

    async def _add(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._lengthen(turn, timers, float(turn.slots["seconds"]))

    async def _subtract(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._lengthen(turn, timers, -float(turn.slots["seconds"]))

    async def _lengthen(self, turn: Turn, timers: list[Timer], extra: float) -> Reply:
        chosen = self._chosen(turn, timers)
        if len(chosen) != 1:
            return self._unclear(turn, timers, chosen)
        now, old = turn.home.now(), chosen[0]
        if not 0 < old.remaining(now) + extra <= LONGEST:
            return Reply(self.phrases.text([self.phrases.say("too_short" if extra < 0 else "bad_length"), self._words.left(old, now)]))
        left = None if old.left is None else old.left + extra
        timer = replace(old, seconds=old.seconds + extra, ends=old.ends + extra, left=left)
        undo = self._words.told("undo_add" if extra > 0 else "undo_subtract", timer, amount=self._words.spoken(abs(extra)))
        return await self._put(turn, timers, timer, Reply(self._words.left(timer, now), undo=undo))

    async def _restart(self, turn: Turn, timers: list[Timer]) -> Reply:
        """From its whole length; of several without a name, the one that was spoken of last."""
        chosen = self._chosen(turn, timers)
        if not chosen:
            return self._none(turn, timers)
        timer = self._lately.of(chosen)
        return await self._run_for(turn, timers, timer, timer.seconds, "restarted")

    async def _change(self, turn: Turn, timers: list[Timer]) -> Reply:
        """ "No, ten minutes": the one that was spoken of last, or that was named, runs for another length from now."""
        chosen = self._chosen(turn, timers)
        if not chosen:
            return self._none(turn, timers)
        timer, seconds = self._lately.of(chosen), float(turn.slots["seconds"])
        if not SHORTEST <= seconds <= LONGEST:
            return Reply(self.phrases.say("bad_length"))
        return await self._run_for(turn, timers, timer, seconds, "changed")

    async def _run_for(self, turn: Turn, timers: list[Timer], old: Timer, seconds: float, key: str) -> Reply:
        now = turn.home.now()
        timer = replace(old, seconds=seconds, ends=now + seconds, left=None)
        undo = self._words.told("undo_change", timer, max(1.0, old.remaining(now)))
        return await self._put(turn, timers, timer, Reply(self._words.told(key, timer), undo=undo))

    async def _put(self, turn: Turn, timers: list[Timer], timer: Timer, reply: Reply) -> Reply:
        """The reply, whose `undo` takes back what was done to this very one: one of several that its sentence could mean is put back."""
        alike = [one for one in timers if not timer.name or one.name == timer.name]
        if len(alike) > 1:
            await self._before.keep(turn.home, [timer.key])
            reply = replace(reply, undo=self.phrases.say("undo_all"))
        await turn.home.storage.put(timer.key, self._lately.touch(timer).row())
        return reply

    async def _rename(self, turn: Turn, timers: list[Timer]) -> Reply:
        chosen, new = self._chosen(turn, timers), self._words.clean(turn.slots["new"])
        if not chosen:
            return self._none(turn, timers)
        old = self._lately.of(chosen)
        timer = replace(old, name=new or old.name)
        await turn.home.storage.put(timer.key, self._lately.touch(timer).row())
        undo = self.phrases.say("undo_rename", name=new, old=old.name) if old.name else ""
        return Reply(self._words.told("renamed", timer), undo=undo)

    async def _switch(self, turn: Turn, timers: list[Timer], key: str, several: bool = False) -> Reply:
        """key: `paused` or `resumed`. Timers that are so already are not meant."""
        chosen = self._chosen(turn, timers)
        meant = [timer for timer in chosen if (timer.left is None) == (key == "paused")]
        if chosen and not meant:
            return Reply(self.phrases.text(self._words.left(timer, turn.home.now()) for timer in chosen))
        if not meant or (len(meant) > 1 and not several):
            return self._unclear(turn, timers, meant)
        now = turn.home.now()
        for timer in meant:
            left = timer.remaining(now)
            switched = replace(timer, left=left) if key == "paused" else replace(timer, left=None, ends=now + left)
            await turn.home.storage.put(timer.key, switched.row())
        text = self.phrases.text(self._words.told(key, timer, timer.remaining(now)) for timer in meant)
        return Reply(text, undo=self._words.told(f"undo_{key}", meant[0]) if len(meant) == 1 else self.phrases.say(f"undo_{key}_all"))

    # ---- which one

    async def _all(self, home: Home) -> list[Timer]:
        """The next to end first."""
        return sorted(await kept(home, Timer.of), key=lambda timer: timer.remaining(home.now()))

    def _name(self, turn: Turn) -> str:
        return self._words.clean(turn.slots.get("name", ""))

    def _chosen(self, turn: Turn, timers: list[Timer]) -> list[Timer]:
        """By name, by place ("the second timer"), by length ("the five minute timer"), or all of them."""
        name, length = self._name(turn), turn.slots.get("duration", "")
        alike = [timer for timer in timers if name and self._sameness.forms(timer.name) == self._sameness.forms(name)]
        if alike:
            return [timer for timer in alike if timer.name == name] or alike
        if (place := self._nth.told(turn, name or length, timers)) is not None:
            return place
        if seconds := self._length_of_one(turn):
            return [timer for timer in timers if timer.seconds == seconds]
        return [] if name else timers

    def _length_of_one(self, turn: Turn) -> float | None:
        """Of the timer that is meant, and not the one that it shall have."""
        own = None if turn.intent in ("add", "subtract", "change", "set_to") else turn.slots.get("seconds")
        return turn.slots.get("length_seconds", own)

    def _unclear(self, turn: Turn, timers: list[Timer], chosen: list[Timer]) -> Reply:
        if not chosen:
            return self._none(turn, timers)
        sentence = self.phrases.say(f"answered_{turn.intent}", answer="{answer}", duration=turn.slots.get("duration", ""))
        return self._nth.ask(Reply(self.phrases.say("which", names=self._words.names(chosen)), follow_up=sentence), chosen)

    def _none(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        names = self._words.names(timers, "and")
        if seconds := self._length_of_one(turn):
            return Reply(self.phrases.say("no_such_length", name=self._words.spoken(seconds), names=names))
        return Reply(self.phrases.say("no_such", name=self._name(turn), names=names))
