"""`owlish transcribe`: sound files to text, by the recognizer and the guard of the live loop."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.commands.output import emit
from assistant.config import Config
from assistant.errors import BadInput, OwlishError
from assistant.events import AudioChunk
from assistant.paths import model_dir
from assistant.perception.asr import Recognizer, Spoken, WhisperOnnx, believed, open_recognizer
from assistant.perception.vad import VoiceDetector
from assistant.senses.files import load_sound
from models.errors import ModelError
from models.silero.runtime import Silero
from models.store import Store
from models.whisper.runtime import Decoded

STEP = 0.032
"""Seconds of one judgement of the voice detector."""


FIND_OUT = "auto"
"""The language that a multilingual recognizer has to find out."""
Hear = Callable[[np.ndarray], Decoded]


def transcribe(config: Config, files: Sequence[Path], as_json: bool, *, timestamps: bool = False, language: str | None = None) -> int:
    """
    language: what is spoken, instead of the configured one
    Exit code 2 when a file could not be heard, after all others were.
    """
    store = Store(model_dir())
    recognizer = open_recognizer(config.recognition.engine, store, config.recognition.threads, config.recognition.beam)
    hear = hearing(recognizer, language or config.routing.language, timestamps)
    detector = VoiceDetector(Silero(store.get("silero-vad")))
    code = 0
    for file in files:
        try:
            row = {**heard(file, hear, detector, config.listening.threshold), "engine": recognizer.name}
        except (OwlishError, ModelError) as error:
            row, code = {"file": str(file), "error": str(error)}, 2
        tell(row, as_json, alone=len(files) == 1)
    return code


def hearing(recognizer: Recognizer, language: str, timestamps: bool) -> Hear:
    """Raises BadInput where the engine knows no times."""
    code = None if language == FIND_OUT else language
    if not timestamps:
        return lambda samples: recognizer.transcribe(samples, code)
    if not isinstance(recognizer, WhisperOnnx):
        raise BadInput(f"The recognizer '{recognizer.name}' gives no times; take another: --engine whisper-tiny.en.")
    return lambda samples: recognizer.timed(samples, code)


def tell(row: dict, as_json: bool, alone: bool) -> None:
    if as_json:
        emit(row)
    elif "error" in row:
        print(row["error"], file=sys.stderr, flush=True)
    elif "segments" in row:
        print(*(f"{span(one)}  {one['text']}" for one in row["segments"]), sep="\n", flush=True)
    else:
        print(row["text"] if alone else f"{row['file']}: {row['text']}", flush=True)


def span(segment: dict) -> str:
    return " - ".join(f"{int(at // 60)}:{at % 60:05.2f}" for at in (segment["start"], segment["end"]))


def heard(file: Path, hear: Hear, detector: VoiceDetector, threshold: float) -> dict:
    """`seconds` is computing time: voice detection and recognition, without reading the file."""
    sound = load_sound(file)
    begin = time.perf_counter()
    spoken = speech_in(sound, detector, threshold)
    decoded = believed(hear(sound.samples), spoken) if spoken.speech else None
    seconds = time.perf_counter() - begin
    segments = {"segments": [asdict(segment) for segment in decoded.segments]} if decoded and decoded.segments else {}
    return {
        "file": str(file),
        "text": decoded.text if decoded else "",
        **segments,
        "seconds": round(seconds, 4),
        "audio_seconds": round(sound.duration, 3),
    }


def speech_in(sound: AudioChunk, detector: VoiceDetector, threshold: float) -> Spoken:
    """How much of the sound is speech: what is written of it is believed only as far."""
    detector.reset()
    probabilities = np.array([judged.probability for judged in detector.feed(sound)])
    speech = probabilities[probabilities >= threshold]
    return Spoken(sound, len(speech) * STEP, float(speech.mean()) if len(speech) else 0.0)
