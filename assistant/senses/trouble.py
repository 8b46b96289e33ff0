"""Each trouble of a sense is said once, and once more when it is over."""

from __future__ import annotations

from collections.abc import Callable

from assistant.events import Event, SenseName, SenseTrouble

Notify = Callable[[Event], None]


class Troubles:
    """Remembers which kinds of trouble one sense is in. Called from one thread at a time."""

    def __init__(self, sense: SenseName, notify: Notify, now: Callable[[], float]) -> None:
        self._sense, self._notify, self._now = sense, notify, now
        self._open: set[str] = set()

    def __contains__(self, kind: str) -> bool:
        return kind in self._open

    def begin(self, kind: str, sentence: str) -> None:
        if kind not in self._open:
            self._open.add(kind)
            self._notify(SenseTrouble(self._now(), self._sense, sentence))

    def end(self, kind: str, sentence: str) -> None:
        if kind in self._open:
            self._open.discard(kind)
            self._notify(SenseTrouble(self._now(), self._sense, sentence, recovered=True))
