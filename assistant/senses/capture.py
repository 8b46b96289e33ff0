"""One open microphone stream, from PortAudio's thread to whoever reads it."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.senses import portaudio, pulse

KEPT = 2.0
"""Seconds of sound that wait for a slow reader; older sound is lost and the loss is marked."""


@dataclass(frozen=True, eq=False)
class Block:
    samples: np.ndarray
    """(N, channels) float32."""
    arrived: float
    """time.monotonic() at which the last sample was here."""
    overflow: bool
    """Sound was lost just before this block."""


class Capture:
    """Losing a device raises nothing: `alive` turns False, or nothing comes any more."""

    def __init__(self, target: portaudio.Target) -> None:
        """Raises portaudio.Busy."""
        self.target = target
        self._blocks: queue.Queue[Block] = queue.Queue(maxsize=int(KEPT / portaudio.BLOCK["input"]))
        self._lost_some = False
        self._ended = threading.Event()
        self._watch = pulse.MoveWatch(target.pulse_name) if target.pulse_name else None
        try:
            self._stream = portaudio.Stream("input", target, self._take, self._ended.set)
        except portaudio.Busy:
            self._stop_watching()
            raise

    @property
    def alive(self) -> bool:
        return not self._ended.is_set()

    @property
    def moved(self) -> bool:
        """It hears another microphone now, because the sound server thought that better."""
        return self._watch is not None and self._watch.moved.is_set()

    def read(self, timeout: float) -> Block | None:
        """None when nothing came within `timeout` seconds."""
        try:
            return self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None

    def close(self) -> None:
        self._stream.close()
        self._stop_watching()

    def _stop_watching(self) -> None:
        if self._watch is not None:
            self._watch.close()

    def _take(self, samples: np.ndarray, frames: int, times: Any, status: Any) -> None:
        overflow = bool(status.input_overflow) or self._lost_some
        try:
            self._blocks.put_nowait(Block(samples.copy(), time.monotonic(), overflow))
            self._lost_some = False
        except queue.Full:
            self._lost_some = True
