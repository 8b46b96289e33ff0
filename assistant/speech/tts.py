"""Text to sound, sentence by sentence, so that the first is heard while the next is being made."""

from __future__ import annotations

import re
from typing import Protocol

import numpy as np

from assistant.errors import ConfigError
from models.errors import ModelError
from models.espeak import RATE_HZ, program, speak
from models.keeper import Lent
from models.store import Store

TITLES = frozenset("dr mr mrs ms prof st vs z.b d.h e.g i.e ca bzw nr".split())
"""Abbreviations that are never the end of a sentence."""
HOURS = frozenset("a.m p.m etc usw".split())
"""Abbreviations that are the end of one when a capital follows."""
END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"')”’])\s+|(?<=[。！？])|\n+")
CLAUSE = re.compile(r"(?<=[,;:])\s+|(?<=[，；：])")
LONGEST = 160
"""Letters; a longer sentence is said clause by clause, so that its beginning is not kept waiting."""
SPOKEN_LANGUAGES = {"en": "en-us", "de": "de", "zh": "cmn"}
"""espeak-ng's voices."""
FALL_BACK = ("piper-joe", "espeak")


class Voice(Protocol):
    name: str
    rate_hz: int

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        """
        rate: of speaking; 1 is the voice's own
        Returns one sentence as (N,) float32 at `rate_hz`. Blocking; called from a worker.
        """
        ...


class EspeakVoice:
    """The last resort, and the voice of languages that the neural ones do not speak."""

    def __init__(self, language: str) -> None:
        program()
        self.name = "espeak"
        self.rate_hz = RATE_HZ
        self._voice = SPOKEN_LANGUAGES.get(language, language)

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        samples, self.rate_hz = speak(text, self._voice, rate)
        return samples


class LentVoice:
    """A voice that comes when it has something to say, and goes when the room is needed."""

    def __init__(self, name: str, lent: Lent[tuple[Voice | None, str]]) -> None:
        """lent: what `best_voice` gives"""
        self.name, self._lent = name, lent
        self.rate_hz = RATE_HZ

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        """Raises ModelError where no voice can be had, and why."""
        with self._lent.use() as (voice, trouble):
            if voice is None:
                raise ModelError(trouble)
            samples = voice.synthesize(text, rate)
            self.rate_hz = voice.rate_hz
            return samples


def open_voice(name: str, store: Store, *, language: str = "en", threads: int = 1, brief: bool = False) -> Voice | None:
    """
    name:  `piper-joe`, `kokoro`, `kokoro:VOICE`, `espeak`, or `none`
    brief: speaks less at a time, where memory is scarce
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
        from models.piper.runtime import BRIEF, LONGEST, Piper

        return Piper(store.get("piper-joe"), threads=threads, longest=BRIEF if brief else LONGEST)
    if kind == "kokoro":
        from models.kokoro.runtime import Kokoro

        return Kokoro(store.get("kokoro"), voice=speaker or "af_heart", threads=threads)
    raise ConfigError(f"speech.voice is '{name}'; it must be piper-joe, kokoro, kokoro:VOICE, espeak or none.")


def best_voice(name: str, store: Store, *, language: str = "en", threads: int = 1, brief: bool = False) -> tuple[Voice | None, str]:
    """The wanted voice, or the next best that works, with a sentence about what did not (empty when all is well)."""
    trouble = ""
    for candidate in dict.fromkeys((name, *FALL_BACK)):
        try:
            return open_voice(candidate, store, language=language, threads=threads, brief=brief), trouble
        except ModelError as error:
            trouble = trouble or str(error)
    return None, trouble


def sentences(text: str) -> list[str]:
    """Split where a sentence ends: not inside 3.5, not after Dr. or p.m. with more to come."""
    whole: list[str] = []
    for part in filter(None, map(str.strip, END.split(text))):
        if whole and _goes_on(whole[-1], part):
            whole[-1] += " " + part
        else:
            whole.append(part)
    return [piece for sentence in whole for piece in _pieces(sentence)]


def _goes_on(sentence: str, following: str) -> bool:
    last = sentence.split()[-1].lower().strip("(\"'")
    if not last.endswith("."):
        return False
    word = last.rstrip(".")
    if word == "no":  # No. 5, but: No. There is none.
        return following[0].isdigit()
    listed = sentence.lower() == last and word.isdigit()
    return word in TITLES or listed or (word in HOURS and not following[0].isupper())


def _pieces(sentence: str) -> list[str]:
    """Clauses, joined as far as they stay within LONGEST."""
    pieces: list[str] = []
    for clause in CLAUSE.split(sentence) if len(sentence) > LONGEST else [sentence]:
        if pieces and len(pieces[-1]) + len(clause) < LONGEST:
            pieces[-1] += " " + clause
        else:
            pieces.append(clause)
    return pieces
