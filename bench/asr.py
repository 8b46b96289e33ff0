"""Recognition: word error rate and computing time beside other engines on the same weights, in one process, in rotation.

    python -m bench.asr [--voices 3] [--commands 15] [--engines whisper-tiny.en,whisper-tiny.en@5,faster-whisper,...] [--real FOLDER]

Speech: commands in synthetic voices (Kokoro and Piper, made on the spot), and real speech where Debian's pocketsphinx-testdata is
installed; clean, and with pink noise at 20, 10 and 5 dB. NAME@5 searches with five beams; without, decoding is greedy. One thread an
engine; times are the processor's, minima of two runs. whisper.cpp takes part where pywhispercpp is installed (bench.whispercpp).
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant.paths import model_dir
from assistant.perception.asr import Recognizer, open_recognizer
from models import door, registry
from models.kokoro.runtime import Kokoro
from models.piper.runtime import Piper
from models.store import Store

RATE_HZ = 16_000
NOISES = (None, 20, 10, 5)
VOICES = ("kokoro:af_heart", "piper-joe", "kokoro:am_michael", "kokoro:bf_emma")
REAL = Path("/usr/share/pocketsphinx/test/data/librivox")
COMMANDS = """what is on the table
set a timer for five and a half minutes
how many people are in the room
where is my red cup
what colour is the chair on the left
stop the tea timer
is anyone standing at the door
what time is it
describe what you see
find the laptop next to the window
cancel all timers
how much time is left on the pasta timer
what is the dog doing on the sofa
open your eyes and look around
say that again please""".splitlines()
WEIGHTS = {name: "whisper-tiny.en-ct2" for name in ("faster-whisper", "openai-whisper", "whisper.cpp")}
PACKAGES = {"faster-whisper": "faster_whisper", "openai-whisper": "whisper", "whisper.cpp": "pywhispercpp"}
OURS = "whisper-tiny.en"
AIMS = {"faster-whisper": 8, "openai-whisper": 15}
"""How many times faster than each we have to be on the same weights, both greedy."""


@dataclass(frozen=True)
class Heard:
    """One clip by one engine."""

    engine: str
    noise: int | None
    """dB, None where there is none."""
    clip: int
    errors: int
    words: int
    seconds: float
    """Of the processor."""


@door.sentences({})
def main() -> None:
    asked = arguments()
    store = Store(model_dir())
    engines = {name: opened(name, store) for name in asked.engines.split(",") if is_there(name)}
    if not engines:
        door.leave(2, f"Nothing is left to measure; {OURS} needs no further package.")
    clips = synthetic(store, asked.voices, asked.commands) + real(asked.real)
    lengths = [len(sound) / RATE_HZ for sound, _ in clips]
    print(
        f"{len(clips)} clips of {min(lengths):.1f} to {max(lengths):.1f} s, mean {np.mean(lengths):.1f} s, at each of {len(NOISES)} noises"
    )
    rows = list(measure(engines, clips))
    print(f"\n{table(rows, list(engines))}\n\n{beside(rows, list(engines))}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.asr", description="Word error rate and time of the recognizers.")
    parser.add_argument("--voices", type=door.count, default=3)
    parser.add_argument("--commands", type=door.count, default=15)
    every = ("faster-whisper", "faster-whisper@5", "openai-whisper", "openai-whisper@5", "whisper.cpp", OURS, f"{OURS}@5")
    parser.add_argument("--engines", default=",".join(every), help="by comma; the first is what the times are multiples of")
    parser.add_argument("--real", type=door.folder, default=REAL, help="folder with wav files and a file `transcription`")
    return parser.parse_args()


def is_there(name: str) -> bool:
    package = PACKAGES.get(name.partition("@")[0])
    if there := package is None or find_spec(package) is not None:
        return there
    print(f"({name} is left out: its package {package} is not installed)")
    return False


def opened(name: str, store: Store) -> Recognizer:
    engine, _, beam = name.partition("@")
    store.pull(registry.find(WEIGHTS.get(engine, engine)))
    if engine == "whisper.cpp":
        from bench.whispercpp import WhisperCpp

        return WhisperCpp(store, 1, int(beam or 1))
    return open_recognizer(engine, store, 1, int(beam or 1))


def synthetic(store: Store, voices: int, commands: int) -> list[tuple[np.ndarray, str]]:
    clips = []
    for name in VOICES[:voices]:
        kind, _, speaker = name.partition(":")
        prepared = store.pull(registry.find(kind))
        voice = Kokoro(prepared, voice=speaker) if speaker else Piper(prepared, steady=True)
        for text in COMMANDS[:commands]:
            sound = soxr.resample(voice.synthesize(text + "."), voice.rate_hz, RATE_HZ).astype(np.float32)
            clips.append((np.pad(sound, (RATE_HZ // 4, RATE_HZ // 4)), text))
    return clips


def real(folder: Path) -> list[tuple[np.ndarray, str]]:
    if not (folder / "transcription").is_file():
        print(f"(no real speech: {folder} is not installed)")
        return []
    clips = []
    for line in (folder / "transcription").read_text().splitlines():
        if match := re.match(r"(?:<s>)?\s*(.*?)\s*(?:</s>)?\s*\((\S+)\)", line):
            samples, _ = soundfile.read(folder / f"{match[2]}.wav", dtype="float32")
            clips.append((samples, match[1]))
    return clips


def measure(engines: Mapping[str, Recognizer], clips: list[tuple[np.ndarray, str]]) -> Iterator[Heard]:
    random = np.random.default_rng(7)
    for level in NOISES:
        for number, (sound, text) in enumerate(clips):
            heard = noisy(sound, level, random)
            for name, engine in engines.items():  # in rotation: the machine's moods fall on all of them
                runs = [timed(engine, heard) for _ in range(2)]
                wrong = distance(normal(text), normal(runs[0][0]))
                yield Heard(name, level, number, wrong, len(normal(text)), min(run[1] for run in runs))


def timed(engine: Recognizer, sound: np.ndarray) -> tuple[str, float]:
    begin = time.process_time()
    text = engine.transcribe(sound, "en").text
    return text, time.process_time() - begin


def noisy(sound: np.ndarray, level: int | None, random: np.random.Generator) -> np.ndarray:
    """Pink noise at this signal-to-noise ratio in dB."""
    if level is None:
        return sound
    spectrum = np.fft.rfft(random.standard_normal(len(sound)))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    noise = np.fft.irfft(spectrum, len(sound))
    gain = np.sqrt(np.mean(sound**2) / np.mean(noise**2) / 10 ** (level / 10))
    return np.clip(sound + gain * noise, -1, 1).astype(np.float32)


def normal(text: str) -> list[str]:
    """Spelling that is not hearing: digits and number words, color and colour, where's and where is."""
    from ovos_number_parser import numbers_to_digits

    text = re.sub(r"\b(where|what|who|that|there|it|he|she)['’]s\b", r"\1 is", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\w)'s\b(?= (?:my|the|on|in|that|this|up))", " is", text.lower())
    text = re.sub(r"[^\w\s.']|\.(?!\d)", " ", text.lower()).replace("colour", "color").replace("mister", "mr")
    return numbers_to_digits(text, lang="en").replace("'", "").split()


