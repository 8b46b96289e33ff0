"""The loop's clock, for threads that serve it."""

from __future__ import annotations

import time

import anyio


class LoopClock:
    """Made in the loop, read anywhere: device threads have no loop to ask."""

    def __init__(self) -> None:
        self._offset = anyio.current_time() - time.monotonic()

    def now(self) -> float:
        return time.monotonic() + self._offset
