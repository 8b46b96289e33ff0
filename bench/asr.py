"""Recognition: word error rate and computing time beside other engines on the same weights, in one process, in rotation.

    python -m bench.asr [--voices 3] [--commands 15] [--engines whisper-tiny.en,faster-whisper,...] [--real FOLDER]

Speech: commands in synthetic voices (Kokoro and Piper, made on the spot), and real speech where Debian's pocketsphinx-testdata is
installed; clean, and with pink noise at 20, 10 and 5 dB. One thread an engine; times are minima of two runs.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant.paths import model_dir
from assistant.perception.asr import Recognizer, open_recognizer
from models import registry
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
WEIGHTS = {"faster-whisper": "whisper-tiny.en-ct2", "openai-whisper": "whisper-tiny.en-ct2"}


def main() -> None:
    asked = arguments()
    store = Store(model_dir())
    engines = [opened(name, store) for name in asked.engines.split(",")]
    clips = synthetic(store, asked.voices, asked.commands) + real(asked.real)
    errors, words, seconds = measure(engines, clips)
    report([engine.name for engine in engines], errors, words, seconds, len(clips))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Word error rate and time of the recognizers.")
    parser.add_argument("--voices", type=int, default=3)
    parser.add_argument("--commands", type=int, default=15)
    parser.add_argument("--engines", default="faster-whisper,whisper-tiny.en,moonshine-tiny")
    parser.add_argument("--real", type=Path, default=REAL, help="folder with wav files and a file `transcription`")
    return parser.parse_args()


def opened(name: str, store: Store) -> Recognizer:
    store.pull(registry.find(WEIGHTS.get(name, name)))
    return open_recognizer(name, store, 1)


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


def measure(engines: list[Recognizer], clips: list[tuple[np.ndarray, str]]) -> tuple[dict, dict, dict]:
    errors, words, seconds = defaultdict(int), defaultdict(int), defaultdict(float)
    random = np.random.default_rng(7)
    for level in NOISES:
        for sound, text in clips:
            heard = noisy(sound, level, random)
            for engine in engines:  # in rotation: the machine's moods fall on all of them
                runs = [timed(engine, heard) for _ in range(2)]
                seconds[engine.name, level] += min(run[1] for run in runs)
                errors[engine.name, level] += distance(normal(text), normal(runs[0][0]))
            words[level] += len(normal(text))
    return errors, words, seconds


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


def report(names: list[str], errors: dict, words: dict, seconds: dict, clips: int) -> None:
    base = names[0]
    print(f"{clips} clips a noise level; word error rate %, and CPU time as a multiple of {base}'s")
    print(f"{'engine':20}" + "".join(f"{'clean' if level is None else f'{level} dB':>16}" for level in NOISES))
    for name in names:
        cells = (f"{100 * errors[name, level] / words[level]:6.1f} x{seconds[name, level] / seconds[base, level]:.2f}" for level in NOISES)
        print(f"{name:20}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
