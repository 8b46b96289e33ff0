"""The espeak-ng program: phonemes for the neural voices, and a voice of last resort. A program of its own, so its GPL stays outside."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import numpy as np
import soundfile

from models.errors import ModelMissing, UnfitInput

TITLE_DOT = re.compile(r"\b(Dr|Mr|Ms|Mrs|St)\.")
CLAUSE = re.compile(r"(.+?)([,.;:!?]+(?=\s|$)|[，。；：！？—]+|$)", re.S)
"""Words, and the punctuation after them, which espeak-ng does not give back; a mark inside a number ends nothing."""
ASCII = str.maketrans("，。；：！？—", ",.;:!?,")


def program() -> str:
    """Raises ModelMissing with the command that installs it."""
    path = shutil.which("espeak-ng")
    if path is None:
        raise ModelMissing("Speaking needs the program espeak-ng, which is not installed; run: sudo apt-get install espeak-ng.")
    return path


def phonemes(text: str, voice: str = "en-us") -> str:
    """IPA with stress marks, clause by clause, each followed by its punctuation."""
    clauses = [(words.strip(), marks[:1].translate(ASCII)) for words, marks in CLAUSE.findall(TITLE_DOT.sub(r"\1", text)) if re.search(r"\w", words)]
    if not clauses:
        return ""
    lines = _run(["-q", "--ipa=1", "-v", voice, "--", "\n\n".join(words for words, _ in clauses)]).decode().splitlines()
    spoken = [line.strip() for line in lines if line.strip()]
    if len(spoken) != len(clauses):  # espeak-ng broke a long clause by itself: the punctuation inside is lost, no word is
        return _clean(" ".join(spoken)) + clauses[-1][1]
    return " ".join(_clean(line) + mark for line, (_, mark) in zip(spoken, clauses, strict=True))


def _clean(ipa: str) -> str:
    """Without tie bars and the marks of a language switch, (en)...(de)."""
    return re.sub(r"\([a-z-]+\)|[_\u200d\u0361]", "", ipa)


def speak(text: str, voice: str = "en-us") -> tuple[np.ndarray, int]:
    """Returns (N,) float32 and its rate in Hz."""
    samples, rate_hz = soundfile.read(io.BytesIO(_run(["--stdout", "-v", voice, "--", text])), dtype="float32")
    return samples, rate_hz


def _run(arguments: list[str]) -> bytes:
    done = subprocess.run([program(), *arguments], capture_output=True, timeout=20)
    if done.returncode or done.stderr:
        raise UnfitInput(f"espeak-ng cannot say that ({done.stderr.decode(errors='replace').strip()[:120]}).")
    return done.stdout
