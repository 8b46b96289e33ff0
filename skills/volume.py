"""The volume of the real sound server: PulseAudio or PipeWire through `pactl`, else ALSA through `amixer`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread

from assistant.skill import Reply, Skill, Turn

STEPS = {"a bit": 5, "": 10, "a lot": 25}
"""Percent, by what was said with it."""
MARKS = 10
"""A volume without "percent" is one of so many marks, as on a dial; more is percent."""
AUDIBLE = 20
"""Percent that unmuting brings back where no other level is remembered."""
PATIENCE = 4.0
"""Seconds for the program, which takes milliseconds."""
KEY = "before"


class NoSoundServer(Exception):
    pass


@dataclass(frozen=True)
class Level:
    percent: int
    muted: bool


@dataclass(frozen=True)
class Mixer:
    """A program that knows the volume. Its commands are blocking."""

    read: tuple[tuple[str, ...], ...]
    set: tuple[str, ...]
    """With {percent}."""
    mute: tuple[str, ...]
    unmute: tuple[str, ...]

    @property
    def program(self) -> str:
        return self.set[0]

    def level(self) -> Level:
        """Raises NoSoundServer where it answers nothing that tells a volume."""
        text = "".join(run(command) for command in self.read)
        percents = [int(percent) for percent in re.findall(r"(\d+)%", text)]
        if not percents:
            raise NoSoundServer
        return Level(max(percents), re.search(r"Mute: yes|\[off\]", text) is not None)

    def change(self, percent: int | None = None, muted: bool | None = None) -> Level:
        """Returns what holds afterwards."""
        if percent is not None:
            run([word.format(percent=percent) for word in self.set])
        if muted is not None:
            run(self.mute if muted else self.unmute)
        return self.level()


SINK = "@DEFAULT_SINK@"
PULSE = Mixer(
    read=(("pactl", "get-sink-volume", SINK), ("pactl", "get-sink-mute", SINK)),
    set=("pactl", "set-sink-volume", SINK, "{percent}%"),
    mute=("pactl", "set-sink-mute", SINK, "1"),
    unmute=("pactl", "set-sink-mute", SINK, "0"),
)
ALSA = Mixer(
    read=(("amixer", "-M", "get", "Master"),),
    set=("amixer", "-M", "set", "Master", "{percent}%"),
    mute=("amixer", "-M", "set", "Master", "mute"),
    unmute=("amixer", "-M", "set", "Master", "unmute"),
)


def run(command: Sequence[str]) -> str:
    """Raises NoSoundServer where the program fails: nobody listens, or there is no such device."""
    try:
        words = {**os.environ, "LC_ALL": "C"}
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True, env=words).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise NoSoundServer from error


def find() -> tuple[Mixer, Level]:
    """The first program whose server answers. Raises NoSoundServer."""
    for mixer in (PULSE, ALSA):
        if shutil.which(mixer.program):
            try:
                return mixer, mixer.level()
            except NoSoundServer:
                continue
    raise NoSoundServer


class Volume(Skill):
    name = "volume"

    async def handle(self, turn: Turn) -> Reply:
        try:
            mixer, level = await anyio.to_thread.run_sync(find, abandon_on_cancel=True)  # a program of its own, which may hang
            reply: Reply = await getattr(self, f"_{turn.intent}")(turn, mixer, level)
            return reply
        except NoSoundServer:
            return Reply(self.phrases.say("no_server"))

    async def _level(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        return Reply(self.phrases.say("muted_at" if level.muted else "level", percent=level.percent))

    async def _set(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        if "fixed" in turn.slots:
            return await self._to(int(turn.slots["fixed"]), mixer, level)
        if "percent" in turn.slots:
            wanted = turn.slots["percent"]
        elif "mark" in turn.slots:
            wanted = turn.slots["mark"] * (MARKS if turn.slots["mark"] <= MARKS else 1)
        else:
            return Reply(self.phrases.say("how_loud"), follow_up=self.phrases.say("answer", answer="{answer}"))
        if not 0 <= wanted <= 100:
            return Reply(self.phrases.say("bounds"))
        return await self._to(round(wanted), mixer, level)

    _need_level = _set

    async def _louder(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        return await self._by(turn, 1, mixer, level)

    async def _quieter(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        return await self._by(turn, -1, mixer, level)

    async def _by(self, turn: Turn, sign: int, mixer: Mixer, level: Level) -> Reply:
        step = turn.slots.get("percent", STEPS[str(turn.slots.get("degree", ""))])
        wanted = min(max(level.percent + sign * round(step), 0), 100)
        if wanted == level.percent and not level.muted:
            return Reply(self.phrases.say("loudest" if sign > 0 else "quietest"))
        return await self._to(wanted, mixer, level)

    async def _to(self, percent: int, mixer: Mixer, level: Level) -> Reply:
        now = await self._change(mixer, percent, False)
        return Reply(self.phrases.say("level", percent=now.percent), undo=self._undo(level))

    async def _mute(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        if level.muted:
            return Reply(self.phrases.say("muted_at", percent=level.percent))
        await turn.home.storage.put(KEY, {"percent": level.percent})
        await self._change(mixer, None, True)
        return Reply(self.phrases.say("muted"), undo=self.phrases.say("undo_mute"))

    async def _unmute(self, turn: Turn, mixer: Mixer, level: Level) -> Reply:
        """To the level before it was muted, also where it was turned down to nothing meanwhile."""
        before = (await turn.home.storage.rows()).get(KEY, {}).get("percent") or AUDIBLE
        now = await self._change(mixer, None if level.percent else before, False)
        return Reply(self.phrases.say("level", percent=now.percent), undo=self._undo(level))

    async def _change(self, mixer: Mixer, percent: int | None, muted: bool) -> Level:
        return await anyio.to_thread.run_sync(mixer.change, percent, muted, abandon_on_cancel=True)

    def _undo(self, level: Level) -> str:
        return self.phrases.say("undo_unmute") if level.muted else self.phrases.say("undo_set", percent=level.percent)
