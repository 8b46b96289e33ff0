"""Endpointing: when an utterance begins, pauses, goes on and ends. A pure machine: time is an argument, no sound is read.

    quiet ──onset──► speech ──paused──► pause ──ended──► quiet
                       ▲                  │
                       └─────resumed──────┘        speech for `longest` seconds ──cut──► quiet

The silence that ends an utterance adapts to the speaker: whoever pauses within an utterance and goes on is given a little more
than that pause from then on, up to `silence_most`; so is whoever goes on within that time after being cut off. With every utterance
spoken in one go it shrinks back towards `silence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.config import Listening

Kind = Literal["onset", "paused", "resumed", "ended", "cut"]
HYSTERESIS = 0.15
"""Speech goes on down to this much below the threshold that started it."""
PATIENCE = 1.25
"""The silence granted is this many times the longest pause within an utterance."""
FORGETTING = 0.7
"""Of the patience above the minimum, what is left after an utterance without a pause."""


@dataclass(frozen=True)
class Mark:
    """A change of state. onset: when the speech began; end: when the last speech so far ended."""

    kind: Kind
    onset: float
    end: float


class Endpointer:
    def __init__(self, config: Listening) -> None:
        self._config = config
        self.silence = config.silence
        """Seconds of silence that end an utterance now."""
        self._last_end = float("-inf")
        self.reset()

    def adopt(self, config: Listening) -> None:
        """What it has learnt of the speaker's pauses is forgotten."""
        self._config, self.silence = config, config.silence

    def reset(self) -> None:
        self._onset: float | None = None
        self._end = 0.0
        self._spoken = 0.0
        self._begun = False
        self._paused = False
        self._longest_pause = 0.0

    @property
    def in_utterance(self) -> bool:
        return self._onset is not None

    def feed(self, probability: float, start: float, duration: float) -> Mark | None:
        """One step of sound: its speech probability, the time at which it starts and its length, in seconds."""
        threshold = self._config.threshold
        floor = max(threshold - HYSTERESIS, threshold / 2) if self.in_utterance else threshold
        return self._speech(start, start + duration) if probability >= floor else self._silence(start + duration, duration / 2)

    def release(self) -> Mark | None:
        """Ends the utterance now (the push-to-talk key went up); None when nobody spoke."""
        if self._begun:
            return self._finish("ended")
        self.reset()
        return None

    def _speech(self, start: float, end: float) -> Mark | None:
        if self._onset is None:
            self.reset()
            self._onset = start
            if start - self._last_end < self._config.silence_most:
                self._longest_pause = start - self._last_end
        resumed, pause = self._paused, start - self._end
        self._spoken += end - start
        self._end, self._paused = end, False
        if not self._begun and self._spoken >= self._config.minimum_speech:
            self._begun = True
            return Mark("onset", self._onset, end)
        if self._begun and end - self._onset >= self._config.longest:
            return self._finish("cut")
        if resumed:
            self._longest_pause = max(self._longest_pause, pause)
            return Mark("resumed", self._onset, end)
        return None

    def _silence(self, now: float, rounding: float) -> Mark | None:
        """rounding: half a step, so that the silence waited for is the nearest number of steps, not always the next."""
        if self._onset is None:
            return None
        quiet = now - self._end
        if not self._begun:
            self._doubt(quiet)
        elif quiet + rounding >= self.silence:
            return self._finish("ended")
        elif quiet + rounding >= self._config.pause and not self._paused:
            self._paused = True
            return Mark("paused", self._onset, self._end)
        return None

    def _doubt(self, quiet: float) -> None:
        """A click or a cough, unless more comes soon."""
        if quiet >= self._config.silence:
            self.reset()

    def _finish(self, kind: Kind) -> Mark:
        assert self._onset is not None
        mark = Mark(kind, self._onset, self._end)
        self._last_end = self._end
        self._adapt()
        self.reset()
        return mark

    def _adapt(self) -> None:
        least = self._config.silence
        most = max(least, self._config.silence_most)
        wanted = self._longest_pause * PATIENCE
        relaxed = least + (self.silence - least) * FORGETTING
        self.silence = min(most, max(least, relaxed, wanted))
