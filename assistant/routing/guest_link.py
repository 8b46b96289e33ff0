"""The house's end of the line to a guest's process: its calls, its questions, and when it is ended."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import anyio.abc

from assistant import errors, log
from assistant.errors import NetworkError, OwlishError, PermissionDenied, SenseError, SkillError, StoreError, kind_of
from assistant.routing import guest_asks, guest_wire
from assistant.routing.guest_album import Album
from assistant.routing.guest_line import Line
from assistant.skill import Home

GRACE = 0.5
"""Seconds in which a guest must let go of what was cancelled."""
LISTENS = 2.0
"""Seconds in which it must take a message."""
BURST, RATE = 1000, 200
"""Messages at once, and a second on the long run."""
MOST_QUESTIONS = 64
"""At the same time."""
CAGED = "a guest opens only files of its own, and starts nothing; what it needs else it asks of home (docs/skills.md)"
"""Told of a PermissionError, which the system gives without a reason."""
OWN_ERRORS = (SenseError, StoreError, NetworkError, PermissionDenied)
"""What a guest may pass on as it met it."""


class Call:
    """One `handle` or `background` that goes on in the process."""

    def __init__(self, home: Home | None) -> None:
        """home: none at the start, when nothing can be asked of it yet."""
        self.home = home
        self.tasks: anyio.abc.TaskGroup
        self.questions: dict[int, anyio.CancelScope] = {}
        self.over = False
        self.reply: Any = None
        self.error: OwlishError | None = None

    def end(self, reply: Any = None, error: OwlishError | None = None) -> None:
        self.over, self.reply, self.error = True, reply, error


class Link:
    def __init__(self, skill: str, line: Line, folder: Path) -> None:
        """folder: the process's own."""
        self._skill, self._line, self.album = skill, line, Album(folder)
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count(1)
        self._reading, self._writing = anyio.Lock(), anyio.Lock()
        self._rest = bytearray()
        self._left, self._counted = float(BURST), anyio.current_time()
        self._introduced = False
        self.over = ""
        """Why the process has ended; empty while it lives."""

    async def start(self, message: Mapping[str, Any], longest: float) -> None:
        """Raises SkillError when the guest cannot be loaded."""
        self._calls[0] = call = Call(None)
        with anyio.move_on_after(longest):
            await self._send({"start": message})
            await self._pump(call)
        del self._calls[0]
        if not call.over:
            self.fail(f"had not started after {longest:g} s")
            raise SkillError(f"Skill '{self._skill}' {self.over}.")
        if call.error:
            self.fail("failed to start")
            raise call.error

    async def call(self, do: str, home: Home, **more: Any) -> Any:
        """Raises the errors that a skill may pass on, SkillError for all else that goes wrong."""
        number, call = next(self._numbers), Call(home)
        async with anyio.create_task_group() as call.tasks:
            self._calls[number] = call
            try:
                await self._send({"call": number, "do": do, "wall": home.now(), "others": self._others(home), **more})
                await self._pump(call)
            except anyio.get_cancelled_exc_class():
                with anyio.CancelScope(shield=True):
                    await self._let_go(number, call)
                raise
            finally:
                del self._calls[number]
                call.tasks.cancel_scope.cancel()
        if call.error:
            raise call.error
        return call.reply

    def _others(self, home: Home) -> list[dict[str, Any]] | None:
        """What can be said to the other skills; told once."""
        if self._introduced:
            return None
        self._introduced = True
        intents = {skill.name: skill.phrases.section("intents") for skill in home.skills()}
        return [
            {"name": name, "intents": {intent: words.get("examples", ()) for intent, words in found.items()}}
            for name, found in intents.items()
        ]

    async def _let_go(self, number: int, call: Call) -> None:
        """Nobody waits for the answer any more; a guest that does not notice is ended."""
        with anyio.move_on_after(GRACE):
            await self._send({"cancel": number})
            await self._pump(call)
        if not call.over:
            self.fail("did not stop when it was told to, and its process was ended")

    # ---- messages

    async def _pump(self, call: Call) -> None:
        """Whoever waits reads for all."""
        while not call.over:
            async with self._reading:
                if not call.over:
                    await self._read()

    async def _read(self) -> None:
        while (end := self._rest.find(b"\n")) < 0:
            try:
                self._rest += await self._line.receive()
            except (anyio.EndOfStream, anyio.ClosedResourceError, anyio.BrokenResourceError) as error:
                how = f" ({error})" if isinstance(error, anyio.EndOfStream) and str(error) else ""
                return self.fail(self.over or f"has ended in the middle of its work{how}")
            if len(self._rest) > guest_wire.LONGEST_LINE:
                return self.fail("sent a message without end, and its process was ended")
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        now = anyio.current_time()
        self._left = min(BURST, self._left + RATE * (now - self._counted)) - 1
        self._counted = now
        if self._left < 0:
            return self.fail("flooded the house with messages, and its process was ended")
        try:
            self._take(guest_wire.message(line))
        except (ValueError, KeyError, TypeError):
            self.fail("sent what is no message, and its process was ended")

    def _take(self, message: dict[str, Any]) -> None:
        if "ask" in message:
            self._asked(message)
        elif "ready" in message:
            self._calls[0].end(message["ready"])
        elif "broken" in message:
            why = guest_wire.written(message["broken"])
            self._calls[0].end(error=SkillError(f"Skill '{self._skill}' failed to start: {why}."))
        elif "drop" in message:
            for call in self._calls.values():
                if scope := call.questions.get(message["drop"]):
                    scope.cancel()
        elif ended := self._calls.get(message["done"] if "done" in message else message["failed"]):
            ended.end(message.get("reply"), self._error(message) if "failed" in message else None)

    def _error(self, message: dict[str, Any]) -> OwlishError:
        kind, text = guest_wire.written(message["kind"])[:40], " ".join(guest_wire.written(message["text"]).split())
        made = getattr(errors, kind, None)
        if isinstance(made, type) and issubclass(made, (*OWN_ERRORS, SkillError)):
            return made(text)
        if kind == "MemoryError":
            return SkillError(f"Skill '{self._skill}' wanted more memory than a guest gets (guests.memory in the configuration).")
        log.logger.error("skill %s failed:\n%s", self._skill, guest_wire.written_frames(message.get("frames", "")))
        place = guest_wire.written(message.get("place", ""))[: guest_wire.LONGEST_LABEL]
        why = ": ".join(filter(None, (kind, text.rstrip("."))))
        told = ", ".join(filter(None, (why, place)))
        return SkillError(
            f"Skill '{self._skill}' failed: {told}; {CAGED}." if kind == "PermissionError" else f"Skill '{self._skill}' failed: {told}."
        )

    def _asked(self, message: dict[str, Any]) -> None:
        call = self._calls.get(message["call"])
        if call is None or call.over or not message["call"]:  # of a turn that is over
            return
        if len(call.questions) >= MOST_QUESTIONS:
            return self.fail("asked too many things at once, and its process was ended")
        scope = call.questions[int(message["ask"])] = anyio.CancelScope()
        call.tasks.start_soon(self._answer, call, message, scope, name=f"question of {self._skill}")

    async def _answer(self, call: Call, message: dict[str, Any], scope: anyio.CancelScope) -> None:
        number = message["ask"]
        try:
            with scope:
                answer: dict[str, Any] = {"answer": number}
                try:
                    assert call.home is not None  # the start, which has none, may not ask
                    answer["value"] = await self._done(call.home, str(message["what"]), message["with"], number)
                except OwlishError as error:
                    answer["error"] = [kind_of(error), str(error)]
                except Exception as error:  # the house's own fault must not end the guest, nor the other way round
                    answer["error"] = ["SkillError", f"The house failed at {message['what']!s:.40}: {type(error).__name__}: {error}."]
                await self._send(answer)
        finally:
            call.questions.pop(number, None)

    async def _done(self, home: Home, what: str, given: Any, number: int) -> Any:
        arguments = guest_asks.checked(what, given)
        if what == "pictures":
            return await self.album.lend(home)
        if what == "stream":
            async with contextlib.aclosing(home.stream(**arguments)) as lines:
                async for line in lines:
                    await self._send({"answer": number, "line": line})
            return None
        place, _, member = what.rpartition(".")
        member_of: Any = getattr(home, place) if place else home
        keywords = {name: arguments.pop(name) for name in guest_asks.BY_NAME if name in arguments}
        return await getattr(member_of, member)(*arguments.values(), **keywords)

    async def _send(self, message: Mapping[str, Any]) -> None:
        line = guest_wire.line(message)
        async with self._writing:
            with anyio.move_on_after(LISTENS, shield=True) as late:  # half a message cannot be taken back
                try:
                    await self._line.send(line)
                except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                    self.fail("has ended in the middle of its work")
            if late.cancelled_caught:
                self.fail("did not listen, and its process was ended")

    # ---- the end

    def fail(self, why: str) -> None:
        """For a guest with which nothing more can be done."""
        if not self.over:
            self.over = why
            self._line.kill()
        for call in self._calls.values():
            call.end(error=SkillError(f"Skill '{self._skill}' {self.over}."))

    async def end(self) -> None:
        self.fail("was ended with the house")
        await self._line.aclose()

    def worked(self) -> float | None:
        """Seconds of a core that the process has used; None where the system does not tell."""
        return self._line.worked()
