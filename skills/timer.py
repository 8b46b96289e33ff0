"""Several timers, named or not. They are kept as wall-clock ends in storage, so a restart or a change of the clock loses none."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import anyio

from assistant.skill import Home, Reply, Skill, Turn

MISSED = 5.0
"""Seconds after its end from which a timer counts as missed: nobody was there to ring."""
LONGEST = 7 * 86_400.0


@dataclass(frozen=True)
class Timer:
    key: str
    name: str
    seconds: float
    ends: float
    """Wall clock; meaningless while paused."""
    left: float | None = None
    """Seconds left while paused."""

    def remaining(self, now: float) -> float:
        return self.left if self.left is not None else max(0.0, self.ends - now)

    def row(self) -> dict[str, Any]:
        return {"name": self.name, "seconds": self.seconds, "ends": self.ends, "left": self.left}

    @staticmethod
    def of(key: str, row: Mapping[str, Any]) -> Timer:
        return Timer(key, row["name"], row["seconds"], row["ends"], row["left"])


class Timers(Skill):
    name = "timer"
    permissions = ("speech",)

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._changed: anyio.Event | None = None

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn, await self._all(turn.home))
        if self._changed is not None:
            self._changed.set()
        return reply

    async def background(self, home: Home) -> None:
        """Rings what is due; wakes up when a timer is added or changed."""
        while True:
            changed = self._changed = anyio.Event()
            running = [timer for timer in await self._all(home) if timer.left is None]
            for timer in [timer for timer in running if timer.ends <= home.now()]:
                await self._ring(timer, home)
            pending = [timer.ends for timer in running if timer.ends > home.now()]
            await self._wait(changed, min(pending, default=None), home)

    async def _wait(self, changed: anyio.Event, until: float | None, home: Home) -> None:
        async with anyio.create_task_group() as tasks:

            async def due() -> None:
                if until is not None:
                    await home.sleep_until(until)
                    changed.set()

            tasks.start_soon(due, name="next timer")
            await changed.wait()
            tasks.cancel_scope.cancel()

    async def _ring(self, timer: Timer, home: Home) -> None:
        late = home.now() - timer.ends
        key = "missed" if late > MISSED else "ring"
        await home.storage.delete(timer.key)
        await home.announce(
            Reply(self.phrases.say(self._kind(key, timer), name=timer.name, duration=self._spoken(timer.seconds), late=self._spoken(late)))
        )

    # ---- intents

    async def _start(self, turn: Turn, timers: list[Timer]) -> Reply:
        seconds = float(turn.slots["seconds"])
        if not 0 < seconds <= LONGEST:
            return Reply(self.phrases.say("bad_length"))
        name = self._clean(turn.slots.get("name", ""))
        now = turn.home.now()
        key = secrets.token_hex(8)
        await turn.home.storage.put(key, Timer(key, name, seconds, now + seconds).row())
        return self._told("started", Timer(key, name, seconds, now + seconds))

    async def _need_length(self, turn: Turn, timers: list[Timer]) -> Reply:
        name = self._clean(turn.slots.get("name", ""))
        sentence = self.phrases.say("answered_named" if name else "answered", name=name, answer="{answer}")
        return Reply(self.phrases.say("need_length"), follow_up=sentence)

    async def _remaining(self, turn: Turn, timers: list[Timer]) -> Reply:
        chosen = self._chosen(turn, timers)
        if not chosen:
            return self._none(turn, timers)
        return Reply(" ".join(self._left(timer, turn.home.now()) for timer in chosen))

    async def _list(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        lines = " ".join(self._left(timer, turn.home.now()) for timer in timers)
        return Reply(self.phrases.say("list", n=len(timers)) + " " + lines)

    async def _cancel(self, turn: Turn, timers: list[Timer]) -> Reply:
        chosen = self._chosen(turn, timers)
        if len(chosen) != 1:
            return self._which(turn, chosen) if chosen else self._none(turn, timers)
        await turn.home.storage.delete(chosen[0].key)
        return self._told("cancelled", chosen[0])

    async def _cancel_all(self, turn: Turn, timers: list[Timer]) -> Reply:
        for timer in timers:
            await turn.home.storage.delete(timer.key)
        return Reply(self.phrases.say("cancelled_all", n=len(timers)) if timers else self.phrases.say("none"))

    async def _pause(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "paused")

    async def _resume(self, turn: Turn, timers: list[Timer]) -> Reply:
        return await self._switch(turn, timers, "resumed")

    async def _add(self, turn: Turn, timers: list[Timer]) -> Reply:
        chosen = self._chosen(turn, timers)
        if len(chosen) != 1:
            return self._which(turn, chosen) if chosen else self._none(turn, timers)
        extra = float(turn.slots["seconds"])
        timer = chosen[0]
        timer = replace(
            timer, seconds=timer.seconds + extra, ends=timer.ends + extra, left=None if timer.left is None else timer.left + extra
        )
        await turn.home.storage.put(timer.key, timer.row())
        return Reply(self._left(timer, turn.home.now()))

    async def _switch(self, turn: Turn, timers: list[Timer], key: str) -> Reply:
        """key: `paused` or `resumed`. Timers that are so already are not meant."""
        chosen = self._chosen(turn, timers)
        meant = [timer for timer in chosen if (timer.left is None) == (key == "paused")]
        if chosen and not meant:
            return Reply(" ".join(self._left(timer, turn.home.now()) for timer in chosen))
        if len(meant) != 1:
            return self._which(turn, meant) if meant else self._none(turn, timers)
        now, timer = turn.home.now(), meant[0]
        left = timer.remaining(now)
        timer = replace(timer, left=left) if key == "paused" else replace(timer, left=None, ends=now + left)
        await turn.home.storage.put(timer.key, timer.row())
        return self._told(key, timer, left)

    # ---- which, and how it is said

    async def _all(self, home: Home) -> list[Timer]:
        return sorted(
            (Timer.of(key, row) for key, row in (await home.storage.rows()).items()), key=lambda timer: timer.remaining(home.now())
        )

    def _chosen(self, turn: Turn, timers: list[Timer]) -> list[Timer]:
        """By name, by length ("the five minute timer"), or all of them."""
        name = self._clean(turn.slots.get("name", ""))
        if name:
            return [timer for timer in timers if timer.name == name]
        if turn.intent != "add" and (seconds := turn.slots.get("seconds")):
            return [timer for timer in timers if timer.seconds == seconds]
        return timers

    def _none(self, turn: Turn, timers: list[Timer]) -> Reply:
        if not timers:
            return Reply(self.phrases.say("none"))
        names = self._names(timers, "and")
        if name := self._clean(turn.slots.get("name", "")):
            return Reply(self.phrases.say("no_such", name=name, names=names))
        return Reply(self.phrases.say("no_such_length", name=self._spoken(turn.slots["seconds"]), names=names))

    def _which(self, turn: Turn, timers: list[Timer]) -> Reply:
        sentence = self.phrases.say(f"answered_{turn.intent}", answer="{answer}", duration=turn.slots.get("duration", ""))
        return Reply(self.phrases.say("which", names=self._names(timers)), follow_up=sentence)

    def _told(self, key: str, timer: Timer, seconds: float | None = None) -> Reply:
        """seconds: what the sentence tells; the timer's whole length when None."""
        spoken = self._spoken(timer.seconds if seconds is None else seconds)
        return Reply(self.phrases.say(self._kind(key, timer), name=timer.name, duration=spoken))

    def _clean(self, name: str) -> str:
        words = [word for word in name.split() if word not in self.phrases.section("name")["ignored"]]
        return " ".join(words)

    def _kind(self, key: str, timer: Timer) -> str:
        return f"{key}_named" if timer.name else key

    def _left(self, timer: Timer, now: float) -> str:
        key = "left_paused" if timer.left is not None else "left"
        return self.phrases.say(
            self._kind(key, timer), name=timer.name, left=self._spoken(timer.remaining(now)), duration=self._spoken(timer.seconds)
        )

    def _names(self, timers: list[Timer], join: str = "or") -> str:
        said = [self.phrases.say(self._kind("short", timer), name=timer.name, duration=self._spoken(timer.seconds)) for timer in timers]
        return self.phrases.say(join).join(said)

    def _spoken(self, seconds: float) -> str:
        """The two largest units: nobody wants to hear the seconds of an hour."""
        whole = max(0, round(seconds))
        parts = []
        for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
            count, whole = divmod(whole, size)
            if count:
                parts.append(self.phrases.say(unit, n=count))
        return self.phrases.say("and").join(parts[:2]) or self.phrases.say("second", n=0)
