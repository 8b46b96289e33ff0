"""A guest as the house sees it: a skill whose `handle` runs in a process of its own.

The process is started when it is first needed, asks for everything by messages (guest_wire), and is ended when it floods, talks
nonsense, does not answer or works without end; the next turn starts another. What it may is decided by the home that is lent to it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import anyio

from assistant.errors import OwlishError, SkillError
from assistant.phrases import Phrases
from assistant.routing import guest_wire
from assistant.routing.guest_line import OpenLine, open_line
from assistant.routing.guest_link import Link
from assistant.routing.guest_trial import START, Facts, Limits, folder_of, own_folder, start_message
from assistant.skill import Home, Reply, Skill, Turn

WATCHED = 2.0
"""Seconds between two looks at how much a guest works."""
BURST, SHARE = 10.0, 0.25
"""A guest may use ten seconds of a core at once, and a quarter of a core on the long run."""


class GuestSkill(Skill):
    def __init__(self, point: EntryPoint, facts: Facts, language: str, limits: Limits, opened: OpenLine = open_line) -> None:
        self.name, self.timeout = facts.name, facts.timeout  # type: ignore[misc]  # all guests are of this class, so it is theirs to tell
        self.permissions = facts.permissions
        self.phrases = Phrases(folder_of(facts.module.rpartition(".")[0] or facts.module), facts.name, language)
        self._point, self._language, self._limits, self._open_line = point, language, limits, opened
        self._has_background = facts.background
        self._starting = anyio.Lock()
        self._link: Link | None = None
        self._folder: Path | None = None

    async def handle(self, turn: Turn) -> Reply:
        link = await self._running()
        words = {"text": turn.text, "intent": turn.intent, "slots": turn.slots, "said": turn.said}
        context = own_context(turn.context, self.name)
        try:
            reply = await link.call("handle", turn.home, turn={**words, "language": turn.language, "time": turn.time, "context": context})
        finally:
            with anyio.CancelScope(shield=True):
                await link.album.move()
        try:
            return guest_wire.sound_reply(reply)
        except ValueError as error:
            raise SkillError(f"Skill '{self.name}' returned {error}.") from error

    async def background(self, home: Home) -> None:
        failure: OwlishError | None = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._watch, name=f"work of {self.name}")
            if self._has_background:
                try:
                    await self._in_background(home)
                except OwlishError as error:
                    failure = error
                    tasks.cancel_scope.cancel()
        if failure:
            raise failure

    async def _in_background(self, home: Home) -> None:
        link = await self._running()
        try:
            await link.call("background", home)
        finally:
            with anyio.CancelScope(shield=True):
                await link.album.move()

    async def _watch(self) -> None:
        """Ends a process that works without end."""
        left, link, before = BURST, None, 0.0
        while True:
            await anyio.sleep(WATCHED)
            if self._link is None or (worked := self._link.worked()) is None:
                continue
            if link is not self._link:
                left, link, before = BURST, self._link, 0.0
            left, before = min(BURST, left + SHARE * WATCHED) - (worked - before), worked
            if left < 0:
                link.fail("kept the processor busy for too long, and its process was ended")

    async def _running(self) -> Link:
        """The process, started where there is none. Raises SkillError."""
        async with self._starting:
            if self._link is None or self._link.over:
                await self._end()
                try:
                    folder = self._folder = own_folder()
                    line = await self._open_line(self.name, folder)
                except OSError as error:
                    raise SkillError(f"Skill '{self.name}' could not be started: {error.strerror}.") from error
                self._link = Link(self.name, line, folder)
                await self._link.start(start_message(self._point, self._language, self._limits, folder), START)
            return self._link

    async def end(self) -> None:
        """Of the process, with its folder."""
        with anyio.CancelScope(shield=True):
            async with self._starting:
                await self._end()

    async def _end(self) -> None:
        if self._link is not None:
            await self._link.end()
            self._link = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def own_context(context: Mapping[str, Any], guest: str) -> dict[str, Any]:
    """What of the conversation a guest gets to know: what "it" is, and what it said itself, as it wrote that; nothing of others."""
    replied = ("asked", "last_reply") if context.get("asked_by") == guest else ()
    undone = ("undo",) if context.get("undo", ("", ""))[1] == guest else ()
    return {key: context[key] for key in ("thing", *replied, *undone) if isinstance(context.get(key), (str, tuple))}
