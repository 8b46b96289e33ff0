"""Phonemes to sound in one pass of the network."""

from __future__ import annotations

import json
import unicodedata

import numpy as np

from models.espeak import phonemes, portions
from models.runtime import open_session
from models.store import Prepared

PAD, BEGIN, END = 0, 1, 2
LONGEST, BRIEF = 150, 100
"""Phonemes at a time, and where memory is scarce: eight and five seconds of sound, for each of which the network takes 20 MB."""


class Piper:
    """A Voice: text in, sound out."""

    name = "piper-joe"

    def __init__(self, prepared: Prepared, *, threads: int = 1, steady: bool = False, longest: int = LONGEST) -> None:
        """
        steady:  without the chance that makes speech lively, so that the same text is always the same sound
        longest: phonemes that are spoken at a time
        """
        self._longest = longest
        self._session = open_session(prepared.path("voice.onnx"), threads=threads, spare=True)
        settings = json.loads(prepared.path("voice.json").read_text("utf-8"))
        self.rate_hz: int = settings["audio"]["sample_rate"]
        self._ids: dict[str, list[int]] = settings["phoneme_id_map"]
        self._language: str = settings["espeak"]["voice"]
        manner = settings["inference"]
        liveliness = (0.0, 0.0) if steady else (manner["noise_scale"], manner["noise_w"])
        self._scales = np.array([liveliness[0], manner["length_scale"], liveliness[1]], np.float32)

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        """
        rate: of speaking; 1 is the voice's own
        Returns (N,) float32 at `rate_hz`; empty where there is nothing to say. Blocking.
        """
        scales = self._scales / np.array([1, rate, 1], np.float32)
        parts = portions(unicodedata.normalize("NFD", phonemes(text, self._language)), self._longest)
        return np.concatenate([np.zeros(0, np.float32), *(self._speak(self._encode(part), scales) for part in parts)])

    def _speak(self, ids: list[int], scales: np.ndarray) -> np.ndarray:
        if len(ids) <= 3:
            return np.zeros(0, np.float32)
        inputs = {"input": np.array([ids], np.int64), "input_lengths": np.array([len(ids)], np.int64), "scales": scales}
        return self._session.run(None, inputs)[0].reshape(-1)

    def _encode(self, ipa: str) -> list[int]:
        """Each phoneme is followed by a pad; what the voice never learned is left out."""
        ids = [BEGIN, PAD]
        for symbol in ipa:
            if symbol in self._ids:
                ids += [*self._ids[symbol], PAD]
        return [*ids, END]
