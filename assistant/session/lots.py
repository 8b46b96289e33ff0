"""Lots that can be drawn again: while a session is recorded or replayed, chance comes from a seed that the bundle keeps.

Dice are chance, and so is the liveliness of a neural voice, on which it depends how long a reply is spoken.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.bus import Bus
from assistant.events import Event, Routed


class Lots:
    """In place of os.urandom: SHA-256 of the seed, the turn and a counter. Each turn begins anew: what else drew before does not matter."""

    def __init__(self, seed: bytes) -> None:
        self._seed, self._lock = seed, threading.Lock()
        self._begin(0)

    def watch(self, event: Event) -> None:
        if isinstance(event, Routed):
            self._begin(event.turn)

    def _begin(self, turn: int) -> None:
        with self._lock:
            self._turn, self._drawn, self._rest = turn.to_bytes(8, "big"), 0, b""
        random.seed(self._seed + self._turn)

    def __call__(self, size: int) -> bytes:
        with self._lock:
            while len(self._rest) < size:
                self._rest += hashlib.sha256(self._seed + self._turn + self._drawn.to_bytes(8, "big")).digest()
                self._drawn += 1
            drawn, self._rest = self._rest[:size], self._rest[size:]
            return drawn


@contextmanager
def drawn_from(seed: bytes, bus: Bus) -> Iterator[None]:
    """
    `random`, `random.SystemRandom` and `secrets` of this process draw from the seed. The last two read `random._urandom`, which is
    the one place where they can be reached without every skill knowing of sessions; a guest in a process of its own is not reached.
    """
    source: Any = random  # of its `_urandom` no types are told
    real, state, lots = source._urandom, random.getstate(), Lots(seed)
    source._urandom = lots
    try:
        with bus.watched_by(lots.watch):
            yield
    finally:
        source._urandom = real
        random.setstate(state)


def seed_networks(seed: bytes) -> None:
    """Those that are opened from now on."""
    import onnxruntime

    onnxruntime.set_seed(int.from_bytes(seed[:3], "big"))
