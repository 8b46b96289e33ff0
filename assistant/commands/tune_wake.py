"""`owlish tune-wake`: which threshold of the wake word hears these voices in this room, and wakes for nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

import numpy as np

from assistant import config_edit
from assistant.commands.output import emit, table
from assistant.commands.sound_check import listen
from assistant.config import Config
from assistant.errors import BadInput, SenseError
from assistant.events import AudioChunk
from assistant.paths import config_file
from assistant.perception.wake import open_wake_word
from assistant.phrases import Phrases
from assistant.senses import portaudio
from assistant.senses.files import SOUND_SUFFIXES, load_sound
from assistant.senses.resample import RATE_HZ, STEP

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
ENOUGH = 0.9
"""Share of the spoken wake words that must be heard."""
PHRASE = 3.0
"""Seconds for saying the wake word once."""
AROUND = np.zeros(RATE_HZ, np.float32)
"""Silence before and after each recording: the network looks back a second and a half."""
SETTING = "listening.wake_threshold"


@dataclass(frozen=True)
class Row:
    threshold: float
    hits: int
    of: int
    false_wakes: int
    per_hour: float


def tune_wake(config: Config, file: Path | None, files: Path | None, times: int, seconds: float, write: bool, as_json: bool) -> int:
    """Exit code 2 when the wake word is not heard at any threshold. Raises BadInput, SenseError, ConfigError."""
    name = config.listening.wake_word
    wakes, others = taken(files) if files else recorded(config, open_wake_word(name).phrase, times, seconds)
    rows = [row(name, threshold, wakes, others) for threshold in sorted({*THRESHOLDS, round(open_wake_word(name).threshold, 3)})]
    best = proposed(rows)
    tell(rows, best, as_json)
    if best is None:
        print(f"None of the {len(wakes)} wake words was heard at any threshold; say it nearer to the microphone.", file=sys.stderr)
        return 2
    if write:
        config_edit.put(SETTING, str(best.threshold), file)
        print(f"Written into {file or config_file()}: {SETTING} = {best.threshold}", file=sys.stderr)
    return 0


def tell(rows: Sequence[Row], best: Row | None, as_json: bool) -> None:
    if as_json:
        for one in rows:
            emit({**asdict(one), "proposed": one is best})
        return
    cells = ((one.threshold, f"{one.hits}/{one.of}", one.false_wakes, f"{one.per_hour:.1f}", "◄" if one is best else "") for one in rows)
    table(("threshold", "heard", "false wakes", "an hour", ""), cells)


def row(name: str, threshold: float, wakes: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> Row:
    """What the wake word does at that threshold, by the code that listens in the assistant."""
    hits = sum(wakings(name, threshold, sound) > 0 for sound in wakes)
    false = sum(wakings(name, threshold, sound) for sound in others)
    hours = sum(map(len, others)) / RATE_HZ / 3600
    return Row(threshold, hits, len(wakes), false, round(false / hours, 1) if hours else 0.0)


def wakings(name: str, threshold: float, sound: np.ndarray) -> int:
    """sound: (N,) float32, 16 kHz."""
    word, samples = open_wake_word(name, threshold), np.concatenate([AROUND, sound, AROUND])
    return sum(word.feed(AudioChunk(samples[at : at + STEP], at / RATE_HZ)) for at in range(0, len(samples) - STEP + 1, STEP))


def proposed(rows: Sequence[Row]) -> Row | None:
    """Of those that hear enough the one with the fewest false wakes; of equal ones the middle, as far as can be from either fault."""
    most = max(one.hits for one in rows)
    if most == 0:
        return None
    hearing = [one for one in rows if one.hits >= min(most, ceil(ENOUGH * one.of))]
    fewest = min(one.false_wakes for one in hearing)
    equal = [one for one in hearing if one.false_wakes == fewest]
    return equal[len(equal) // 2]


# ---- sound


def taken(folder: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The sounds in FOLDER/wake and FOLDER/other. Raises BadInput."""
    found: list[list[np.ndarray]] = []
    for kind, what in (("wake", "the spoken wake word"), ("other", "other speech")):
        paths = sorted(path for path in (folder / kind).glob("*") if path.suffix.lower() in SOUND_SUFFIXES)
        if not paths:
            raise BadInput(f"{folder / kind} holds no sound files; put recordings of {what} there, or leave out --files to record some.")
        found.append([load_sound(path).samples for path in paths])
    return found[0], found[1]


def recorded(config: Config, phrase: str, times: int, seconds: float) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """From the microphone, kept in memory only. Raises SenseError."""
    target, wakes = microphone(config), []
    for number in range(1, times + 1):
        print(f"{number} of {times}: say “{phrase}” now.", file=sys.stderr, flush=True)
        wakes.append(listen(target, PHRASE).raw)
    print(f"Now {seconds:g} s of anything else: talk, read aloud, or let a radio play.", file=sys.stderr, flush=True)
    return wakes, [listen(target, seconds).raw]


def microphone(config: Config) -> portaudio.Target:
    """Raises SenseError."""
    name, say = config.microphone.device, Phrases("assistant", "senses", config.routing.language).say
    try:
        return portaudio.find(name, "input")
    except portaudio.NotThere as error:
        raise SenseError(say("microphone_missing", name=name, found=str(error) or say("nothing"))) from None
