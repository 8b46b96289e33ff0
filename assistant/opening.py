"""A sense's device is open as long as its privacy state is not `off`, and closed otherwise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio

from assistant.events import Notice, Seen, StateChanged
from assistant.hearing import Ears
from assistant.parts import Parts
from assistant.seeing import Eyes
from assistant.senses.camera import Camera


class Senses:
    def __init__(self, parts: Parts, ears: Ears, sound_over: Callable[[], Awaitable[None]]) -> None:
        """sound_over: awaited when the microphone was a file that has ended, and nobody stays to type"""
        self._parts, self._ears, self._eyes, self._sound_over = parts, ears, parts.eyes, sound_over
        self._changed = {"microphone": anyio.Event(), "camera": anyio.Event()}

    async def listen(self) -> None:
        self._send(StateChanged, "idle")
        if self._deaf or self._ears.privacy == "off":
            self._turn_ears(False)
        while not self._deaf:
            changed = self._changed["microphone"]
            if self._ears.privacy != "off" and await self._listen_until(changed):
                await self._sound_ended()
            await changed.wait()

    @property
    def _deaf(self) -> bool:
        return self._parts.open_microphone is None

    def _turn_ears(self, on: bool) -> None:
        """Never on where there is nothing to hear with."""
        why = self._parts.phrases.say("no_microphone" if self._parts.typed else "no_microphone_untyped") if self._deaf else ""
        self._ears.turn(on and not self._deaf, why)

    async def _sound_ended(self) -> None:
        """The microphone was a file. Switched on again, it begins again."""
        if self._parts.ends_with_sound:
            await self._sound_over()
        else:
            self._ears.turn(False, self._parts.phrases.say("sound_over"))

    async def _listen_until(self, changed: anyio.Event) -> bool:
        """True when the sound is over by itself."""
        assert self._parts.open_microphone is not None
        microphone = self._parts.open_microphone()
        self._ears.opened(microphone.name)
        ended = False
        async with anyio.create_task_group() as tasks:

            async def hear() -> None:
                nonlocal ended
                await self._ears.listen(microphone.chunks())
                ended = True
                tasks.cancel_scope.cancel()

            tasks.start_soon(hear, name="hearing")
            await changed.wait()
            tasks.cancel_scope.cancel()
        return ended

    async def look(self) -> None:
        self._eyes.tell()
        if self._eyes.camera is None:
            return
        while True:
            changed = self._changed["camera"]
            async with anyio.create_task_group() as tasks:
                if self._eyes.privacy != "off":
                    tasks.start_soon(self._eyes.camera.run, name="camera reader")
                    tasks.start_soon(self._show_frames, self._eyes.camera, name="preview")
                await changed.wait()
                tasks.cancel_scope.cancel()

    async def _show_frames(self, camera: Camera) -> None:
        """To those who watch; what is asked about is chosen elsewhere, by the time of the words."""
        shown = None
        while True:
            newest = camera.newest()
            if newest is not None and newest is not shown:
                self._parts.bus.send(Seen(newest.time, shown := newest))
            await anyio.sleep(1 / self._parts.config.camera.rate_hz)

    def switch(self, sense: str, on: bool) -> None:
        part: Eyes | Ears = self._eyes if sense == "camera" else self._ears
        was_open = part.privacy != "off"
        turn = self._eyes.turn if sense == "camera" else self._turn_ears
        turn(on)
        if was_open != (part.privacy != "off"):  # its device, and no other
            changed, self._changed[sense] = self._changed[sense], anyio.Event()
            changed.set()

    def push_to_talk(self, down: bool) -> None:
        if down and self._ears.privacy == "off":
            self._send(Notice, self._parts.phrases.say("no_microphone" if self._deaf else "microphone_off"))
        self._ears.push_to_talk(down)

    def _send(self, kind: type, *values: object) -> None:
        self._parts.bus.send(kind(anyio.current_time(), *values))
