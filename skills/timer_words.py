"""A timer, and how it is spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.phrases import Phrases
from skills.moments import lasting


@dataclass(frozen=True)
class Timer:
    key: str
    name: str
    seconds: float
    ends: float
    """Wall clock; meaningless while paused."""
    left: float | None = None
    """Seconds left while paused."""
    made: float = 0.0
    """Wall clock; the latest is the one that is meant by a correction."""

    def remaining(self, now: float) -> float:
        return self.left if self.left is not None else max(0.0, self.ends - now)

    def row(self) -> dict[str, Any]:
        return {"name": self.name, "seconds": self.seconds, "ends": self.ends, "left": self.left, "made": self.made}

    @staticmethod
    def of(key: str, row: Mapping[str, Any]) -> Timer:
        seconds, ends, left = float(row["seconds"]), float(row["ends"]), row["left"]
        return Timer(key, row["name"], seconds, ends, left if left is None else float(left), float(row.get("made", ends - seconds)))


class TimerWords:
    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def told(self, key: str, timer: Timer, seconds: float | None = None, **more: str) -> str:
        """seconds: what the sentence tells; the timer's whole length when None. A timer with a name has a sentence of its own."""
        spoken = self.spoken(timer.seconds if seconds is None else seconds)
        return self._phrases.say(f"{key}_named" if timer.name else key, name=timer.name, duration=spoken, **more)

    def left(self, timer: Timer, now: float) -> str:
        key = "left_paused" if timer.left is not None else "left"
        return self.told(key, timer, left=self.spoken(timer.remaining(now)))

    def names(self, timers: Sequence[Timer], join: str = "or") -> str:
        """Of two with one name, their lengths too."""
        names = [timer.name for timer in timers]
        keys = ("short_long" if timer.name and names.count(timer.name) > 1 else "short" for timer in timers)
        return self._phrases.row([self.told(key, timer) for key, timer in zip(keys, timers, strict=True)], join)

    def clean(self, name: str) -> str:
        """Without articles and the word timer."""
        return " ".join(word for word in name.split() if word not in self._phrases.section("name")["ignored"])

    def spoken(self, seconds: float) -> str:
        return lasting(self._phrases, seconds)
