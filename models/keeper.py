"""Models on loan: opened when they are wanted, kept as the plan says, let go when the room is needed or nobody has asked for a while."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from models.errors import OutOfMemory
from models.memory import MB, collect
from models.plan import RARE, Plan
from models.runtime import shrink_arena

T = TypeVar("T")
TOGETHER = 3
"""Models that are opened side by side at the start: loading a graph computes outside the interpreter's lock."""
IDLE = 120.0
"""Seconds without use after which a lazy part is let go."""


class Lent(Generic[T]):
    """One part of the plan. One caller at a time uses it; it cannot be let go meanwhile."""

    def __init__(self, part: str, open_it: Callable[[], T], unmap: Callable[[], None], keeper: Keeper) -> None:
        """unmap: takes out of memory what it has mapped from files"""
        self.part, self._open, self.unmap, self._keeper = part, open_it, unmap, keeper
        self._lock = threading.RLock()
        self._model: T | None = None
        self.used = 0.0
        """When it was last used, by the keeper's clock."""

    @property
    def is_open(self) -> bool:
        return self._model is not None

    @contextmanager
    def use(self) -> Iterator[T]:
        """Raises OutOfMemory where the plan leaves it out, and what opening it raises."""
        model = self._held()
        try:
            self._keeper.unmap(self.part)
            self.used = self._keeper.now()
            yield model
        finally:
            self.used = self._keeper.now()
            self._lock.release()

    def _held(self) -> T:
        """With the lock, which is not held while others are asked for room: they may be asking, too."""
        while True:
            if self._model is None:
                self._keeper.open(self)
            self._lock.acquire()
            if self._model is not None:
                return self._model
            self._lock.release()  # it was let go in between

    def opened(self) -> T:
        with self._lock:
            if self._model is None:
                self._model = self._open()
            return self._model

    def let_go(self, wait: bool = False) -> bool:
        """wait: until nobody uses it. False where it is in use, or not open."""
        if self._model is None or not self._lock.acquire(blocking=wait):
            return False
        try:
            self._model = None
            self.unmap()
        finally:
            self._lock.release()
        return True


class Keeper:
    """All that is lent, under one plan."""

    def __init__(self, plan: Plan | None = None, *, idle: float = IDLE, clock: Callable[[], float] = time.monotonic) -> None:
        """idle: seconds without use after which a lazy part is let go; clock: seconds"""
        self.plan, self._idle, self.now = plan or Plan(), idle, clock
        self._lent: weakref.WeakSet[Lent[Any]] = weakref.WeakSet()
        self._opening = threading.Lock()

    def lend(self, part: str, open_it: Callable[[], T], unmap: Callable[[], None] = lambda: None) -> Lent[T]:
        """unmap: takes out of memory what the part has mapped from files, also while it is used: what is read again comes from there"""
        self._lent.add(lent := Lent(part, open_it, unmap, self))
        return lent

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Opens what stays, beside the body. Raises what opening the first of them raised."""
        with ThreadPoolExecutor(TOGETHER, "opening models") as pool:
            opened = [pool.submit(lent.opened) for lent in self._lent if lent.part in self.plan.resident]
            yield
        for one in opened:
            one.result()
        collect()

    def open(self, wanted: Lent[Any]) -> None:
        """Lets others go first, if it must be. Raises OutOfMemory for what the plan leaves out, and what opening raises."""
        if wanted.part in self.plan.without:
            raise OutOfMemory(self._left_out(wanted.part))
        with self._opening:
            self._make_room(wanted)
            wanted.opened()

    def unmap(self, used: str) -> None:
        """What others have mapped makes way for a part that is rare and large; what is gone and was read again since, for any."""
        for lent in tuple(self._lent):
            if used in RARE or not lent.is_open:
                lent.unmap()

    def _left_out(self, part: str) -> str:
        need = self.plan.ledger.with_one_more(self.plan.resident, part) / MB
        return (
            f"The {part} needs {need:.0f} MB, and {self.plan.budget / MB:.0f} MB are allowed; "
            f"run with more, as: owlish run --memory {need + 10:.0f}MB."
        )

    def _make_room(self, wanted: Lent[Any]) -> None:
        """What was used longest ago goes first; what is being used is waited for."""
        for lent in sorted((one for one in self._lent if one is not wanted and self._may_go(one)), key=lambda one: one.used):
            if self._fits(wanted):
                break
            if lent.let_go(wait=True):
                give_all_back()

    def sweep(self) -> list[str]:
        """Lets go what nobody has asked for; returns the parts. Called now and then."""
        gone = [one.part for one in self._lent if self._may_go(one) and self.now() - one.used >= self._idle and one.let_go()]
        if gone:
            give_all_back()
        return gone

    def _may_go(self, lent: Lent[Any]) -> bool:
        return lent.is_open and lent.part in self.plan.lazy

    def _fits(self, wanted: Lent[Any]) -> bool:
        held = [*self.plan.resident, *(one.part for one in self._lent if self._may_go(one))]
        return self.plan.ledger.with_one_more(held, wanted.part) <= self.plan.budget


def give_all_back() -> None:
    shrink_arena()
    collect()


FREE = Keeper()
"""For commands and tests: everything at hand stays."""
