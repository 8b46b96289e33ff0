"""`owlish bench`: how long each stage takes on this machine, one after the other, with the settings in force.

The measurements of whole turns through a real sound server are in bench/; this is the short one for everybody's machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from assistant.commands.output import emit, table
from assistant.commands.route import registry_of
from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import AudioChunk, Frame
from assistant.paths import model_dir
from assistant.perception.asr import open_recognizer
from assistant.perception.scene import SceneBuilder
from assistant.perception.vad import VoiceDetector
from assistant.phrases import Phrases
from assistant.routing.router import Router
from assistant.senses.resample import RATE_HZ, Resampler
from assistant.speech.tts import open_voice
from assistant.understanding.fusion import open_vlm
from models.silero.runtime import STEP, Silero
from models.store import Store

QUESTION, REPLY = "What is on the table?", "There are two cups and a book on the table."
MS = 1e3

Stage = tuple[str, str, Callable[[int], object]]
"""Its name, what does it, and one round of its work; the round's number keeps caches from helping."""


def bench(config: Config, rounds: int, as_json: bool) -> int:
    rows = [measured(*stage, rounds) for stage in stages(config)]
    if as_json:
        for row in rows:
            emit(row)
    else:
        cells = ((row["stage"], row["engine"], f"{row['p50'] * MS:.1f}", f"{row['p95'] * MS:.1f}") for row in rows)
        table(("stage", "engine", "p50 ms", "p95 ms"), cells)
    return 0


def measured(stage: str, engine: str, work: Callable[[int], object], rounds: int) -> dict[str, object]:
    """Seconds, wall clock; a first round that is not counted warms it up."""
    work(0)
    seconds = [once(work, number) for number in range(1, rounds + 1)]
    p50, p95 = np.percentile(seconds, (50, 95))
    return {"stage": stage, "engine": engine, "p50": round(float(p50), 5), "p95": round(float(p95), 5), "rounds": rounds}


def once(work: Callable[[int], object], number: int) -> float:
    begin = time.perf_counter()
    work(number)
    return time.perf_counter() - begin


def stages(config: Config) -> Iterator[Stage]:
    store = Store(model_dir())
    voice = open_voice(config.speech.voice, store, language=config.routing.language, threads=config.speech.threads)
    if voice is None:
        raise BadInput("speech.voice is none, so there is no question to measure with; leave it out.")
    question = Resampler(voice.rate_hz).feed(voice.synthesize(QUESTION))
    detector = VoiceDetector(Silero(store.get("silero-vad")))
    yield "voice detection, 32 ms", "silero-vad", lambda number: list(detector.feed(AudioChunk(question[:STEP])))
    recognizer = open_recognizer(config.recognition.engine, store, config.recognition.threads)
    heard = f"recognition, {len(question) / RATE_HZ:.1f} s"
    yield heard, recognizer.name, lambda number: recognizer.transcribe(question, config.routing.language)
    router = Router(registry_of(config), config.routing.language)
    yield "routing", "templates" if router.trouble else "templates and meaning", lambda number: router.route(QUESTION)
    yield from sight(config, store)
    yield "first sentence spoken", voice.name, lambda number: voice.synthesize(REPLY)


def sight(config: Config, store: Store) -> Iterator[Stage]:
    """On noise, which takes no less time than a photo: every box is computed either way."""
    pixels = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    builder = SceneBuilder(config.vision, store)
    yield "scene, 640x480", "detector and backbone", lambda number: builder.build(Frame(pixels.copy(), index=number))
    scene = builder.build(Frame(pixels))
    vlm = open_vlm(config.vision, Phrases("assistant", "vision", config.routing.language))
    yield "visual answer", vlm.engine, lambda number: vlm.answer(QUESTION, scene)
