"""A loop whose clock jumps: when all wait for a time, it is that time. An hour of conversation takes as long as its computing."""

from __future__ import annotations

import asyncio
import math
import selectors
import time
from typing import Any

import anyio
from anyio.to_thread import current_default_thread_limiter

LONGEST_WAIT = 60.0
"""Seconds for which the loop waits at most when nothing but the outside can wake it."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """
    Begins at 0 and takes its callbacks in order, so that the same session gives the same events. While something outside works for the
    loop (a thread, a socket, a process of its own) time passes as it does there.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.threads: anyio.CapacityLimiter | None = None
        super().__init__(_Jumping(self))

    @staticmethod
    def of_this() -> VirtualLoop:
        """The loop that is running. Raises TypeError when it is none of these."""
        loop = asyncio.get_running_loop()
        if not isinstance(loop, VirtualLoop):
            raise TypeError(f"{type(loop).__name__} keeps the time of the world")
        return loop

    def time(self) -> float:
        return self.now

    def watch_threads(self) -> None:
        """Called in the loop, before anything else."""
        self.threads = current_default_thread_limiter()


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        if events := super().select(0):
            return events
        if timeout is None or self._outside_works():
            begin = time.monotonic()
            events = super().select(LONGEST_WAIT if timeout is None else timeout)
            self._loop.now += time.monotonic() - begin
            return events
        if timeout > 0:
            self._loop.now = math.nextafter(self._loop.now + timeout, math.inf)  # never a hair before the time that is waited for
        return []

    def _outside_works(self) -> bool:
        threads = self._loop.threads
        return len(self.get_map()) > 1 or bool(threads and threads.borrowed_tokens)  # the one is the loop's own pipe
