"""How long to wait before a device is tried again."""

from __future__ import annotations

FIRST, MOST = 0.25, 8.0
"""Seconds. A device that comes back is noticed within MOST."""


class Backoff:
    """Doubles from FIRST to MOST; `succeeded` begins anew."""

    def __init__(self) -> None:
        self._next = FIRST

    def failed(self) -> float:
        wait, self._next = self._next, min(MOST, self._next * 2)
        return wait

    def succeeded(self) -> None:
        self._next = FIRST
