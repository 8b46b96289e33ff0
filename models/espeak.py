"""The espeak-ng program: phonemes for the neural voices, and a voice of last resort. A program of its own, so its GPL stays outside."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import numpy as np
import soundfile

from models.errors import ModelMissing, UnfitInput
from models.reading import readable

CLAUSE = re.compile(r"(.+?)([,.;:!?]+(?=\s|$)|[，。；：！？…]+|$)", re.S)
"""Words, and the punctuation after them, which espeak-ng does not give back; a mark inside a number ends nothing."""
ASCII = str.maketrans("，。；：！？…", ",.;:!?.")
PAUSES = (",", ";", ":")
"""Where speech pauses inside a sentence."""
RATE_HZ = 22_050
"""Of its own sound."""
WORDS_A_MINUTE = 175
"""Of its own speech."""
PATIENCE = 20.0
"""Seconds; the program takes milliseconds."""


def program() -> str:
    """Raises ModelMissing with the command that installs it."""
    path = shutil.which("espeak-ng")
    if path is None:
        raise ModelMissing("Speaking needs the program espeak-ng, which is not installed; run: sudo apt-get install espeak-ng.")
    return path


def phonemes(text: str, voice: str = "en-us") -> str:
    """IPA with stress marks, clause by clause, each followed by its punctuation; empty where there is nothing to say."""
    found = CLAUSE.findall(readable(text, voice))
    clauses = [(words.strip(), marks[:1].translate(ASCII)) for words, marks in found if re.search(r"\w", words)]
    if not clauses:
        return ""
    lines = _run(["-q", "--ipa=1", "-v", voice], "\n\n".join(words for words, _ in clauses)).decode().splitlines()
    spoken = [line.strip() for line in lines if line.strip()]
    if len(spoken) != len(clauses):  # espeak-ng broke a long clause by itself: the punctuation inside is lost, no word is
        return _clean(" ".join(spoken)) + clauses[-1][1]
    return " ".join(_clean(line) + mark for line, (_, mark) in zip(spoken, clauses, strict=True))


def portions(ipa: str, longest: int) -> list[str]:
    """Phonemes in portions of at most `longest` symbols, which a network takes at a time, cut at a pause, or else between words."""
    parts = []
    while len(ipa) > longest:
        pause = max(ipa.rfind(mark, longest // 3, longest) for mark in PAUSES)
        gap = pause + 1 if pause > 0 else ipa.rfind(" ", 1, longest + 1)
        cut = gap if gap > 0 else longest
        parts.append(ipa[:cut])
        ipa = ipa[cut:].lstrip()
    return [*parts, ipa] if ipa else parts


def speak(text: str, voice: str = "en-us", rate: float = 1.0) -> tuple[np.ndarray, int]:
    """
    rate: of speaking; 1 is its own
    Returns (N,) float32, empty where there is nothing to say, and its rate in Hz.
    """
    words = readable(text, voice)
    if not words:
        return np.zeros(0, np.float32), RATE_HZ
    return soundfile.read(io.BytesIO(_run(["--stdout", "-v", voice, "-s", str(round(rate * WORDS_A_MINUTE))], words)), dtype="float32")


def _clean(ipa: str) -> str:
    """Without tie bars and the marks of a language switch, (en)...(de)."""
    return re.sub(r"\([a-z-]+\)|[_\u200d\u0361]", "", ipa)


def _run(arguments: list[str], text: str) -> bytes:
    """The text goes in by stdin: it may be long, and may look like an option. Raises UnfitInput."""
    try:
        done = subprocess.run([program(), *arguments, "--stdin", "-b", "1"], input=text.encode(), capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise UnfitInput(f"espeak-ng took more than {PATIENCE:.0f} s over {len(text)} letters; say less at a time.") from None
    if done.returncode:
        raise UnfitInput(f"espeak-ng cannot say that ({done.stderr.decode(errors='replace').strip()[:120]}); choose another language.")
    return done.stdout
