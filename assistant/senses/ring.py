"""The last seconds of frames, in memory only."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from assistant.events import Frame


class Ring:
    """Filled by one thread, read by another. Frames come in order of time."""

    def __init__(self, keep: float, apart: float = 0.0) -> None:
        """keep: seconds; apart: seconds that lie between two frames, of which the newest is always kept."""
        self._keep, self._apart = keep, 0.99 * apart  # a camera's pace trembles
        self._frames: deque[Frame] = deque()
        self._lock = threading.Lock()

    def add(self, frame: Frame) -> None:
        with self._lock:
            if len(self._frames) > 1 and self._frames[-1].time - self._frames[-2].time < self._apart:
                self._frames.pop()
            self._frames.append(frame)
            while frame.time - self._frames[0].time > self._keep:
                self._frames.popleft()

    def clear(self) -> None:
        with self._lock:
            self._frames.clear()

    def newest(self) -> Frame | None:
        with self._lock:
            return self._frames[-1] if self._frames else None

    def at(self, time: float) -> Frame | None:
        """The frame nearest to that time."""
        with self._lock:
            return min(self._frames, key=lambda frame: abs(frame.time - time), default=None)

    def between(self, start: float, end: float) -> Sequence[Frame]:
        """Oldest first, both ends included."""
        with self._lock:
            return [frame for frame in self._frames if start <= frame.time <= end]
