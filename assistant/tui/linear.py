"""`owlish run --linear`: the conversation as plain lines for screen readers and line terminals. Nothing is drawn, moved or coloured; each
line is said once, when it matters. A typed line is a question; one that begins with a slash does what a key does in the full UI.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress

import anyio
from anyio.abc import ObjectSendStream
from anyio.from_thread import BlockingPortal

from assistant.events import (
    Event,
    Notice,
    Pending,
    Recording,
    Replied,
    SenseChanged,
    SenseName,
    SenseTrouble,
    SkillFailed,
    SpeakingEnded,
    Transcribed,
)
from assistant.phrases import Phrases
from assistant.tui.contract import Assistant, ends_talk, sentences
from assistant.tui.pending import coming
from assistant.tui.screens.why import why_page
from assistant.tui.turns import Growing, Turns

STDIN = 0
ACTS = ("help", "stop", "talk", "microphone", "camera", "why", "skills", "coming", "quit")
BARS = re.compile(r" *[━╸]+")


class Linear:
    def __init__(self, assistant: Assistant, say: Callable[[str], None] = print, wall: Callable[[], float] = time.time) -> None:
        self._assistant, self._say, self._wall = assistant, say, wall
        self._phrases = Phrases("assistant", "tui", assistant.config.routing.language)
        self._turns, self._replies = Turns(), Growing()
        self._pending: dict[str, Pending] = {}
        self._senses: dict[str, SenseChanged] = {}
        self._talking = False

    # ---- what happens

    def tell(self, event: Event) -> None:
        self._turns.note(event)
        self._replies.note(event)
        for line in self._lines(event):
            self._say(line)
        if self._talking and ends_talk(event):
            self._talk(False)

    def _lines(self, event: Event) -> Iterator[str]:
        match event:
            case Notice(sentence=sentence):
                yield self._named("note", sentence)
            case SenseTrouble(sentence=sentence, recovered=recovered):
                yield self._named("mended" if recovered else "trouble", sentence)
            case SkillFailed(sentence=sentence):
                yield self._named("trouble", sentence)
            case Transcribed(transcript=transcript):
                yield self._named("you", transcript.text)
            case Replied() if new := self._replies.rest(event):
                yield self._named("owlish", new)
            case SpeakingEnded(interrupted=True):
                yield self._phrases.say("cut_off")
            case Recording(on=on, folder=folder):
                yield self._phrases.say("recorded", folder=folder) if on else self._phrases.say("not_recorded")
            case Pending(skill=skill):
                self._pending[skill] = event
            case SenseChanged():
                yield from self._sense(event)

    def _sense(self, event: SenseChanged) -> Iterator[str]:
        """The camera is active for the moment of a look, which is no news."""
        glance = event.sense == "camera" and event.privacy == "active"
        before = self._senses.get(event.sense)
        if glance or (before and (before.privacy, before.detail) == (event.privacy, event.detail)):
            return
        self._senses[event.sense] = event
        words = f"{self._phrases.say(event.sense)} {self._phrases.say(f'privacy_{event.privacy}')}"
        yield f"{words}: {event.detail}" if event.detail else words

    def _talk(self, down: bool) -> None:
        self._talking = down
        self._say(self._phrases.say("linear_talking" if down else "linear_talked"))

    def _named(self, who: str, said: str) -> str:
        return f"{self._phrases.say(who)}: {said}"

    # ---- what is typed

    async def listen(self) -> None:
        """Until there is no more to read, and everything that was read has been answered; then the assistant ends."""
        self._say(self._phrases.say("linear_welcome"))
        send, receive = anyio.create_memory_object_stream[str](16)
        async with BlockingPortal() as portal, receive:
            threading.Thread(target=read_lines, args=(portal, send), name="typed lines", daemon=True).start()
            async for line in receive:
                await self.take(line)
                if not os.isatty(STDIN):  # the lines of a pipe come all at once, and none shall cut off the one before
                    await self._assistant.until_answered()
        await self._assistant.until_answered()
        self._assistant.shut_down()

    async def take(self, line: str) -> None:
        line = line.strip()
        if line.startswith("/"):
            await self._act(line[1:].strip().lower())
        elif line:
            await self._guarded(self._assistant.hear_text(line))

    async def _act(self, act: str) -> None:
        match act:
            case "stop":
                await self._guarded(self._assistant.stop())
            case "talk":
                down = not self._talking
                if not (down and self._is_off("microphone")):  # why nobody is heard then, the assistant says
                    self._talk(down)
                self._assistant.push_to_talk(down)
            case "microphone" | "camera":
                await self._guarded(self._assistant.switch(act, self._is_off(act)))
            case "quit":
                self._assistant.shut_down()
            case _:
                for line in self._page(act):
                    self._say(line)

    def _is_off(self, sense: SenseName) -> bool:
        known = self._senses.get(sense)
        return known is not None and known.privacy == "off"

    def _page(self, act: str) -> Iterator[str]:
        match act:
            case "why":
                text = why_page(self._phrases, self._turns.last).text.plain
                yield from (BARS.sub("", line).strip() for line in text.splitlines() if line.strip())
            case "skills":
                yield from (f"{skill}: {'; '.join(examples)}" for skill, examples in self._assistant.examples.items() if examples)
            case "coming":
                items = {skill: event.items for skill, event in self._pending.items()}
                lines = coming(items, self._wall(), self._phrases)
                yield from lines or [self._phrases.say("nothing_pending")]
            case "help":
                yield from (f"/{one}: {self._phrases.say(f'linear_{one}')}" for one in ACTS)
            case _:
                yield self._phrases.say("linear_unknown", act=act)

    async def _guarded(self, act: Awaitable[None]) -> None:
        try:
            await act
        except Exception as error:
            if not sentences(error):
                raise
            for sentence in sentences(error):
                self._say(self._named("trouble", sentence))


def read_lines(portal: BlockingPortal, send: ObjectSendStream[str]) -> None:
    """Reads the descriptor itself: a thread that waits inside sys.stdin would hold up the end of the process."""
    rest = b""
    with suppress(RuntimeError, CancelledError, anyio.BrokenResourceError):  # the assistant has ended meanwhile
        while some := _read():
            *lines, rest = (rest + some).split(b"\n")
            for line in lines:
                portal.call(send.send, line.decode("utf-8", "replace"))
        portal.call(send.send, rest.decode("utf-8", "replace"))
        portal.call(send.aclose)


def _read() -> bytes:
    try:
        return os.read(STDIN, 4096)
    except OSError:
        return b""
