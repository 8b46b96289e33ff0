"""Plays a recorded session into the house: its senses are the bundle, its clock is virtual, its computing takes recorded time.

Computing is charged as long as it took then, so the events come when they came and two replays are the same; or, to measure this Owlish
on this machine, as long as it takes now.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import anyio
import anyio.lowlevel

from assistant.bus import Bus
from assistant.config import Camera as CameraConfig
from assistant.errors import SpeakerError
from assistant.events import AudioChunk, Frame, SenseName, SenseTrouble
from assistant.memory.database import Database
from assistant.network import Outside
from assistant.routing.guest_line import OpenLine
from assistant.senses.camera import Camera
from assistant.senses.microphone import Microphone
from assistant.senses.ring import Ring
from assistant.senses.speaker import SilentSpeaker
from assistant.session import guests, lots
from assistant.session.bundle import Bundle, Row
from assistant.session.memory import fill
from assistant.session.network import PlayedNetwork
from assistant.session.session import Session
from assistant.speech.voice import Speaker
from assistant.worker import T, Worker

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from assistant.worker import Given


class House(Protocol):
    """The assistant, as far as somebody outside can ask of it."""

    bus: Bus

    async def hear_text(self, text: str) -> None: ...
    async def stop(self) -> None: ...
    async def switch(self, sense: SenseName, on: bool) -> None: ...
    async def change(self, key: str, value: Any) -> None: ...
    def push_to_talk(self, down: bool) -> None: ...
    def shut_down(self) -> None: ...


class Player(Session):
    fetches = False

    def __init__(self, bundle: Bundle, *, measured: bool = False) -> None:
        """measured: computing takes the time that it takes now."""
        self._bundle, self._measured = bundle, measured
        self._start = 0.0
        self._seed, self._open = bytes.fromhex(bundle.about["lots"]), ExitStack()
        self._lent: dict[str, str] = {}
        """The folder in place of which each was lent."""
        lots.seed_networks(self._seed)
        self._openings = iter(openings(bundle.inputs, "microphone", "chunk", "sound over"))
        self._looks = iter(openings(bundle.inputs, "eyes open", "frame"))

    # ---- the seam

    def begin(self, bus: Bus) -> None:
        self._start = anyio.current_time()
        self._open.enter_context(lots.drawn_from(self._seed, bus))

    def close(self) -> None:
        """After the assistant has stopped."""
        self._open.close()

    def microphone(self, opened: Callable[[], Microphone]) -> Callable[[], Microphone]:
        return lambda: PlayedMicrophone(self, next(self._openings, []), sound=self._bundle.sound)

    def camera(self, opened: Callable[[], Camera]) -> Camera:
        return PlayedCamera(self, self._looks, self._bundle)

    def speaker(self, opened: Callable[[], Speaker | None]) -> Speaker | None:
        return PlayedSpeaker(self._bundle.of("played")) if self._bundle.config.speaker.device != "none" else None

    def worker(self, name: str) -> Worker:
        took = {row["n"]: row["seconds"] for row in self._bundle.of("job") if row["worker"] == name}
        return PlayedWorker(name, None if self._measured else took)

    def memory(self, opened: Callable[[], tuple[Database, str]]) -> tuple[Database, str]:
        database = Database(None)
        fill(database, self._bundle.memory)
        return database, ""

    def network(self) -> Outside:
        return PlayedNetwork(self._bundle.of("network"))

    def guests(self) -> OpenLine:
        return guests.played([row for row in self._bundle.inputs if row["kind"].startswith("guest")])

    def pictures(self, folder: Path) -> Path:
        """An empty one, which is gone when the session is over."""
        lent = self._open.enter_context(tempfile.TemporaryDirectory(prefix="owlish-replay-"))
        self._lent[lent] = str(folder)
        return Path(lent)

    def as_then(self, text: str) -> str:
        """The text with the person's own folder in place of the one that was lent."""
        for lent, own in self._lent.items():
            text = text.replace(lent, own)
        return text

    # ---- who was outside

    def wall(self) -> float:
        return self._bundle.wall + anyio.current_time() - self._start

    async def until(self, at: float) -> None:
        await anyio.sleep_until(self._start + at)

    def since_start(self, time: float) -> float:
        """The session's time on this loop's clock."""
        return self._start + time

    async def play(self, house: House) -> None:
        """Until the session's end, when the house is shut down."""
        for row in self._bundle.of("asked"):
            await self.until(row["at"])
            await self._ask(house, row["what"], row["values"])
        await self.until(self._bundle.length)
        house.shut_down()

    async def play_troubles(self, house: House) -> None:
        """What devices told of themselves, which are not here now."""
        for row in self._bundle.of("trouble"):
            await self.until(row["at"])
            house.bus.send(SenseTrouble(self.since_start(row["at"]), row["sense"], row["sentence"], row["recovered"]))

    async def _ask(self, house: House, what: str, values: Sequence[Any]) -> None:
        if what == "typed":
            await house.hear_text(*values)
        elif what == "switch":
            await house.switch(*values)
        elif what == "change":
            await house.change(*values)
        elif what == "key":
            house.push_to_talk(*values)
        elif what == "stop":
            await house.stop()


