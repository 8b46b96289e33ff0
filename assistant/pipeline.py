"""The page to read first: one turn, from words to what was heard of the reply.

    microphone ─► Ears ─► Wish ─► route ─► skill (looks through Eyes) ─► reply ─► Mouth ─► speaker
                                              every step ─► bus

Who listens, who looks, and whose turn it is: assistant.life.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import anyio

from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import OwlishError, SenseError, SkillError, StoreError, VoiceError
from assistant.events import (
    Notice,
    Replied,
    Routed,
    SkillFailed,
    SpeakingEnded,
    SpeakingStarted,
    StateChanged,
    Transcribed,
    Transcript,
    TurnEnded,
    TurnStarted,
)
from assistant.hearing import Ears
from assistant.home import Doors, Eyes, TurnHome, TurnSight
from assistant.memory.turns import Trace, Turns
from assistant.perception.moments import moments
from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.routing.router import Router, Routing
from assistant.routing.runner import run_skill
from assistant.skill import Reply, Skill, Storage, Turn
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue import Dialogue

Outcome = Literal["done", "cancelled", "failed"]


class Microphone(Protocol):
    name: str

    def chunks(self) -> Any: ...
    async def aclose(self) -> None: ...


@dataclass(frozen=True)
class Wish:
    """What a turn starts from: words, and when they were said."""

    text: str
    source: Literal["voice", "text"]
    onset: float
    end: float
    transcript: Transcript | None = None
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Parts:
    """All that the assistant is made of; assistant.build puts them together."""

    config: Config
    bus: Bus
    phrases: Phrases
    registry: Registry
    router: Router
    dialogue: Dialogue
    turns: Turns
    storage: Callable[[Skill], Storage]
    make_ears: Callable[..., Ears]
    eyes: Eyes
    mouth: Mouth
    open_microphone: Callable[[], Microphone] | None
    wall: Callable[[], float] = time.time
    ends_with_sound: bool = False
    """The microphone is a file, and nobody stays to type: stop when it has been answered."""
    notices: tuple[str, ...] = ()
    """What a person should know before it begins: a missing device, a voice that is not there."""


class Pipeline:
    def __init__(self, parts: Parts, doors: Doors) -> None:
        self._parts, self._doors = parts, doors
        self._turn = 0
        self._floor = anyio.Lock()  # one voice at a time: replies and announcements

    def parts(self, wish: Wish) -> tuple[Wish, ...]:
        """The wish, or each of those that were said in one breath; what was heard belongs to the first."""
        context = self._parts.dialogue.context(anyio.current_time())
        first, *more = self._parts.router.wishes(wish.text, self._parts.config.routing.language, context)
        return replace(wish, text=first), *(replace(wish, text=text, transcript=None, stages={}) for text in more)

    async def answer(self, wish: Wish) -> None:
        """One turn. Cancelled, it is recorded as such."""
        number, begin = self._next(wish.source), anyio.current_time()
        trace = Trace(number, self._parts.wall(), wish.source, wish.text)
        stages = dict(wish.stages)
        sight = self.sight(wish.text, wish.onset, wish.end, number)
        outcome: Outcome = "cancelled"
        self._send(StateChanged, "thinking")
        if wish.transcript is not None:
            self._send(Transcribed, number, wish.transcript)
            trace.transcript = wish.transcript
        try:
            routing = self._route(wish, number, stages)
            trace.candidates, trace.chosen = routing.candidates, routing.chosen
            reply, outcome = await self._handle(routing, wish, sight, number)
            self._time(stages, sight, begin, wish)
            trace.reply = reply
            self._send(Replied, number, reply.text, reply.regions, reply.engine)
            self._parts.dialogue.remember(routing.text, routing.chosen, reply, anyio.current_time(), routing.doubt)
            trace.said = await self._speak(number, reply, stages, wish.end)
        finally:
            trace.looks, trace.stages, trace.outcome = tuple(sight.looks), stages, outcome
            with anyio.CancelScope(shield=True):
                await self._record(trace)
            self._send(TurnEnded, number, stages, outcome)

    def _route(self, wish: Wish, number: int, stages: dict[str, float]) -> Routing:
        begin = time.perf_counter()
        context = self._parts.dialogue.context(anyio.current_time())
        routing = self._parts.router.route(wish.text, self._parts.config.routing.language, context)
        stages["route"] = time.perf_counter() - begin
        chosen = routing.chosen
        named = (chosen.skill, chosen.intent, chosen.slots, chosen.score) if chosen else (None, None, {}, 0.0)
        self._send(Routed, number, wish.text, *named, routing.candidates)
        return routing

    async def _handle(self, routing: Routing, wish: Wish, sight: TurnSight, number: int) -> tuple[Reply, Outcome]:
        if routing.question:
            return Reply(routing.question, follow_up=routing.follow_up), "done"
        chosen = routing.chosen
        skill = self._parts.registry.get(chosen.skill if chosen else self._parts.router.rest)
        turn = Turn(
            text=routing.text,
            intent=chosen.intent if chosen else skill.name,
            slots=chosen.slots if chosen else {},
            home=self.home(skill, sight),
            language=self._parts.config.routing.language,
            time=self._parts.wall(),
            context=self._parts.dialogue.context(anyio.current_time()),
        )
        try:
            return await run_skill(skill, turn, self._parts.config.routing.skill_timeout), "done"
        except (SenseError, StoreError) as error:
            return Reply(str(error)), "failed"
        except SkillError as error:
            self._send(SkillFailed, skill.name, str(error))
            return Reply(self._parts.phrases.say("skill_failed", skill=skill.name)), "failed"

    def _time(self, stages: dict[str, float], sight: TurnSight, begin: float, wish: Wish) -> None:
        now = anyio.current_time()
        stages["look"] = sight.seconds
        stages["skill"] = max(0.0, now - begin - sight.seconds - stages["route"])
        stages["answer"] = now - wish.end

    async def announce(self, reply: Reply) -> None:
        """Speaks outside of a turn, once nobody else does."""
        number = self._next("skill")
        self._send(Replied, number, reply.text, reply.regions, reply.engine)
        stages: dict[str, float] = {}
        await self._speak(number, reply, stages, anyio.current_time())
        self._send(TurnEnded, number, stages, "done")

    async def _speak(self, number: int, reply: Reply, stages: dict[str, float], asked: float) -> str:
        """Returns what was heard of it."""

        def first_sound() -> None:
            stages["first_audio"] = anyio.current_time() - asked
            self._send(SpeakingStarted, number)

        async with self._floor:
            if self._parts.mouth.can_speak and reply.text:
                self._send(StateChanged, "speaking")
            try:
                said = await self._parts.mouth.say(reply.text, first_sound)
            except VoiceError as error:
                self._send(Notice, str(error))
                return ""
            except SenseError:  # the speaker has told the person
                return ""
        if self._parts.mouth.can_speak:
            stages["tts"] = said.synthesis
        self._send(SpeakingEnded, number, said.heard, said.interrupted)
        return said.heard

    async def _record(self, trace: Trace) -> None:
        try:
            await self._parts.turns.add(trace)
        except OwlishError as error:
            self._send(Notice, str(error))

    def home(self, skill: Skill, sight: TurnSight) -> TurnHome:
        return TurnHome(sight, self._parts.storage(skill), self._doors, self._parts.wall)

    def sight(self, text: str, onset: float, end: float, number: int = 0) -> TurnSight:
        """Eyes for the moment that the words point at."""
        return TurnSight(self._parts.eyes, moments(text, onset, end), number, self._parts.bus)

    def _next(self, source: str) -> int:
        self._turn += 1
        self._send(TurnStarted, self._turn, source)
        return self._turn

    def _send(self, kind: type, *values: Any) -> None:
        self._parts.bus.send(kind(anyio.current_time(), *values))
