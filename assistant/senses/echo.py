"""What the loudspeaker plays is subtracted from what the microphone hears, so that the assistant does not answer itself.

WebRTC's echo canceller (AEC3) out of livekit's library, which opens no socket for it. It estimates the delay of the echo itself;
noise suppression and gain control stay off, because recognition reads the untouched voice.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from assistant.senses.resample import RATE_HZ, Resampler

STEP = RATE_HZ // 100
"""The canceller works in steps of 10 ms."""
GAP = 10
"""Steps without played sound after which silence is put in its place: callbacks come in bursts shorter than this."""
TAIL = 100
"""Steps for which a room may go on sounding; then nothing is left to cancel, and the microphone passes untouched."""


class EchoCanceller:
    """`far` is called in the loudspeaker's thread, `near` in the microphone's."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        """Why nothing is cancelled: the library is missing or broke. Sound then passes as it is."""
        self._lock = threading.Lock()
        self._module: Any = None
        self._resampler: tuple[int, Resampler] | None = None
        self._far_rest = np.zeros(0, np.float32)
        self._near_rest = np.zeros(0, np.float32)
        self._quiet = TAIL
        self._delay = 0.0

    def far(self, samples: np.ndarray, rate_hz: int, delay: float = 0.0) -> None:
        """What is given to the loudspeaker now, and heard after `delay` seconds. samples: (N,) or (N, channels)."""
        with self._lock:
            self._delay = delay
            if self._resampler is None or self._resampler[0] != rate_hz:
                self._resampler = (rate_hz, Resampler(rate_hz))
            steps, self._far_rest = _cut(self._far_rest, self._resampler[1].feed(samples))
            for step in steps:
                self._quiet = 0
                self._process("process_reverse_stream", step)

    def near(self, samples: np.ndarray) -> np.ndarray:
        """samples: (N,) 16 kHz. Returns them without the echo, up to 10 ms later."""
        with self._lock:
            steps, self._near_rest = _cut(self._near_rest, samples)
            return np.concatenate([self._clean(step) for step in steps]) if steps else np.zeros(0, np.float32)

    def _clean(self, step: np.ndarray) -> np.ndarray:
        self._quiet += 1
        if self._quiet > TAIL:
            return step
        if self._quiet > GAP:
            self._process("process_reverse_stream", np.zeros(STEP, np.float32))
        return self._process("process_stream", step)

    def _process(self, method: str, step: np.ndarray) -> np.ndarray:
        if self.failure is not None:
            return step
        try:
            return self._call(method, step)
        except Exception as error:  # a library behind a foreign function interface: ears that hear an echo beat deaf ones
            self.failure = error
            return step

    def _call(self, method: str, step: np.ndarray) -> np.ndarray:
        from livekit.rtc.apm import AudioProcessingModule
        from livekit.rtc.audio_frame import AudioFrame

        if self._module is None:
            self._module = AudioProcessingModule(echo_cancellation=True)
        if method == "process_stream":
            self._module.set_stream_delay_ms(round(self._delay * 1000))
        whole = np.clip(step * 32768, -32768, 32767).astype(np.int16)
        frame = AudioFrame(bytearray(whole.tobytes()), RATE_HZ, 1, STEP)
        getattr(self._module, method)(frame)
        return np.frombuffer(frame.data, np.int16).astype(np.float32) / 32768


def _cut(rest: np.ndarray, samples: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Whole steps, and what is left over."""
    joined = np.concatenate([rest, samples])
    whole = len(joined) // STEP
    return [joined[n * STEP : (n + 1) * STEP] for n in range(whole)], joined[whole * STEP :]
