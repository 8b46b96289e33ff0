"""The whole loop over a real sound server: spoken commands into a virtual microphone, answers out of a virtual loudspeaker.

    python -m bench.loop [--turns 50] [--idle 30] [--picture FILE]

Prints the seconds from the end of speech to the text, to the answer and to the first sound, p50 and p95, and every stage; then what
an idle assistant with an open microphone costs, and how much memory the loop takes. Needs PulseAudio; no hardware.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from typing import IO, Any

import numpy as np
import psutil
import soundfile

from assistant.bundled import SAMPLE_VIDEO, sample
from assistant.paths import model_dir
from bench.start import computed, sound_server
from models import door, registry
from models.memory import MB, peak, resident
from models.store import Store
from tests.pulse import Pulse
from tests.speech import RATE_HZ, spoken

COMMANDS = (
    "What do you see?",
    "What time is it?",
    "How many people are there?",
    "What is on the table?",
    "Set a timer for ten minutes.",
    "Where is the cup?",
    "Cancel all timers.",
    "What day is it?",
    "Is there a bottle on the table?",
    "What colour is the cup?",
)
VISUAL = {"look", "find", "count"}
PATIENCE = 20.0


def main() -> None:
    asked = arguments()
    for model in registry.defaults():
        Store(model_dir()).pull(model)
    with sound_server() as (house, patch):
        patch.setenv("OWLISH_DATA", str(house.folder))
        patch.setenv("OWLISH__MODELS__CHOOSE", "never")
        with running("--no-camera") as (process, events):
            wait_for(events, "StateChanged")
            idle = {"with an open microphone": cost(process.pid, asked.idle)}
        with running("--camera", asked.picture) as (process, events):
            wait_for(events, "StateChanged")
            idle["and a camera"] = cost(process.pid, asked.idle)
            turns = [one_turn(house, events, COMMANDS[number % len(COMMANDS)]) for number in range(asked.turns)]
            memory = resident(process.pid), peak(process.pid)
    if asked.each:
        print(*turns, sep="\n")
    report([turn for turn in turns if turn], asked.turns, idle, memory)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.loop", description="Latency, idle cost and memory of the whole loop.")
    parser.add_argument("--turns", type=door.count, default=50)
    parser.add_argument("--idle", type=door.positive, default=30.0, help="seconds of silence over which the idle cost is measured")
    parser.add_argument("--each", action="store_true", help="print every turn, too")
    parser.add_argument("--picture", type=door.file, default=str(sample(SAMPLE_VIDEO)), help="what the camera sees: a picture or a video")
    return parser.parse_args()


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen, Queue]]:
    command = [sys.executable, "-m", "assistant", "run", "--headless", "--json", "--mic", "default", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        events: Queue = Queue()
        reader = threading.Thread(target=read, args=(process.stdout, events))
        reader.start()
        try:
            yield process, events
        finally:
            process.terminate()
            reader.join()


def read(lines: IO[str] | None, events: Queue) -> None:
    for line in lines or ():
        events.put(json.loads(line))


def one_turn(house: Pulse, events: Queue, text: str) -> dict[str, Any] | None:
    """Speaks, and waits until it has been answered to the last word; None when it was not heard as a turn."""
    path = house.folder / "command.wav"
    soundfile.write(path, spoken(text, before=0.3, after=0.1).samples, RATE_HZ)
    house.speak(path).wait()
    try:
        routed = wait_for(events, "Routed")
        return {"text": text, "heard": routed["text"], "by": routed["skill"], **wait_for(events, "TurnEnded")["stages"]}
    except Empty:
        return None


def wait_for(events: Queue, name: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        event = events.get(timeout=max(0.0, deadline - time.monotonic()))
        if event["event"] == name:
            return event


def cost(pid: int, seconds: float) -> float:
    """Share of one core while nobody speaks."""
    time.sleep(5.0)
    process = psutil.Process(pid)
    before, begin = computed(process), time.monotonic()
    time.sleep(seconds)
    return (computed(process) - before) / (time.monotonic() - begin)


def report(turns: list[dict[str, Any]], asked: int, idle: dict[str, float], memory: tuple[int, int]) -> None:
    """memory: bytes now, and at the most"""
    print(f"{len(turns)} of {asked} commands were heard as a turn, over PulseAudio, on {os.cpu_count()} cores")
    print(f"{'seconds from the end of speech':34}{'p50':>8}{'p95':>8}{'n':>6}")
    seeing = [turn for turn in turns if turn["by"] in VISUAL]
    for name, stage, some in (
        ("text", "text", turns), ("answer", "answer", turns), ("answer about the picture", "answer", seeing),
        ("first sound", "first_audio", turns), ("first sound about the picture", "first_audio", seeing),
    ):  # fmt: skip
        row(name, [turn[stage] for turn in some if stage in turn])
    print("of which")
    for stage in ("endpoint", "asr", "route", "look", "skill", "tts"):
        row("  " + stage, [turn[stage] for turn in (seeing if stage == "look" else turns) if stage in turn])
    shares = ", ".join(f"{name} {100 * share:.1f} %" for name, share in idle.items())
    print(f"idle, of one core: {shares}; memory {memory[0] / MB:.0f} MB, at the most {memory[1] / MB:.0f} MB")


def row(name: str, seconds: list[float]) -> None:
    if seconds:
        p50, p95 = np.percentile(seconds, (50, 95))
        print(f"{name:34}{p50:8.3f}{p95:8.3f}{len(seconds):6}")


if __name__ == "__main__":
    main()
