"""Makes session bundles out of rooms, in virtual time: the house is the one that `owlish run` builds, the room takes the devices' place."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import anyio

from assistant.build import build
from assistant.commands.record import begun
from assistant.config import Config
from assistant.events import Event, TurnEnded
from assistant.life import Assistant
from assistant.session.player import PlayedWorker
from assistant.session.recorded import RecordedWorker
from assistant.session.recorder import Recorder
from assistant.session.virtual import VirtualLoop
from assistant.worker import Worker
from tests.assistant.conversation import NOON, Room, RoomCamera, RoomMicrophone, RoomSpeaker, _press, _type
from tests.assistant.script import FOLDER, load


class RoomRecorder(Recorder):
    """Computing takes the time that it really takes, in virtual time too; the day is always the same."""

    room: Room

    def begin(self, bus: Any) -> None:
        self._noon = NOON - anyio.current_time()
        super().begin(bus)

    def wall(self) -> float:
        return self._noon + anyio.current_time()

    def worker(self, name: str) -> Worker:
        return RecordedWorker(PlayedWorker(name, None), self)

    @cached_property
    def _speaker(self) -> RoomSpeaker:
        return RoomSpeaker(self.room)

    def speaker(self, opened: Callable[[], Any]) -> Any:
        return super().speaker(lambda: self._speaker)

    def microphone(self, opened: Callable[[], Any]) -> Callable[[], Any]:
        return super().microphone(lambda: RoomMicrophone(self.room, self._speaker))

    def camera(self, opened: Callable[[], Any]) -> Any:
        return super().camera(lambda: RoomCamera(self.room))


def record(room: Room, folder: Path, config: Config | None = None) -> list[Event]:
    """The folder gets the session; what happened is returned."""
    return anyio.run(partial(_record, room, folder, config or Config()), backend_options={"loop_factory": VirtualLoop})


async def _record(room: Room, folder: Path, config: Config) -> list[Event]:
    happened: list[Event] = []
    VirtualLoop.of_this().watch_threads()
    senses: dict[str, Any] = {"eyes": room.picture is not None, "ears": not room.deaf, "ends_with_sound": True, "notices": ()}
    recorder, trouble = begun(folder, config, make=RoomRecorder, **senses)
    assert isinstance(recorder, RoomRecorder), trouble
    recorder.room = room
    try:
        assistant = build(config, session=recorder, **senses)
        with assistant.bus.watched_by(happened.append):
            await (_talk(room, assistant) if room.deaf else _live(room, assistant))
    finally:
        recorder.close()
    return happened


async def _live(room: Room, assistant: Assistant) -> None:
    async with anyio.create_task_group() as tasks:
        for when, text in room.typed:
            tasks.start_soon(_type, assistant, when, text)
        for when, down in room.keys:
            tasks.start_soon(_press, assistant, when, down)
        await assistant.run()
        tasks.cancel_scope.cancel()


async def _talk(room: Room, assistant: Assistant) -> None:
    """What is typed waits for its time and for the end of the turn before, however long that takes in a process of its own."""
    ended, events = anyio.create_memory_object_stream[Event](1000)

    def watch(event: Event) -> None:
        if isinstance(event, TurnEnded):
            ended.send_nowait(event)

    with ended, events, assistant.bus.watched_by(watch):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(assistant.run)
            for when, text in room.typed:
                await anyio.sleep_until(when)
                await assistant.hear_text(text)
                await events.receive()
            assistant.shut_down()


def main() -> None:
    """Records the first part of each script that is named, into tests/conversations/bundles."""
    os.environ["OWLISH_DATA"], os.environ["TZ"] = tempfile.mkdtemp(), "UTC"
    time.tzset()
    for path in map(Path, sys.argv[1:]):
        folder = FOLDER / "bundles" / path.stem
        shutil.rmtree(folder, ignore_errors=True)
        part = load(path)[0]
        record(part.room, folder, part.config)
        print(f"{folder}: {sum(file.stat().st_size for file in folder.rglob('*')) // 1000} kB")


if __name__ == "__main__":
    main()
