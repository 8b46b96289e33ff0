"""What timers, alarms and reminders share: rows with wall-clock times, and one loop that waits for the next of them.

A row is kept until it has been told, so a crash loses none; what has rung is remembered until its row is gone, so none rings twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

import anyio

from assistant.errors import StoreError
from assistant.skill import Home

MISSED = 5.0
"""Seconds after its time from which a thing counts as missed: nobody was there to tell."""
JUST = 15.0
"""Seconds for which what rang may still be meant."""
AGAIN = 5.0
"""Seconds until a storage that failed is asked again."""

Pending = Callable[[Home], Awaitable[Mapping[str, float]]]
Tell = Callable[[Home, Sequence[str]], Awaitable[None]]


class Due:
    def __init__(self, pending: Pending, ring: Tell, missed: Tell) -> None:
        """
        pending: the keys of what waits, and their wall-clock times
        ring:    tells what has come due just now, all of it together, then deletes the rows or gives them later times
        missed:  the same for what came due while nobody was there
        """
        self._pending, self._ring, self._missed = pending, ring, missed
        self._changed = anyio.Event()
        self._told: dict[str, float] = {}
        self._rang = float("-inf")

    def changed(self) -> None:
        """Rows were added, deleted or changed."""
        self._changed.set()

    def ringing(self, home: Home) -> bool:
        """Whether something rings, or has just been silenced: "stop the timer" means that one, and has been done."""
        return self._rang == float("inf") or 0 <= home.now() - self._rang < JUST

    async def another(self, home: Home) -> bool:
        """Whether something has come due since what is being told."""
        waiting = await self._pending(home)
        return any(when <= home.now() and self._told.get(key) != when for key, when in waiting.items())

    async def run(self, home: Home) -> None:
        """Until cancelled."""
        busy = 0.0
        while True:
            self._changed = anyio.Event()
            begin = anyio.current_time()
            try:
                told = await self._tell(home, busy)
            except StoreError:
                await home.sleep_until(home.now() + AGAIN)
                told = True
            busy = anyio.current_time() - begin if told else 0.0

    async def _tell(self, home: Home, busy: float) -> bool:
        """Tells what is due, or waits for it. busy: seconds since it was last looked at, when telling took that long."""
        waiting = await self._pending(home)
        self._told = {key: when for key, when in self._told.items() if waiting.get(key) == when}
        waiting = {key: when for key, when in waiting.items() if key not in self._told}
        now = home.now()
        ready = sorted((key for key, when in waiting.items() if when <= now), key=lambda key: waiting[key])
        if not ready:
            await self._wait(home, min(waiting.values(), default=None))
            return False
        late = [key for key in ready if now - waiting[key] > MISSED + busy]
        self._told |= {key: waiting[key] for key in ready}
        if late:
            await self._missed(home, late)
        if fresh := [key for key in ready if key not in late]:
            self._rang = float("inf")
            try:
                await self._ring(home, fresh)
            finally:
                self._rang = home.now()
        return True

    async def _wait(self, home: Home, until: float | None) -> None:
        changed = self._changed
        async with anyio.create_task_group() as tasks:

            async def due() -> None:
                if until is not None:
                    await home.sleep_until(until)
                    changed.set()

            tasks.start_soon(due, name="next due")
            await changed.wait()
            tasks.cancel_scope.cancel()
