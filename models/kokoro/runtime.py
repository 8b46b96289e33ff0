"""Phonemes and a style to sound; the style depends on how many phonemes there are."""

from __future__ import annotations

import json

import numpy as np

from models.errors import UnfitInput
from models.espeak import phonemes, portions
from models.runtime import open_session
from models.store import Prepared

LONGEST = 509
"""Phonemes at a time: the network's context, less its two borders."""
STYLE_WIDTH = 256
FASTEST = 1.5
"""Beyond this rate its words run together: of 45, whisper-base understood 41 at 1.5 and 29 at 1.8."""


class Kokoro:
    """A Voice: text in, sound out."""

    rate_hz = 24_000

    def __init__(self, prepared: Prepared, *, voice: str = "af_heart", threads: int = 1) -> None:
        """voice: one of the prepared ones; raises UnfitInput, naming them."""
        path = prepared.path(f"{voice}.bin")
        if not path.is_file():
            known = ", ".join(sorted(file.stem for file in prepared.folder.glob("*.bin")))
            raise UnfitInput(f"Kokoro has no voice '{voice}' here; choose one of: {known}.")
        self.name = f"kokoro:{voice}"
        self._session = open_session(prepared.path("voice.onnx"), threads=threads, spare=True)
        self._ids: dict[str, int] = json.loads(prepared.path("vocab.json").read_text("utf-8"))["vocab"]
        self._styles = np.fromfile(path, np.float32).reshape(-1, 1, STYLE_WIDTH)
        self._language = "en-gb" if voice.startswith("b") else "en-us"

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        """
        rate: of speaking; 1 is the voice's own, FASTEST the most
        Returns (N,) float32 at `rate_hz`; empty where there is nothing to say. Blocking.
        """
        known = "".join(symbol for symbol in phonemes(text, self._language) if symbol in self._ids)
        return np.concatenate([np.zeros(0, np.float32), *(self._speak(part, rate) for part in portions(known, LONGEST))])

    def _speak(self, ipa: str, rate: float) -> np.ndarray:
        ids = [self._ids[symbol] for symbol in ipa]
        speed = np.full(1, min(rate, FASTEST), np.float32)
        inputs = {"tokens": np.array([[0, *ids, 0]], np.int64), "style": self._styles[len(ids)], "speed": speed}
        return self._session.run(None, inputs)[0].reshape(-1)