class PlayedMicrophone:
    def __init__(self, player: Player, rows: Sequence[Row], sound: Any) -> None:
        """rows: from one opening of the device to its closing."""
        self._player, self._rows, self._sound = player, rows, sound
        self.name = rows[0]["name"] if rows else ""

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        for row in self._rows[1:]:
            await self._player.until(row["at"])
            if row["kind"] == "sound over":
                return
            begin, end = row["place"], row["place"] + row["samples"]
            if end > len(self._sound):  # a crash has cut the sound shorter than the lines about it
                break
            yield AudioChunk(self._sound[begin:end], self._player.since_start(row["start"]), overflow=row.get("overflow", False))
        await anyio.sleep_forever()


class PlayedCamera:
    def __init__(self, player: Player, looks: Iterator[list[Row]], bundle: Bundle) -> None:
        """looks: for each time that the eyes were opened, the frames until they were closed."""
        self._player, self._looks, self._bundle = player, looks, bundle
        self.name = next((row["name"] for row in bundle.of("camera")), "")
        self._ring = Ring(bundle.config.camera.keep, bundle.config.camera.apart)
        self.newest, self.at, self.between = self._ring.newest, self._ring.at, self._ring.between

    def adopt(self, config: CameraConfig) -> None:
        """Its frames come when they came."""

    async def run(self) -> None:
        try:
            for row in next(self._looks, [])[1:]:
                await self._player.until(row["at"])
                frame = self._bundle.frame(row)
                self._ring.add(Frame(frame.pixels, self._player.since_start(frame.time), frame.index, frame.source, frame.live))
            await anyio.sleep_forever()
        finally:
            self._ring.clear()


class PlayedSpeaker(SilentSpeaker):
    """Takes the time of the sound, and what the device took beyond that."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = iter(rows)

    async def play(self, chunk: AudioChunk) -> None:
        row = next(self._rows, {})
        await anyio.sleep(row.get("late") or 0.0)
        if lost := row.get("lost"):
            raise SpeakerError(lost)
        await super().play(chunk)


class PlayedWorker:
    """One piece of work at a time, as its thread would."""

    def __init__(self, name: str, took: Mapping[int, float] | None) -> None:
        """took: seconds of each piece; a piece that was not recorded takes as long as most did. None: what it takes now."""
        self.name = name
        self._took = took
        self._usual = statistics.median(took.values()) if took else 0.0
        self._count = 0
        self._lock = anyio.Lock()

    async def run(self, work: Callable[[Unpack[Given]], T], *args: Unpack[Given]) -> T:
        number, self._count = self._count, self._count + 1
        async with self._lock:
            begin = time.perf_counter()
            try:
                return work(*args)
            finally:
                now = time.perf_counter() - begin
                await anyio.sleep(now if self._took is None else self._took.get(number, self._usual))


def openings(inputs: Sequence[Row], first: str, *kinds: str) -> list[list[Row]]:
    """The rows of these kinds, from each row of kind `first` to the next; each chunk is told its place in the sound."""
    parts: dict[int, list[Row]] = defaultdict(list)
    number = place = 0
    for row in inputs:
        if row["kind"] == first:
            number += 1
        if number and row["kind"] in (first, *kinds):
            parts[number].append({**row, "place": place})
            place += row.get("samples", 0)
    return list(parts.values())
