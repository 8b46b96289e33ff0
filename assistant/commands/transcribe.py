"""`owlish transcribe`: sound files to text, by the recognizer and the guard of the live loop."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.commands.output import emit
from assistant.config import Config
from assistant.errors import OwlishError
from assistant.events import AudioChunk
from assistant.paths import model_dir
from assistant.perception.asr import Recognizer, Spoken, believed, open_recognizer
from assistant.perception.vad import VoiceDetector
from assistant.senses.files import load_sound
from models.errors import ModelError
from models.silero.runtime import Silero
from models.store import Store

STEP = 0.032
"""Seconds of one judgement of the voice detector."""


def transcribe(config: Config, files: Sequence[Path], as_json: bool) -> int:
    """Exit code 2 when a file could not be heard, after all others were."""
    store = Store(model_dir())
    recognizer = open_recognizer(config.recognition.engine, store, config.recognition.threads)
    detector = VoiceDetector(Silero(store.get("silero-vad")))
    code = 0
    for file in files:
        try:
            row = heard(file, recognizer, detector, config)
        except (OwlishError, ModelError) as error:
            row, code = {"file": str(file), "error": str(error)}, 2
        tell(row, as_json, alone=len(files) == 1)
    return code


def tell(row: dict, as_json: bool, alone: bool) -> None:
    if as_json:
        emit(row)
    elif "error" in row:
        print(row["error"], file=sys.stderr, flush=True)
    else:
        print(row["text"] if alone else f"{row['file']}: {row['text']}", flush=True)


def heard(file: Path, recognizer: Recognizer, detector: VoiceDetector, config: Config) -> dict:
    """`seconds` is computing time: voice detection and recognition, without reading the file."""
    sound = load_sound(file)
    begin = time.perf_counter()
    spoken = speech_in(sound, detector, config.listening.threshold)
    text = believed(recognizer.transcribe(sound.samples, config.routing.language), spoken).text if spoken.speech else ""
    seconds = time.perf_counter() - begin
    return {
        "file": str(file),
        "text": text,
        "seconds": round(seconds, 4),
        "audio_seconds": round(sound.duration, 3),
        "engine": recognizer.name,
    }


def speech_in(sound: AudioChunk, detector: VoiceDetector, threshold: float) -> Spoken:
    """How much of the sound is speech: what is written of it is believed only as far."""
    detector.reset()
    probabilities = np.array([judged.probability for judged in detector.feed(sound)])
    speech = probabilities[probabilities >= threshold]
    return Spoken(sound, len(speech) * STEP, float(speech.mean()) if len(speech) else 0.0)
