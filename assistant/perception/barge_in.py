"""Is somebody speaking over the assistant? A pure machine over what the echo canceller leaves."""

from __future__ import annotations

from assistant.config import Listening


class BargeIn:
    """True once speech above the barge-in threshold has lasted for `barge_in_after`; one weak step in between is forgiven."""

    def __init__(self, config: Listening) -> None:
        self._config = config
        self.reset()

    def adopt(self, config: Listening) -> None:
        self._config = config

    def reset(self) -> None:
        self._lasted = 0.0
        self._gap = 0.0

    def feed(self, probability: float, duration: float) -> bool:
        if probability >= self._config.barge_in_threshold:
            self._lasted, self._gap = self._lasted + duration, 0.0
        else:
            self._gap += duration
            if self._gap > duration * 1.5:
                self._lasted = 0.0
        return self._config.barge_in and self._lasted >= self._config.barge_in_after
