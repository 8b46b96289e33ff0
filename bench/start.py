"""Cold start and memory of a real run: a process from nothing to listening, then the bundled question answered.

    python -m bench.start [--rounds N] [--memory SIZE] [--aloud] [--everything] [--json]

`listening` is when the microphone is open; `cpu` is processor time until then, which other work on the machine does not lengthen.
Sizes are the kernel's, of the whole process: at the end of the answer, and at most.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
import psutil
import pytest
import soundfile

from models import door
from models.memory import MB, peak, resident
from models.piper.runtime import Piper
from models.place import model_dir
from models.store import Store
from tests.pulse import Pulse, served

SAMPLES = Path(__file__).parent.parent / "assistant" / "samples"
QUESTIONS, PAUSE = ("What is on the table?", "Read this to me.", "How many cups do you see?"), 6.0


@dataclass(frozen=True)
class Start:
    listening: float
    """Seconds from the start of the process until the microphone is open."""
    cpu: float
    """Seconds of processor time until then."""
    answered: float
    """Seconds until the bundled question was answered."""
    resident: int
    """Bytes after the answer."""
    peak: int
    """Bytes at most."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.start", description="Measures the cold start and the memory of `owlish run --headless`."
    )
    parser.add_argument("--rounds", type=door.count, default=5, help="(default: %(default)s); the first also fills the caches of disk")
    parser.add_argument("--memory", default="", help="the budget, as 350MB")
    parser.add_argument("--json", action="store_true", help="one object a round")
    parser.add_argument(
        "--aloud", action="store_true", help="with a virtual loudspeaker (PulseAudio), so that the voice is loaded and speaks"
    )
    parser.add_argument("--everything", action="store_true", help="ask for text in the picture, too, so that every part has been used")
    options = parser.parse_args()
    starts = []
    with sound_server() if options.aloud else nullcontext():
        for _ in range(options.rounds):
            starts.append(start := once(options.memory, options.everything))
            if options.json:
                print(json.dumps(asdict(start)), flush=True)
    if not options.json:
        show(starts)
    return 0


def show(starts: list[Start]) -> None:
    print(f"{len(starts)} starts, median (least to most)")
    for name, unit, scale in (("listening", "s", 1), ("cpu", "s", 1), ("answered", "s", 1), ("resident", "MB", MB), ("peak", "MB", MB)):
        values = sorted(getattr(start, name) / scale for start in starts)
        print(f"  {name:10} {median(values):7.2f} {unit}  ({values[0]:.2f} to {values[-1]:.2f})")


def once(memory: str = "", everything: bool = False) -> Start:
    with tempfile.TemporaryDirectory() as home:
        sound = questions(Path(home)) if everything else SAMPLES / "question.flac"
        sample = ["--mic", str(sound), "--camera", str(SAMPLES / "table.avi")]
        command = [sys.executable, "-m", "assistant", "run", "--headless", "--json", *sample]
        environment = os.environ | {"OWLISH_DATA": home, "OWLISH_CONFIG": f"{home}/config.toml", "OWLISH__MODELS__CHOOSE": "never"}
        begin = time.perf_counter()
        command += ["--memory", memory] if memory else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
            return watched(child, begin)


def questions(folder: Path) -> Path:
    """A sound file in which three things are asked, with pauses in which they are answered."""
    voice = Piper(Store(model_dir()).get("piper-joe"), steady=True)
    pause = np.zeros(round(PAUSE * voice.rate_hz), np.float32)
    said = [part for text in QUESTIONS for part in (voice.synthesize(text), pause)]
    soundfile.write(folder / "questions.wav", np.concatenate([pause, *said]), voice.rate_hz)
    return folder / "questions.wav"


@contextmanager
def sound_server() -> Iterator[tuple[Pulse, pytest.MonkeyPatch]]:
    """A PulseAudio of its own in a folder of its own, which all that is started meanwhile uses."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        try:
            with served(Path(folder), patch) as house:
                yield house, patch
        except pytest.fail.Exception as error:
            door.leave(2, str(error))


def watched(child: subprocess.Popen[str], begin: float) -> Start:
    process = psutil.Process(child.pid)
    listening = cpu = answered = 0.0
    held = most = 0
    for event in events(child):
        seconds = time.perf_counter() - begin
        if event["event"] == "SenseChanged" and event["sense"] == "microphone" and event["privacy"] == "active" and not listening:
            listening, cpu = seconds, computed(process)
        elif event["event"] == "TurnEnded":
            # The process still lives: it says that a turn has ended before it ends itself.
            answered, held, most = seconds, resident(child.pid), peak(child.pid)
    if not answered:
        raise SystemExit("The bundled question was not answered; see what `owlish run --headless` says.")
    return Start(listening, cpu, answered, held, most)


def computed(process: psutil.Process) -> float:
    """Seconds of the processor."""
    times = process.cpu_times()
    return times.user + times.system


def events(child: subprocess.Popen[str]) -> Iterator[dict]:
    assert child.stdout is not None
    yield from (json.loads(line) for line in child.stdout)


if __name__ == "__main__":
    sys.exit(main())
