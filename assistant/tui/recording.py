"""A conversation as `owlish run --headless --json` prints it, read back into events and played on the bus again."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import anyio
import numpy as np

from assistant import events
from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import Event, Frame, Notice, SenseChanged, SenseName
from assistant.phrases import Phrases

LONGEST = 2.0
"""Seconds; a longer wait between two events is cut to this."""
UNKEPT = {"Tokens": np.ndarray, "Proposals": np.ndarray, "Person": np.ndarray}
"""Nouns that are arrays and little else: like these, they come back as None, and not at all where there are several."""


def read(lines: Iterable[str], pixels: np.ndarray) -> Iterator[Event]:
    """
    lines:  one event a line
    pixels: (H, W, 3) uint8 RGB, the picture of every frame, which a recording does not keep
    Raises BadInput at a line that is no event.
    """
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            yield _build(getattr(events, row["event"]), row, pixels)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(f"Line {number} of the recording is no event ({error}); record with: owlish run --headless --json.") from None


def _build(hint: Any, value: Any, pixels: np.ndarray) -> Any:
    if value is None or hint is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return _build(get_args(hint)[0], value, pixels)
    if get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis:
        built = (_build(get_args(hint)[0], item, pixels) for item in value)
        return tuple(item for item in built if item is not None)
    if get_origin(hint) is tuple:
        return tuple(value)
    if hint is Frame:
        return Frame(pixels, value["time"], value["index"], value["source"])
    if is_dataclass(hint):
        return _record(hint, value, pixels)
    return None if hint is np.ndarray else value


def _record(kind: Any, value: dict[str, Any], pixels: np.ndarray) -> Any:
    hints = get_type_hints(kind, localns=UNKEPT)
    known = [item.name for item in fields(kind) if item.name in value]
    return kind(**{name: _build(hints[name], value[name], pixels) for name in known})


def load(path: Path, pixels: np.ndarray) -> list[Event]:
    try:
        return list(read(path.read_text("utf-8").splitlines(), pixels))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None


class Replay:
    """Stands where the assistant stands, and knows nothing but its recording. The switches work; a question gets no answer."""

    examples: Mapping[str, Sequence[str]] = {}

    def __init__(self, recorded: Iterable[Event], config: Config | None = None, paced: bool = True) -> None:
        self.bus, self.config = Bus(), config or Config()
        self._recorded, self._paced = tuple(recorded), paced
        self._phrases = Phrases("assistant", "tui", self.config.routing.language)
        self.played, self._over = anyio.Event(), anyio.Event()

    async def run(self) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._play, name="recording")
            await self._over.wait()
            tasks.cancel_scope.cancel()

    async def _play(self) -> None:
        before = self._recorded[0].time if self._recorded else 0.0
        for event in self._recorded:
            await anyio.sleep(min(event.time - before, LONGEST) if self._paced else 0)
            before = event.time
            self.bus.send(event)
        self.played.set()

    async def hear_text(self, text: str) -> None:
        self.bus.send(Notice(anyio.current_time(), self._phrases.say("recording")))

    async def until_answered(self) -> None:
        """Nothing is answered."""

    async def stop(self) -> None:
        """Nothing is being said."""

    async def switch(self, sense: SenseName, on: bool) -> None:
        self.bus.send(SenseChanged(anyio.current_time(), sense, "armed" if on else "off", ""))

    async def change(self, key: str, value: Any) -> None:
        """Nothing rests on it."""

    def push_to_talk(self, down: bool) -> None:
        """Nobody listens."""

    def shut_down(self) -> None:
        self._over.set()
