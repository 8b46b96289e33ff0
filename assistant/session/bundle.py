"""A session on disk, and how it is read back.

    session.json    what Owlish was: version, configuration, models' hashes, time zone, seed of lots, latency budgets
    memory.json     the rows that skills had stored at the start
    events.jsonl    every event, as `owlish run --json` prints them: the expected answers
    inputs.jsonl    what came from outside, each with its time: chunks, frames, typed words, keys, answers of hosts, what guests said;
                    and how long computing and playing took
    sound.flac      what the ears got: 16 kHz, 16 bits, without the echo
    frames/         the pictures that the eyes could look at, lossless

Times are seconds from the session's start. A line that a crash has cut is where the session ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import Frame
from assistant.senses.files import load_frame
from models.whole import in_place_of

FORMAT = 1
SESSION, MEMORY, EVENTS, INPUTS, SOUND, FRAMES = "session.json", "memory.json", "events.jsonl", "inputs.jsonl", "sound.flac", "frames"
RATE_HZ = 16_000
BLOCK = 512
ABOUT = ("format", "owlish", "timezone", "eyes", "ears", "ends_with_sound", "notices", "lots", "budgets", "models", "config")
NEEDED = {
    "begin": ("wall", "clock"),
    "asked": ("at", "what", "values"),
    "microphone": ("name",),
    "chunk": ("at", "start", "samples"),
    "camera": ("name",),
    "frame": ("at", "time", "index", "source", "live", "file"),
    "trouble": ("at", "sense", "sentence", "recovered"),
    "job": ("worker", "n", "seconds"),
    "network": ("host", "question", "seconds"),
    "guest": ("skill", "process"),
    "guest said": ("skill", "process", "after", "seconds", "data"),
    "guest worked": ("skill", "process"),
    "end": ("at",),
}
"""What a line of each kind has at least."""
MAY_HAVE = {"at", "seconds"}
"""What any line may have."""
FORMS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("wall", "clock", "at", "start", "time", "seconds", "after"), (int, float)),
    **dict.fromkeys(("samples", "index", "n"), int),
    **dict.fromkeys(("kind", "what", "name", "source", "file", "sense", "sentence", "worker", "host", "question", "skill"), str),
    **dict.fromkeys(("owlish", "timezone", "lots"), str),
    **dict.fromkeys(("values", "notices"), list),
    **dict.fromkeys(("budgets", "models"), dict),
}
"""Of what has this name, in a line or in the session's description."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Bundle:
    folder: Path
    about: Row
    """session.json."""
    config: Config
    memory: Mapping[str, Sequence[Row]]
    inputs: Sequence[Row]
    events: Sequence[Row]
    """What was answered then."""
    sound: np.ndarray
    """(N,) float32, as long as chunks could be kept."""
    wall: float
    """Wall clock at the start."""
    length: float
    """Seconds."""
    whole: bool
    """The recording was ended in order."""

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.inputs if row["kind"] == kind]

    def frame(self, row: Row) -> Frame:
        """row: of kind `frame`; its times are those of the session. Raises BadInput."""
        pixels = load_frame(self.folder / FRAMES / Path(row["file"]).name).pixels
        return Frame(pixels, row["time"], row["index"], row["source"], row["live"])


def read(folder: Path) -> Bundle:
    """Raises BadInput for what is no session, or one of a newer Owlish."""
    about = _object(folder, SESSION)
    if about["format"] != FORMAT:
        raise BadInput(f"{folder} was recorded by Owlish {about['owlish']} in a form that this one does not know; update Owlish.")
    inputs = _inputs(folder / INPUTS)
    begin = next((row for row in inputs if row["kind"] == "begin"), None)
    if begin is None:
        raise BadInput(f"{folder} holds a session that never began; record another: owlish run --record FOLDER.")
    sound, whole = _sound(folder, inputs), inputs[-1]["kind"] == "end"
    length = _length(inputs) if whole else min(_length(inputs), _heard_until(inputs, len(sound)))
    events = list(_rows(folder / EVENTS))
    return Bundle(
        folder=folder,
        about=about,
        config=_config(folder, about),
        memory=_object(folder, MEMORY) if (folder / MEMORY).exists() else {},
        inputs=inputs,
        events=events if whole else [row for row in events if row.get("time", 0.0) <= begin["clock"] + length],
        sound=sound,
        wall=begin["wall"],
        length=length,
        whole=whole,
    )


def _length(inputs: Sequence[Row]) -> float:
    return max(row.get("at", 0.0) for row in inputs)


def _heard_until(inputs: Sequence[Row], samples: int) -> float:
    """When the first chunk came that a crash has kept from the sound."""
    place = 0
    for row in inputs:
        place += row.get("samples", 0)
        if place > samples:
            return row["at"]
    return float("inf")


def rewrite(path: Path, text: str) -> None:
    """Whole or not at all. Raises BadInput."""
    try:
        with in_place_of(path) as part:
            part.write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None


def _config(folder: Path, about: Row) -> Config:
    try:
        return Config.model_validate(about.get("config"))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"])) or "the configuration"
        raise BadInput(f"{folder} was recorded with a setting that this Owlish does not take ({place}); mend it in {SESSION}.") from None


def _object(folder: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((folder / name).read_text("utf-8"))
    except OSError:
        raise BadInput(f"{folder} holds no recorded session; record one: owlish run --record FOLDER.") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{folder / name} is damaged ({error}).") from None
    if not isinstance(found, dict):
        raise BadInput(f"{folder / name} is damaged (no object).")
    if name == SESSION and (wrong := _wrong(found, ABOUT)):
        raise BadInput(f"{folder / name} is damaged: {wrong}.")
    return found


def _wrong(row: Row, names: Sequence[str]) -> str:
    """What is missing or of another form than its name says; empty where nothing is."""
    for name in names:
        if name not in row:
            return f"it has no {name}"
        if not isinstance(row[name], FORMS.get(name, object)):
            return f"its {name} is {str(row[name])[:40]!r}"
    return ""


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Up to the first line that is none."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(row, dict):
            return
        yield row


def _inputs(path: Path) -> list[Row]:
    """Raises BadInput for a line that is without what its kind needs, or has it in another form."""
    rows: list[Row] = list(_rows(path))
    for number, row in enumerate(rows, 1):
        if wrong := _wrong(row, ("kind",)) or _wrong(row, (*NEEDED.get(row["kind"], ()), *(MAY_HAVE & set(row)))):
            raise BadInput(f"{path}:{number} is damaged: {wrong}.")
    return rows


def _sound(folder: Path, inputs: Sequence[Row]) -> np.ndarray:
    """Raises BadInput where chunks were recorded and there is no sound at all."""
    import soundfile

    if not any(row["kind"] == "chunk" for row in inputs):
        return np.zeros(0, np.float32)
    try:
        with soundfile.SoundFile(folder / SOUND) as file:
            return np.frombuffer(b"".join(_blocks(file)), np.int16).astype(np.float32) / 32_768
    except (soundfile.SoundFileError, OSError):
        raise BadInput(f"{folder / SOUND} is missing or no sound; without it the session cannot be heard again.") from None


def _blocks(file: Any) -> Iterator[bytes]:
    """A file that was never closed knows no length, and ends with an error."""
    import soundfile

    try:
        while block := bytes(file.buffer_read(BLOCK, dtype="int16")):
            yield block
    except soundfile.SoundFileError:
        return
