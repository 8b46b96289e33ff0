"""Models on loan: opened when they are wanted, kept as the plan says, let go when the room is needed or nobody has asked for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from models.errors import OutOfMemory
from models.memory import MB, collect
from models.plan import Plan

T = TypeVar("T")
TOGETHER = 3
"""Models that are opened side by side at the start: loading a graph computes outside the interpreter's lock."""
IDLE = 120.0
"""Seconds without use after which a lazy part is let go."""


class Lent(Generic[T]):
    """One part of the plan. One caller at a time uses it; it cannot be let go meanwhile."""

    def __init__(self, part: str, open_it: Callable[[], T], keeper: Keeper) -> None:
        self.part, self._open, self._keeper = part, open_it, keeper
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
        with self._lock:
            self.used = self._keeper.now()
            try:
                yield self.opened()
            finally:
                self.used = self._keeper.now()

    def opened(self) -> T:
        with self._lock:
            if self._model is None:
                self._keeper.make_room(self)
                self._model = self._open()
            return self._model

    def let_go(self) -> bool:
        """False where it is in use, or not open."""
        if self._model is None or not self._lock.acquire(blocking=False):
            return False
        try:
            self._model = None
        finally:
            self._lock.release()
        return True


class Keeper:
    """All that is lent, under one plan."""

    def __init__(self, plan: Plan | None = None, *, idle: float = IDLE, clock: Callable[[], float] = time.monotonic) -> None:
        """idle: seconds without use after which a lazy part is let go; clock: seconds"""
        self.plan, self._idle, self.now = plan or Plan(), idle, clock
        self._lent: list[Lent[Any]] = []

    def lend(self, part: str, open_it: Callable[[], T]) -> Lent[T]:
        self._lent.append(lent := Lent(part, open_it, self))
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

    def make_room(self, wanted: Lent[Any]) -> None:
        """Lets others go, what was used longest ago first. Raises OutOfMemory for what the plan leaves out."""
        if wanted.part in self.plan.without:
            need = self.plan.ledger.with_one_more(self.plan.resident, wanted.part) / MB
            raise OutOfMemory(
                f"The {wanted.part} is left out: with it Owlish needs {need:.0f} MB, and models.memory allows "
                f"{self.plan.budget / MB:.0f} MB; allow more, as: owlish run --memory {need + 10:.0f}MB."
            )
        for lent in sorted((one for one in self._lent if one is not wanted and self._may_go(one)), key=lambda one: one.used):
            if self._fits(wanted):
                break
            if lent.let_go():
                collect()

    def sweep(self) -> list[str]:
        """Lets go what nobody has asked for; returns the parts. Called now and then."""
        gone = [one.part for one in self._lent if self._may_go(one) and self.now() - one.used >= self._idle and one.let_go()]
        if gone:
            collect()
        return gone

    def _may_go(self, lent: Lent[Any]) -> bool:
        return lent.is_open and lent.part in self.plan.lazy

    def _fits(self, wanted: Lent[Any]) -> bool:
        held = [*self.plan.resident, *(one.part for one in self._lent if self._may_go(one))]
        return self.plan.ledger.with_one_more(held, wanted.part) <= self.plan.budget


FREE = Keeper()
"""For commands and tests: everything at hand stays."""
