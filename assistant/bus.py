"""Every event goes to everyone who watches; watching never slows or changes the turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from assistant import log
from assistant.events import Event

Watcher = Callable[[Event], None]


class Sends(Protocol):
    """A bus, as far as one needs it who only tells."""

    def send(self, event: Event) -> None: ...


class Bus:
    """Synchronous and in order; a watcher that raises is dropped, and the others still get the event."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    @contextmanager
    def watched_by(self, watcher: Watcher) -> Iterator[None]:
        self._watchers.append(watcher)
        try:
            yield
        finally:
            self._drop(watcher)

    def send(self, event: Event) -> None:
        for watcher in tuple(self._watchers):
            try:
                watcher(event)
            except Exception as error:  # a screen that breaks must not stop the ears
                self._drop(watcher)
                log.fault(error)

    def _drop(self, watcher: Watcher) -> None:
        """It may have broken over an event of its own already."""
        if watcher in self._watchers:
            self._watchers.remove(watcher)
