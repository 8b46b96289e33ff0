"""Commands of the person's own at events, so that LEDs light up and music is turned down: config [hooks], as in wyoming-satellite.

A command runs without a shell, with the event as JSON on its standard input, one at a time for each hook. What comes meanwhile waits, and
only the newest of it: lights that lag behind shall catch up, not replay.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from assistant.bus import Bus
from assistant.config import Hooks as HooksConfig
from assistant.events import (
    Event,
    Notice,
    Replied,
    SenseChanged,
    SenseTrouble,
    SkillFailed,
    SpeechStarted,
    StateChanged,
    Transcribed,
    TurnStarted,
    WakeWordHeard,
    as_dict,
)

LONGEST = 5.0
"""Seconds that a command may run."""


def hook_of(event: Event) -> str | None:
    """Its name in the configuration, where the event has one."""
    match event:
        case WakeWordHeard():
            return "awake"
        case SpeechStarted():
            return "listening"
        case StateChanged(state="thinking" | "speaking" | "idle" | "stopped" as state):
            return state
        case SenseChanged(sense="microphone", privacy=privacy):
            return "muted" if privacy == "off" else "unmuted"
        case SenseTrouble(recovered=False) | SkillFailed():
            return "error"
        case TurnStarted(source="skill"):
            return "announcing"
        case Transcribed():
            return "heard"
        case Replied():
            return "replied"
    return None


class Hooks:
    def __init__(self, config: HooksConfig, bus: Bus) -> None:
        """bus: gets a Notice, once for each hook that fails."""
        self._bus = bus
        self._muted: bool | None = None
        self._hooks = {name: _Hook(name, words, bus) for name, command in config if (words := shlex.split(command))}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At whose end those that still wait are run to theirs: the lights go out."""
        with self._bus.watched_by(self._watch):
            async with anyio.create_task_group() as tasks:
                for name, hook in self._hooks.items():
                    tasks.start_soon(hook.run, name=f"hook {name}")
                yield
                for hook in self._hooks.values():
                    hook.end()

    def _watch(self, event: Event) -> None:
        if self._is_news(event) and (hook := self._hooks.get(hook_of(event) or "")):
            hook.put(event)

    def _is_news(self, event: Event) -> bool:
        """A microphone that is open stays unmuted, whether it listens or waits for the wake word."""
        if not isinstance(event, SenseChanged) or event.sense != "microphone":
            return True
        before, self._muted = self._muted, event.privacy == "off"
        return before != self._muted


class _Hook:
    def __init__(self, name: str, words: list[str], bus: Bus) -> None:
        self._name, self._words, self._bus = name, words, bus
        self._newest: Event | None = None
        self._come = anyio.Event()
        self._over = self._failed = False

    def put(self, event: Event) -> None:
        self._newest = event
        self._come.set()

    def end(self) -> None:
        """After what waits."""
        self._over = True
        self._come.set()

    async def run(self) -> None:
        while not (self._over and self._newest is None):
            await self._come.wait()
            self._come, event, self._newest = anyio.Event(), self._newest, None
            if event is not None and (trouble := await self._call(event)) and not self._failed:
                self._failed = True
                self._bus.send(Notice(anyio.current_time(), f"The command of hooks.{self._name} {trouble}; it is tried again next time."))
            if self._over:
                self._come.set()

    async def _call(self, event: Event) -> str:
        """What went wrong; empty where nothing did."""
        try:
            with tempfile.TemporaryFile() as told:  # not a pipe, which breaks when a command does not read what it is told
                told.write(json.dumps({"hook": self._name, **as_dict(event)}).encode())
                told.seek(0)
                process = await anyio.open_process(self._words, stdin=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError as error:
            return f"cannot be run ({error.strerror})"
        try:
            with anyio.move_on_after(LONGEST):
                code = await process.wait()
                return f"ended with {code}" if code else ""
        finally:
            if process.returncode is None:
                process.kill()
            with anyio.CancelScope(shield=True):
                await process.aclose()
        return f"had not ended after {LONGEST:g} s and was stopped"
