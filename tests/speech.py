"""Speech for tests, spoken on the spot by Owlish's own voices; the same text is always the same sound."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import soxr

from assistant.events import AudioChunk
from assistant.paths import model_dir
from models import registry
from models.kokoro.runtime import Kokoro
from models.piper.runtime import Piper
from models.store import Prepared, Store

RATE_HZ = 16_000


def spoken(text: str, voice: str = "piper-joe", *, before: float = 0.5, after: float = 0.8) -> AudioChunk:
    """
    voice:         `piper-joe`, `kokoro` or `kokoro:VOICE` (slower, clearer)
    before, after: seconds of near silence around the words
    Returns 16 kHz sound that starts at time 0.
    """
    words = _words(text, voice)
    return AudioChunk(np.concatenate([hush(before), words, hush(after)]))


def hush(seconds: float, level_db: float = -70.0) -> np.ndarray:
    """(N,) float32 of the noise that a quiet room and a microphone make."""
    noise = np.random.default_rng(round(seconds * 1000)).standard_normal(round(seconds * RATE_HZ))
    return (noise * 10 ** (level_db / 20)).astype(np.float32)


def chunks(sound: AudioChunk, size: int = 512) -> list[AudioChunk]:
    """The sound as a microphone brings it; what does not fill a chunk is left out."""
    whole = len(sound.samples) // size * size
    return [AudioChunk(sound.samples[at : at + size], sound.start + at / sound.rate_hz, sound.rate_hz) for at in range(0, whole, size)]


@lru_cache(maxsize=256)
def _words(text: str, voice: str) -> np.ndarray:
    speaker = engine(voice)
    sound = soxr.resample(speaker.synthesize(text), speaker.rate_hz, RATE_HZ)
    return np.clip(sound, -1.0, 1.0).astype(np.float32)


class Remembering(Piper):
    """Says again what it has said: half of the time of a conversation would go into the same few sentences."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared, steady=True)
        self._said = lru_cache(maxsize=512)(super().synthesize)

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        sound = self._said(text, rate)
        sound.flags.writeable = False  # it is said to others, too
        return sound


@lru_cache(maxsize=4)
def engine(voice: str) -> Piper | Kokoro:
    """The Voice itself."""
    kind, _, speaker = voice.partition(":")
    prepared = Store(model_dir()).pull(registry.find(kind))
    return Remembering(prepared) if kind == "piper-joe" else Kokoro(prepared, voice=speaker or "af_heart")
