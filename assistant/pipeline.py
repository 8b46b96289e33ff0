"""The page to read first: one turn from utterance to reply, and the life around it.

    microphone ─► Ears ─► utterance ─► route ─► skill (looks through Eyes) ─► reply ─► Mouth ─► speaker
                                                                   every step ─► bus

New words cancel the turn in progress: that is barge-in, the one thing that runs against the stream.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import anyio

from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import OwlishError, SenseError, SkillError
from assistant.events import (
    Notice,
    Privacy,
    Replied,
    Routed,
    Seen,
    SkillFailed,
    SpeakingEnded,
    SpeakingStarted,
    StateChanged,
    Transcribed,
    Transcript,
    TurnEnded,
    TurnStarted,
)
from assistant.hearing import Ears, Utterance
from assistant.home import Doors, Eyes, TurnHome, TurnSight
from assistant.memory.turns import Trace, Turns
from assistant.perception.moments import moments
from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.routing.router import Router, Routing
from assistant.routing.runner import run_skill
from assistant.senses.camera import Camera
from assistant.skill import Reply, Skill, Storage, Turn
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue import Dialogue

Outcome = Literal["done", "cancelled", "failed", "ignored"]


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


class Assistant:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.bus, self.config = parts.bus, parts.config
        self._ears = parts.make_ears(saying=lambda: parts.mouth.saying, barged_in=self._barged_in, heard=self._heard)
        self._doors = Doors(self.announce, self._stop_for_skill, self._switch_for_skill, lambda: parts.registry.skills)
        self._turn = 0
        self._current: anyio.CancelScope | None = None
        self._life: anyio.CancelScope | None = None
        self._over = False

    # ---- life

    async def run(self) -> None:
        """Until `shut_down`, or until the sound is over when it comes from a file."""
        self._changed = anyio.Event()
        self._floor = anyio.Lock()  # one voice at a time: replies and announcements
        self._wishes, wishes = anyio.create_memory_object_stream[Wish](16)
        self._idle = anyio.Condition()
        self._busy = 0
        for sentence in self._parts.notices:
            self._send(Notice, sentence)
        for failure in self._parts.registry.failures:
            self._send(SkillFailed, failure.skill, failure.sentence)
        async with self._wishes, wishes, anyio.create_task_group() as tasks:
            tasks.start_soon(self._take_turns, wishes, name="turns")
            tasks.start_soon(self._look, name="camera")
            for skill in self._parts.registry.skills:
                tasks.start_soon(self._background, skill, name=f"background of {skill.name}")
            tasks.start_soon(self._listen, name="microphone")
            self._life = tasks.cancel_scope
            if self._over:
                self._life.cancel()
        self._send(StateChanged, "stopped")

    def shut_down(self) -> None:
        """Devices are closed and the turn in progress is recorded before `run` returns."""
        self._over = True
        if self._life is not None:
            self._life.cancel()

    async def _listen(self) -> None:
        """Keeps the microphone open as long as its privacy state is not `off`; the device is closed otherwise."""
        self._send(StateChanged, "idle")
        if self._parts.open_microphone is None:
            self._ears.switch("off", self._parts.phrases.say("no_microphone"))
            return
        if self._ears.privacy == "off":
            self._ears.switch("off")
        while True:
            changed = self._changed
            if self._ears.privacy != "off" and await self._listen_until(changed):
                break
            await changed.wait()
        if self._parts.ends_with_sound:
            await self._until_idle()
            self.shut_down()

    async def _listen_until(self, changed: anyio.Event) -> bool:
        """True when the sound is over by itself."""
        assert self._parts.open_microphone is not None
        microphone = self._parts.open_microphone()
        self._ears.name = microphone.name
        self._ears.switch(self._ears.privacy)
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
        with anyio.CancelScope(shield=True):
            await microphone.aclose()
        return ended

    async def _look(self) -> None:
        """Keeps the camera open as long as its privacy state is not `off`."""
        eyes = self._parts.eyes
        eyes.switch(eyes.privacy)
        if eyes.camera is None:
            return
        while True:
            changed = self._changed
            async with anyio.create_task_group() as tasks:
                if eyes.privacy != "off":
                    tasks.start_soon(eyes.camera.run, name="camera reader")
                    tasks.start_soon(self._show_frames, eyes.camera, name="preview")
                await changed.wait()
                tasks.cancel_scope.cancel()

    async def _show_frames(self, camera: Camera) -> None:
        """To those who watch; what is asked about is chosen elsewhere, by the time of the words."""
        shown = None
        while True:
            newest = camera.newest()
            if newest is not None and newest is not shown:
                self.bus.send(Seen(newest.time, shown := newest))
            await anyio.sleep(1 / self.config.camera.rate_hz)

    async def _background(self, skill: Skill) -> None:
        try:
            await skill.background(self._home(skill, anyio.current_time(), anyio.current_time(), "", 0))
        except Exception as error:  # a guest's code: whatever it raises, the rest goes on
            self._send(SkillFailed, skill.name, f"Skill '{skill.name}' has stopped its background work: {error}.")

    # ---- what the outside may ask

    async def hear_text(self, text: str) -> None:
        """Typed words are a turn like spoken ones."""
        now = anyio.current_time()
        await self._begin(Wish(text.strip(), "text", now, now))

    async def stop(self) -> None:
        """Ends what is being said, or the turn that is still being thought about."""
        self._end_turn()

    def _end_turn(self) -> None:
        if self._parts.mouth.saying:
            self._parts.mouth.stop()  # the turn is answered, and ends with the words that were heard
        elif self._current is not None:
            self._current.cancel()

    async def switch(self, sense: str, privacy: Privacy) -> None:
        if sense == "camera":
            self._parts.eyes.switch(privacy)
        else:
            self._ears.switch(privacy)
        changed, self._changed = self._changed, anyio.Event()
        changed.set()

    def push_to_talk(self, down: bool) -> None:
        self._ears.push_to_talk(down)

    async def announce(self, reply: Reply) -> None:
        """Speaks outside of a turn, once nobody else does; recorded like a turn."""
        async with self._working():
            number = self._next("skill")
            self._send(Replied, number, reply.text, reply.regions, reply.engine)
            await self._speak(number, reply, {}, anyio.current_time())
            self._send(TurnEnded, number, {}, "done")

    async def _stop_for_skill(self) -> None:
        """Not the turn, which is the skill's own."""
        self._parts.mouth.stop()

    async def _switch_for_skill(self, sense: str, on: bool) -> None:
        resting: Privacy = "armed" if sense == "camera" else "active"
        await self.switch(sense, resting if on else "off")

    # ---- one turn

    async def _heard(self, utterance: Utterance) -> None:
        now = anyio.current_time()
        stages = {
            "endpoint": utterance.decided - utterance.end,
            "asr": max(0.0, now - utterance.decided),
            "text": now - utterance.end,
        }
        if utterance.too_long:
            self._send(Notice, self._parts.phrases.say("too_long", seconds=round(self.config.listening.longest)))
        await self._begin(Wish(utterance.transcript.text, "voice", utterance.onset, utterance.end, utterance.transcript, stages))

    async def _begin(self, wish: Wish) -> None:
        """New words: the turn in progress is over."""
        if not wish.text:
            return
        self._end_turn()
        self._busy += 1
        await self._wishes.send(wish)

    def _barged_in(self) -> None:
        self._parts.mouth.stop()

    async def _take_turns(self, wishes: Any) -> None:
        async for wish in wishes:
            with anyio.CancelScope() as self._current:
                await self._answer(wish)
            self._current = None
            self._ears.stay_awake()
            self._send(StateChanged, "idle")
            await self._done()

    async def _answer(self, wish: Wish) -> None:
        number, begin = self._next(wish.source), anyio.current_time()
        trace = Trace(number, self._parts.wall(), wish.source, wish.text)
        stages = dict(wish.stages)
        sight = self._sight(wish, number)
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
            self._parts.dialogue.remember(wish.text, routing.chosen, reply, anyio.current_time())
            trace.said = await self._speak(number, reply, stages, wish.end)
        finally:
            trace.looks, trace.stages, trace.outcome = tuple(sight.looks), stages, outcome
            with anyio.CancelScope(shield=True):
                await self._record(trace)
            self._send(TurnEnded, number, stages, outcome)

    def _route(self, wish: Wish, number: int, stages: dict[str, float]) -> Routing:
        begin = time.perf_counter()
        context = self._parts.dialogue.context(anyio.current_time())
        routing = self._parts.router.route(wish.text, self.config.routing.language, context)
        stages["route"] = time.perf_counter() - begin
        chosen = routing.chosen
        named = (chosen.skill, chosen.intent, chosen.slots, chosen.score) if chosen else (None, None, {}, 0.0)
        self._send(Routed, number, wish.text, *named, routing.candidates)
        return routing

    async def _handle(self, routing: Routing, wish: Wish, sight: TurnSight, number: int) -> tuple[Reply, Outcome]:
        chosen = routing.chosen
        skill = self._parts.registry.get(chosen.skill if chosen else "fallback")
        turn = Turn(
            text=routing.text,
            intent=chosen.intent if chosen else "fallback",
            slots=chosen.slots if chosen else {},
            home=self._home(skill, wish.onset, wish.end, wish.text, number, sight),
            language=self.config.routing.language,
            time=self._parts.wall(),
            context=self._parts.dialogue.context(anyio.current_time()),
        )
        try:
            return await run_skill(skill, turn, self.config.routing.skill_timeout), "done"
        except SenseError as error:
            return Reply(str(error)), "failed"
        except SkillError as error:
            self._send(SkillFailed, skill.name, str(error))
            return Reply(self._parts.phrases.say("skill_failed", skill=skill.name)), "failed"

    def _time(self, stages: dict[str, float], sight: TurnSight, begin: float, wish: Wish) -> None:
        now = anyio.current_time()
        stages["look"] = sight.seconds
        stages["skill"] = max(0.0, now - begin - sight.seconds - stages["route"])
        stages["answer"] = now - wish.end

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

    # ---- small things

    def _sight(self, wish: Wish, number: int) -> TurnSight:
        return TurnSight(self._parts.eyes, moments(wish.text, wish.onset, wish.end), number, self.bus)

    def _home(self, skill: Skill, onset: float, end: float, text: str, number: int, sight: TurnSight | None = None) -> TurnHome:
        sight = sight or TurnSight(self._parts.eyes, moments(text, onset, end), number, self.bus)
        return TurnHome(sight, self._parts.storage(skill), self._doors, self._parts.wall)

    def _next(self, source: str) -> int:
        self._turn += 1
        self._send(TurnStarted, self._turn, source)
        return self._turn

    def _send(self, kind: type, *values: Any) -> None:
        self.bus.send(kind(anyio.current_time(), *values))

    async def _until_idle(self) -> None:
        async with self._idle:
            while self._busy:
                await self._idle.wait()

    async def _done(self) -> None:
        async with self._idle:
            self._busy -= 1
            self._idle.notify_all()

    def _working(self) -> _Work:
        return _Work(self)


class _Work:
    """Counts as busy while it lasts."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def __aenter__(self) -> None:
        self._assistant._busy += 1

    async def __aexit__(self, *error: object) -> None:
        with anyio.CancelScope(shield=True):
            await self._assistant._done()
