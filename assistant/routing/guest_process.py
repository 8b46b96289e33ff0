"""The other side of assistant.routing.guest: a process that holds one guest, and reaches the house by messages (guest_wire).

Started as `python -I -c "from assistant.routing.guest_process import main; main()"`. What the guest prints goes nowhere.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace
from importlib import import_module
from inspect import iscoroutinefunction, unwrap
from types import SimpleNamespace
from typing import Any, BinaryIO

import anyio
import anyio.to_thread

from assistant import errors
from assistant.errors import OwlishError, SkillError, kind_of, unwrapped
from assistant.routing import guest_cage, guest_fault, guest_wire
from assistant.routing.guest_home import GuestHome
from assistant.skill import Reply, Skill, Turn

Message = dict[str, Any]
OVER = "The turn is over, and what it was lent with it; what goes on longer belongs in background."


def main() -> None:
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)
    start = guest_wire.message(incoming.readline())["start"]
    try:
        guest_cage.enter(start["memory"], start["readable"], start["folder"])
        skill = skill_class(start["entry"])(start["language"])
        ready = guest_wire.line({"ready": facts(skill)})
    except BaseException as error:  # a guest's module may even leave while it is imported
        outgoing.write(guest_wire.line({"broken": _broken(error, start["entry"])}))
        return
    os.dup2(silence, 2)  # not before: what ends the process while it loads says why there
    outgoing.write(ready)
    anyio.run(GuestProcess(skill, incoming, outgoing).serve)


def skill_class(entry: str) -> type[Skill]:
    """entry: `package.module:Class`. Raises whatever the module raises, TypeError for what is no skill."""
    module, _, name = entry.partition(":")
    made: Any = import_module(module)
    for part in filter(None, name.split(".")):
        made = getattr(made, part)
    if not (isinstance(made, type) and issubclass(made, Skill)):
        raise TypeError(f"{entry} is not a subclass of assistant.skill.Skill")
    if not getattr(made, "name", None):
        raise TypeError(f"{entry} has no name")
    if made.handle is Skill.handle:
        raise TypeError(f"{entry} has no handle")
    for method in ("handle", "background"):
        if not iscoroutinefunction(unwrap(getattr(made, method))):
            raise TypeError(f"{method} of {entry} is not async; it begins with async def")
    return made


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _broken(error: BaseException, entry: str) -> str:
    """What is wrong, with the line where one of the guest's own was running."""
    place = guest_fault.place(error, entry.partition(":")[0])
    return ", ".join((": ".join(dict.fromkeys((type(error).__name__, first_line(error)))), place)) if place else first_line(error)


def facts(skill: Skill) -> Message:
    """What the house has to know about a guest."""
    return {
        "name": skill.name,
        "timeout": skill.timeout,
        "takes_rest": skill.takes_rest,
        "permissions": skill.permissions,
        "module": type(skill).__module__,
        "background": type(skill).background is not Skill.background,
    }


class GuestProcess:
    """Runs the calls of the house, each in a task of its own, and carries the guest's questions."""

    def __init__(self, skill: Skill, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._skill, self._incoming, self._outgoing = skill, incoming, outgoing
        self._writing = threading.Lock()
        self._numbers = itertools.count(1)
        self._scopes: dict[int, anyio.CancelScope] = {}
        self._waiting: dict[int, tuple[int, Any]] = {}
        """By question: the call in which it was asked, and where its answer goes."""
        self.others: Sequence[Any] = ()

    async def serve(self) -> None:
        async with anyio.create_task_group() as tasks:
            while line := await anyio.to_thread.run_sync(self._incoming.readline):
                message = guest_wire.message(line)
                if "do" in message:
                    tasks.start_soon(self._call, message)
                elif "cancel" in message and message["cancel"] in self._scopes:
                    self._scopes[message["cancel"]].cancel()
                elif "answer" in message and message["answer"] in self._waiting:
                    self._waiting[message["answer"]][1].send_nowait(message)
            os._exit(0)  # the house is gone; a guest's task has nobody left to work for

    def send(self, message: Message) -> None:
        """Blocks while the house is busy reading, as a guest should."""
        with self._writing:
            self._outgoing.write(guest_wire.line(message))

    async def _call(self, message: Message) -> None:
        number = message["call"]
        done: Message = {"done": number}
        with anyio.CancelScope() as self._scopes[number]:
            try:
                done["reply"] = await self._work(message)
            except Exception as raised:
                error = unwrapped(raised)
                where = {"place": guest_fault.place(error, type(self._skill).__module__), "frames": guest_fault.frames(error)}
                done = {"failed": number, "kind": kind_of(error), "text": str(error), **where}
        del self._scopes[number]
        for call, answers in self._waiting.values():
            if call == number:  # a task that the guest left behind: the house answers nothing of a turn that is over
                answers.send_nowait({"error": ("SkillError", OVER)})
        self.send(done)

    async def _work(self, message: Message) -> Any:
        home = GuestHome(self, message["call"], message["wall"] - time.time())
        if message.get("others") is not None:
            self.others = [_other(one) for one in message["others"]]
        if message["do"] == "background":
            return await self._skill.background(home)
        reply = await self._skill.handle(Turn(home=home, **message["turn"]))
        if not isinstance(reply, Reply):
            raise SkillError(f"Skill '{self._skill.name}' returned {type(reply).__name__}; a Reply is expected.")
        return await _whole(reply)

    async def ask(self, call: int, what: str, **arguments: Any) -> Any:
        """Raises as the house did."""
        with self._asked(call, what, arguments) as answers:
            return _value(await answers.receive())

    async def lines(self, call: int, what: str, **arguments: Any) -> AsyncGenerator[str, None]:
        with self._asked(call, what, arguments) as answers:
            while "line" in (answer := await answers.receive()):
                yield answer["line"]
            _value(answer)

    @contextmanager
    def _asked(self, call: int, what: str, arguments: Message) -> Iterator[Any]:
        if call not in self._scopes:
            raise SkillError(OVER)
        number = next(self._numbers)
        asked, answers = anyio.create_memory_object_stream[Message](float("inf"))
        self._waiting[number] = call, asked
        try:
            self.send({"ask": number, "call": call, "what": what, "with": arguments})
            yield answers
        except BaseException:
            self.send({"drop": number})
            raise
        finally:
            self._waiting.pop(number)[1].close()
            answers.close()


async def _whole(reply: Reply) -> Reply:
    """With all that is still coming: one message carries it."""
    if reply.more is None:
        return reply
    async with aclosing(reply.more) as pieces:
        more = "".join([piece async for piece in pieces])
    return replace(reply, text=" ".join(filter(None, (reply.text, more.strip()))), more=None)


def _value(answer: Message) -> Any:
    if error := answer.get("error"):
        raise _error(*error)
    return answer["value"]


def _error(kind: str, text: str) -> OwlishError:
    made = getattr(errors, kind, SkillError)
    return made(text) if isinstance(made, type) and issubclass(made, OwlishError) else SkillError(text)


def _other(one: Message) -> Any:
    """As much of another skill as a guest may know: what can be said to it."""
    intents = {"intents": {intent: {"examples": examples} for intent, examples in one["intents"].items()}}
    return SimpleNamespace(name=one["name"], phrases=SimpleNamespace(section=lambda name: intents.get(name, {})))