def distance(left: list[str], right: list[str]) -> int:
    """Levenshtein over words."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row, before = [i], row
        for j, b in enumerate(right, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
    return row[-1]


def table(rows: Sequence[Heard], names: Sequence[str]) -> str:
    base = names[0]
    lines = [f"word error rate %, and time of the processor as a multiple of {base}'s"]
    lines.append(f"{'engine':20}" + "".join(f"{'clean' if level is None else f'{level} dB':>16}" for level in NOISES))
    for name in names:
        cells = (f"{rate(rows, name, level):6.1f} x{seconds(rows, name, level) / seconds(rows, base, level):.3f}" for level in NOISES)
        lines.append(f"{name:20}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join(lines)


def rate(rows: Sequence[Heard], name: str, level: int | None) -> float:
    some = [row for row in rows if (row.engine, row.noise) == (name, level)]
    return 100 * sum(row.errors for row in some) / sum(row.words for row in some)


def seconds(rows: Sequence[Heard], name: str, level: int | None) -> float:
    return sum(row.seconds for row in rows if (row.engine, row.noise) == (name, level))


def beside(rows: Sequence[Heard], names: Sequence[str]) -> str:
    """Ours beside each other engine with as many beams, over all noises."""
    lines = [f"{'beside':20}{'times faster':>14}{'aim':>6}{'points of word error rate, 95 %':>36}"]
    for name in names:
        engine, _, beam = name.partition("@")
        mine = f"{OURS}@{beam}" if beam else OURS
        if engine != OURS and mine in names:
            faster = sum(row.seconds for row in rows if row.engine == name) / sum(row.seconds for row in rows if row.engine == mine)
            point, low, high = difference(rows, mine, name)
            aim = str(AIMS[engine]) if engine in AIMS and not beam else ""
            lines.append(f"{name:20}{faster:14.1f}{aim:>6}{f'{point:+.1f} ({low:+.1f} to {high:+.1f})':>36}")
    return "\n".join(lines)


def difference(rows: Sequence[Heard], mine: str, theirs: str) -> tuple[float, float, float]:
    """Of our word error rate to theirs, and where 95 % of it lie when the clips are drawn again and again (paired bootstrap)."""
    both = [{(row.noise, row.clip): row for row in rows if row.engine == name} for name in (mine, theirs)]
    gaps = np.array([both[0][key].errors - both[1][key].errors for key in both[0]])
    words = np.array([row.words for row in both[0].values()])
    drawn = np.random.default_rng(0).integers(len(gaps), size=(2000, len(gaps)))
    low, high = np.percentile(100 * gaps[drawn].sum(1) / words[drawn].sum(1), (2.5, 97.5))
    return float(100 * gaps.sum() / words.sum()), float(low), float(high)


if __name__ == "__main__":
    main()
