"""Text to sound, sentence by sentence, so that the first is heard while the next is being made."""

from __future__ import annotations

import re
from typing import Protocol

import numpy as np

from assistant.errors import ConfigError
from models.errors import ModelError
from models.espeak import program, speak
from models.store import Store

ABBREVIATIONS = frozenset("dr mr mrs ms st prof e.g i.e a.m p.m no vs".split())
END = re.compile(r"(?<=[.!?])[\"')]*\s+|(?<=[。！？])|\n+")
SPOKEN_LANGUAGES = {"en": "en-us", "de": "de", "zh": "cmn"}
"""espeak-ng's voices."""


class Voice(Protocol):
    name: str
    rate_hz: int

    def synthesize(self, text: str) -> np.ndarray:
        """One sentence to (N,) float32 at `rate_hz`. Blocking; called from a worker."""
        ...


class EspeakVoice:
    """The last resort, and the voice of languages that the neural ones do not speak."""

    def __init__(self, language: str) -> None:
        program()
        self.name = "espeak"
        self.rate_hz = 22_050
        self._voice = SPOKEN_LANGUAGES.get(language, language)

    def synthesize(self, text: str) -> np.ndarray:
        if not re.search(r"\w", text):
            return np.zeros(0, np.float32)
        samples, self.rate_hz = speak(text, self._voice)
        return samples


def open_voice(name: str, store: Store, *, language: str = "en", threads: int = 1) -> Voice | None:
    """
    name: `piper-joe`, `kokoro`, `kokoro:VOICE`, `espeak`, or `none`
    Returns None for `none`. A language that the neural voices lack is spoken by espeak-ng.
    Raises ModelError when the model or the program is missing, ConfigError for an unknown name.
    """
    kind, _, speaker = name.partition(":")
    if kind == "none":
        return None
    if kind == "espeak" or language != "en":
        return EspeakVoice(language)
    program()
    if kind == "piper-joe":
        from models.piper.runtime import Piper

        return Piper(store.get("piper-joe"), threads=threads)
    if kind == "kokoro":
        from models.kokoro.runtime import Kokoro

        return Kokoro(store.get("kokoro"), voice=speaker or "af_heart", threads=threads)
    raise ConfigError(f"speech.voice is '{name}'; it must be piper-joe, kokoro, kokoro:VOICE, espeak or none.")


def best_voice(name: str, store: Store, *, language: str = "en", threads: int = 1) -> tuple[Voice | None, str]:
    """The wanted voice, or the next best that works, with a sentence about what did not (empty when all is well)."""
    trouble = ""
    for candidate in dict.fromkeys((name, "espeak")):
        try:
            return open_voice(candidate, store, language=language, threads=threads), trouble
        except ModelError as error:
            trouble = trouble or str(error)
    return None, trouble


def sentences(text: str) -> list[str]:
    """Split where a sentence ends: not inside 3.5, not after Dr. or p.m. with more to come."""
    parts: list[str] = []
    for part in END.split(text):
        part = part.strip()
        if not part:
            continue
        if parts and _open_ended(parts[-1]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts


def _open_ended(sentence: str) -> bool:
    last = sentence.split()[-1].lower()
    return last.endswith(".") and last.strip("(\"'").rstrip(".") in ABBREVIATIONS
