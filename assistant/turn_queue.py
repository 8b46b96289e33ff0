"""One turn at a time: what was said and typed waits here for its turn, and whoever speaks next ends what is going on.

That is barge-in, the one thing that runs against the stream.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import anyio

from assistant.hearing import Ears
from assistant.pipeline import Pipeline, Wish
from assistant.speech.voice import Mouth

WAITING = 16
"""Wishes that may wait, before whoever brings one more does."""


class TurnQueue:
    def __init__(self, pipeline: Pipeline, ears: Ears, mouth: Mouth, idle: Callable[[], None]) -> None:
        """idle: called whenever nothing is going on any more"""
        self._pipeline, self._ears, self._mouth, self._idle = pipeline, ears, mouth, idle
        self._wishes, self._waiting = anyio.create_memory_object_stream[tuple[Wish, int]](WAITING)
        self._less = anyio.Condition()
        self._current: anyio.CancelScope | None = None
        self._busy = self._unanswered = 0
        """Turns and all else that goes on; turns alone."""
        self._ends = 0
        """How often somebody has ended what was going on."""

    async def run(self) -> None:
        async with self._wishes, self._waiting:
            async for wish, ends in self._waiting:
                if wish.source == "text" or ends == self._ends:  # every line is answered; what was said is over when something else is
                    await self._answer(wish)
                self._unanswered -= 1
                await self._done()

    async def _answer(self, wish: Wish) -> None:
        ends = self._ends
        with anyio.CancelScope() as self._current:
            for part in self._pipeline.parts(wish):
                if ends == self._ends:
                    await self._pipeline.answer(part)
        self._current = None
        self._ears.stay_awake()

    async def put(self, wish: Wish) -> None:
        """New words: the turn in progress is over."""
        if not wish.text:
            return
        self.end_turn()
        self._busy += 1
        self._unanswered += 1
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):  # the assistant has ended meanwhile
            await self._wishes.send((wish, self._ends))

    def end_turn(self) -> None:
        """Ends what is being said, or the turn that is still being thought about, and what was to follow of the same breath."""
        if self._mouth.saying:
            self.end_speech()  # the turn is answered, and ends with the words that were heard
        else:
            self._ends += 1
            if self._current is not None:
                self._current.cancel()

    def end_speech(self) -> None:
        self._ends += 1
        self._mouth.stop()

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """While something goes on that is no turn."""
        self._busy += 1
        try:
            yield
        finally:
            await self._done()

    async def _done(self) -> None:
        """One turn or announcement less; the last one leaves the house idle."""
        self._busy -= 1
        if not self._busy:
            self._idle()
        with anyio.CancelScope(shield=True):
            async with self._less:
                self._less.notify_all()

    async def until_answered(self) -> None:
        """All that was said and typed."""
        await self._until(lambda: not self._unanswered)

    async def until_idle(self) -> None:
        await self._until(lambda: not self._busy)

    async def _until(self, it_is_so: Callable[[], bool]) -> None:
        async with self._less:
            while not it_is_so():
                await self._less.wait()
