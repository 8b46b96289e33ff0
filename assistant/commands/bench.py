"""`owlish bench`: how long each stage takes on this machine, with the settings in force and the precision that runs.

First each part for itself, one after the other; then whole turns, a spoken question to the first sound of its answer, by the events of
the real pipeline. The measurements through a real sound server are in bench/; this is the short one for everybody's machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

import numpy as np

from assistant.commands import bench_sight
from assistant.commands.bench_sight import WHOLE
from assistant.commands.bench_turn import QUESTION, spoken_turns
from assistant.commands.output import emit, table
from assistant.commands.route import registry_of
from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import AudioChunk
from assistant.paths import model_dir
from assistant.perception.asr import open_recognizer
from assistant.perception.vad import VoiceDetector
from assistant.routing.router import Router
from assistant.senses.resample import RATE_HZ, Resampler
from assistant.speech.tts import Voice, open_voice
from models.silero.runtime import STEP, Silero
from models.store import Store

REPLY = "There are two cups and a book on the table."
MS = 1e3
AIMS = {WHOLE: 0.060, "fusion: question": 0.004}
"""Seconds that these stages should stay below on two x86 cores."""

Stage = tuple[str, str, Callable[[int], object]]
"""Its name, what does it, and one round of its work; the round's number keeps caches from helping."""


def bench(config: Config, rounds: int, turns: int, as_json: bool) -> int:
    from edge.jetson.tegrastats import Watch

    store = Store(model_dir())
    voice = open_voice(config.speech.voice, store, language=config.routing.language, threads=config.speech.threads)
    if voice is None:
        raise BadInput("speech.voice is none, so there is no question to measure with; leave it out.")
    with Watch() as watch:
        rows = [measured(*stage, rounds) for stage in stages(config, store, voice)]
        show(("stage", "engine", "p50 ms", "p95 ms", "processor ms", "aim ms"), rows, as_json)
        if turns:
            spoken = [summed(stage, "the whole assistant", seconds) for stage, seconds in spoken_turns(config, voice, turns).items()]
            show((f"of {turns} spoken turns", "by", "p50 ms", "p95 ms", "processor ms", "aim ms"), spoken, as_json)
    if watch.summary and as_json:
        emit(asdict(watch.summary))
    elif watch.summary:
        print(f"The Jetson meanwhile: {watch.summary}.")
    return 0


def show(heads: tuple[str, ...], rows: list[dict], as_json: bool) -> None:
    if as_json:
        for row in rows:
            emit(row)
        return
    table(heads, ((row["stage"], row["engine"], *(shown(row[key]) for key in ("p50", "p95", "cpu", "aim"))) for row in rows))


def shown(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * MS:.1f}"


def measured(stage: str, engine: str, work: Callable[[int], object], rounds: int) -> dict[str, object]:
    """Seconds by the clock, and of the processor, which stay the same on a busy machine; a first round that is not counted warms it up."""
    work(0)
    clock, cpu = zip(*(once(work, number) for number in range(1, rounds + 1)), strict=True)
    return summed(stage, engine, clock, round(float(np.median(cpu)), 5))


def summed(stage: str, engine: str, seconds: Sequence[float], cpu: float | None = None) -> dict[str, object]:
    p50, p95 = (round(float(value), 5) for value in np.percentile(seconds, (50, 95)))
    return {"stage": stage, "engine": engine, "p50": p50, "p95": p95, "cpu": cpu, "rounds": len(seconds), "aim": AIMS.get(stage)}


def once(work: Callable[[int], object], number: int) -> tuple[float, float]:
    begin = time.perf_counter(), time.process_time()
    work(number)
    return time.perf_counter() - begin[0], time.process_time() - begin[1]


def stages(config: Config, store: Store, voice: Voice) -> Iterator[Stage]:
    question = Resampler(voice.rate_hz).feed(voice.synthesize(QUESTION))
    detector = VoiceDetector(Silero(store.get("silero-vad")))
    yield "voice detection, 32 ms", "silero-vad", lambda number: list(detector.feed(AudioChunk(question[:STEP])))
    recognizer = open_recognizer(config.recognition.engine, store, config.recognition.threads, config.recognition.beam)
    heard = f"recognition, {len(question) / RATE_HZ:.1f} s"
    yield heard, recognizer.name, lambda number: recognizer.transcribe(question, config.routing.language)
    router = Router(registry_of(config), config.routing.language)
    yield "routing", "templates" if router.trouble else "templates and meaning", lambda number: router.route(QUESTION)
    yield from sight(config, store)
    yield "first sentence spoken", voice.name, lambda number: voice.synthesize(REPLY)


def sight(config: Config, store: Store) -> Iterator[Stage]:
    for name, network, work in bench_sight.parts(config, store, QUESTION):
        yield name, f"{network}, {bench_sight.precision(network, store)}", unnumbered(work)
    engine, work = bench_sight.whole(config, store, QUESTION)
    yield WHOLE, engine, unnumbered(work)


def unnumbered(work: bench_sight.Work) -> Callable[[int], object]:
    """No cache helps what looks: its rounds are all the same."""
    return lambda number: work()
