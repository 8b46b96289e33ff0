"""Whole turns by the real pipeline, a spoken question to the first sound of its answer; for `owlish bench`.

The microphone is a sound file that plays at its own pace, the camera the bundled video, the loudspeaker a file that keeps time; the rest
is what `owlish run` does. Turns are kept in memory only.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import numpy as np

from assistant.build import build
from assistant.bundled import SAMPLE_VIDEO, sample
from assistant.config import Config, replace_section
from assistant.events import Event, TurnEnded
from assistant.memory.database import Database
from assistant.senses.resample import RATE_HZ, Resampler
from assistant.senses.speaker import FileSpeaker
from assistant.session.session import Session
from assistant.speech.tts import Voice

QUESTION = "What is on the table?"
BEFORE, APART = 1.0, 7.0
"""Seconds of quiet before the first question, and between two: the answer is spoken there."""
SHOWN = {
    "endpoint": "endpoint",
    "asr": "recognition",
    "route": "routing",
    "look": "vision and fusion",
    "skill": "skill",
    "answer": "end of speech to answer",
    "first_audio": "end of speech to first sound",
}
"""The pipeline's names of stages, and what they are called here, in order."""


class Aside(Session):
    """Keeps nothing, and plays into a file."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def memory(self, opened: Callable[[], tuple[Database, str]]) -> tuple[Database, str]:
        return Database(None), ""

    def speaker(self, opened: Callable[[], Any]) -> FileSpeaker:
        return FileSpeaker(self._out)


def spoken_turns(config: Config, voice: Voice, many: int) -> dict[str, list[float]]:
    """Seconds by stage; a first turn that is not counted warms everything up."""
    ended: list[TurnEnded] = []

    def watch(event: Event) -> None:
        if isinstance(event, TurnEnded):
            ended.append(event)

    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "asked.wav"), Path(folder, "answered.wav")
        write(asked, Resampler(voice.rate_hz).feed(voice.synthesize(QUESTION)), many + 1)
        config = replace_section(config, "microphone", device=str(asked), mode="open", start="active")
        config = replace_section(config, "camera", device=str(sample(SAMPLE_VIDEO)))
        assistant = build(config, ends_with_sound=True, session=Aside(answered))
        with assistant.bus.watched_by(watch):
            anyio.run(assistant.run)
    seconds: dict[str, list[float]] = defaultdict(list)
    for event in ended[1:]:
        for stage, name in SHOWN.items():
            if stage in event.stages:
                seconds[name].append(event.stages[stage])
    return {name: seconds[name] for name in SHOWN.values() if seconds[name]}


def write(path: Path, question: np.ndarray, many: int) -> None:
    import soundfile

    chance = np.random.default_rng(0)
    quiet = [np.zeros(round(seconds * RATE_HZ), np.float32) for seconds in (BEFORE, *[APART] * many)]
    sound = np.concatenate([part for pair in zip(quiet, [*[question] * many, question[:0]], strict=True) for part in pair])
    soundfile.write(path, sound + chance.normal(0, 1e-4, len(sound)).astype(np.float32), RATE_HZ)
