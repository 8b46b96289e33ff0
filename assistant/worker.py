"""Blocking work off the loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

import anyio
import anyio.to_thread

from models.errors import OutOfMemory

if TYPE_CHECKING:  # in `typing` from Python 3.11 on
    from typing_extensions import TypeVarTuple, Unpack

    Given = TypeVarTuple("Given")

T = TypeVar("T")


class Worker(Protocol):
    name: str

    async def run(self, work: Callable[[Unpack[Given]], T], *args: Unpack[Given]) -> T: ...


class ThreadWorker:
    """One thread at a time for one model: ONNX Runtime computes outside the interpreter lock, and a model's state has one owner.

    A cancelled caller goes on at once; the thread finishes what it has begun and its result is dropped.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._limit: anyio.CapacityLimiter | None = None

    async def run(self, work: Callable[[Unpack[Given]], T], *args: Unpack[Given]) -> T:
        if self._limit is None:  # a limiter belongs to the loop that is running
            self._limit = anyio.CapacityLimiter(1)
        try:
            return await anyio.to_thread.run_sync(work, *args, abandon_on_cancel=True, limiter=self._limit)
        except MemoryError:
            raise OutOfMemory(
                f"There is not enough memory for the {self.name}; close something, or run a smaller plan, as: owlish run --memory 450MB."
            ) from None
