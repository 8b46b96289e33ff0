"""The wake word: a small network of its own that listens for one phrase (microWakeWord by Kevin Ahrendt, Apache-2.0)."""

from __future__ import annotations

from typing import Any

import numpy as np

from assistant.errors import ConfigError
from assistant.events import AudioChunk

GAP = 0.05
"""Seconds without sound between two chunks after which they count as unrelated."""


def open_wake_word(name: str, threshold: float = 0.0) -> MicroWakeWord:
    """
    name:      okay_nabu, hey_jarvis, hey_mycroft or alexa
    threshold: probability that wakes; 0 for the one that the network was made with
    Raises ConfigError when it cannot be opened here.
    """
    try:
        from pymicro_wakeword import MicroWakeWord as Network
        from pymicro_wakeword import MicroWakeWordFeatures, Model
    except (ImportError, OSError) as error:  # OSError: a system too old for its library
        raise ConfigError(
            f"The wake word needs the package pymicro-wakeword, which does not load here ({error}); "
            "run: pip install pymicro-wakeword, or set microphone.mode to open or push."
        ) from None
    if name not in {model.value for model in Model}:
        known = ", ".join(model.value for model in Model)
        raise ConfigError(f"listening.wake_word is '{name}'; it must be one of: {known}.")
    return MicroWakeWord(Network.from_builtin(Model(name)), MicroWakeWordFeatures(), threshold)


class MicroWakeWord:
    """True once for every time that the phrase is said. 0.1 ms of one core for 32 ms of sound, so it runs in the loop."""

    def __init__(self, network: Any, features: Any, threshold: float = 0.0) -> None:
        self._network, self._features = network, features
        self.adopt(threshold)
        self.phrase: str = network.wake_word
        """As a person says it."""
        self._end: float | None = None

    def adopt(self, threshold: float) -> None:
        self.threshold: float = threshold or self._network.probability_cutoff

    def feed(self, chunk: AudioChunk) -> bool:
        """chunk: 16 kHz. What does not follow the chunk before is listened to anew."""
        if self._end is None or chunk.overflow or abs(chunk.start - self._end) > GAP:
            self._forget()
        self._end = chunk.end
        steps = self._features.process_streaming(_pcm(chunk.samples))
        heard = max((self._network.process_streaming_prob(features) or 0.0 for features in steps), default=0.0) > self.threshold
        if heard:
            self._end = None  # the rest of the phrase is not a second one
        return heard

    def _forget(self) -> None:
        self._network.reset()
        self._features.reset()


def _pcm(samples: np.ndarray) -> bytes:
    """16-bit sound; what is not finite counts as silence."""
    finite = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return (np.clip(finite, -1.0, 1.0) * 32767).astype("<i2").tobytes()
