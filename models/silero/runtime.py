"""Speech probability of every 32 ms of sound."""

from __future__ import annotations

import numpy as np

from models.runtime import open_session
from models.store import Prepared

RATE_HZ = 16_000
STEP = 512
"""Samples judged at a time."""
CONTEXT = 64
"""Samples of the step before, which the graph wants in front."""


class Silero:
    """Keeps the recurrent state between steps; `reset` before unrelated sound."""

    def __init__(self, prepared: Prepared) -> None:
        self._session = open_session(prepared.path("vad.onnx"))
        self._rate = np.array(RATE_HZ, np.int64)
        self._has_rate = any(item.name == "sr" for item in self._session.get_inputs())
        self.reset()

    def reset(self) -> None:
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context: np.ndarray = np.zeros(CONTEXT, np.float32)

    def __call__(self, samples: np.ndarray) -> float:
        """samples: (512,) float32 in -1..1 at 16 kHz; what is not finite counts as silence."""
        samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32)
        inputs = {"input": np.concatenate([self._context, samples])[None], "state": self._state}
        if self._has_rate:
            inputs["sr"] = self._rate
        probability, self._state = self._session.run(None, inputs)
        self._context = samples[-CONTEXT:]
        return float(probability[0, 0])
