"""The page to read first: one turn, from words to what was heard of the reply.

    microphone ─► Ears ─► Wish ─► route ─► skill (looks through Eyes) ─► reply ─► Mouth ─► speaker
                                              every step ─► bus

Whose turn it is: assistant.turn_queue. Which senses are open, and what else lives beside the turns: assistant.life.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, TypeVar

import anyio

from assistant.consent import Question
from assistant.errors import NetworkError, OwlishError, PermissionDenied, SenseError, SkillError, StoreError
from assistant.events import (
    Notice,
    Replied,
    Routed,
    SkillFailed,
    StateChanged,
    Transcribed,
    Transcript,
    TurnEnded,
    TurnStarted,
)
from assistant.floor import Floor
from assistant.lender import Lender
from assistant.memory.turns import Trace
from assistant.parts import Parts
from assistant.phrases import unruled
from assistant.routing.decision import Routing
from assistant.routing.runner import run_skill
from assistant.routing.sequels import Lost
from assistant.seeing import TurnSight
from assistant.skill import Reply, Skill, Turn
from assistant.speech.coming import begun, coming

Outcome = Literal["done", "cancelled", "failed"]
T = TypeVar("T")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """What a turn starts from: words, and when they were said."""

    text: str
    source: Literal["voice", "text"]
    onset: float
    end: float
    transcript: Transcript | None = None
    stages: Mapping[str, float] = field(default_factory=dict)
    said: str = ""
    """All that was said in the same breath, as it was written; empty where that is the text."""


class Pipeline:
    def __init__(self, parts: Parts, lender: Lender) -> None:
        self._parts, self._lender = parts, lender
        self._turn = 0
        self.floor = Floor(parts.mouth, parts.phrases, self._send)
        self._unrecorded = ""
        """Why the last turn could not be recorded; empty where it was."""

    def parts(self, wish: Wish) -> tuple[Wish, ...]:
        """The wish, or each of those that were said in one breath; what was heard belongs to the first."""
        language, context = self._parts.config.routing.language, self._parts.dialogue.context(anyio.current_time())
        whole: tuple[str, ...] = (wish.text,)
        first, *more = self._understood(partial(self._parts.router.wishes, wish.text, language, context), whole)
        wish = replace(wish, said=wish.text)
        return replace(wish, text=first), *(replace(wish, text=text, transcript=None, stages={}) for text in more)

    async def answer(self, wish: Wish) -> None:
        """One turn. Cancelled, it is recorded as such."""
        number, begin = self._next(wish.source), anyio.current_time()
        trace = Trace(self._parts.wall(), wish.source, wish.text)
        stages = dict(wish.stages)
        sight = self._lender.sight(wish.text, wish.onset, wish.end, number)
        outcome: Outcome = "cancelled"
        self._send(StateChanged, "thinking")
        if wish.transcript is not None:
            self._send(Transcribed, number, wish.transcript)
            trace.transcript = wish.transcript
        try:
            question = self._parts.consent.answered(wish.text, self._parts.config.routing.language, wish.end)
            routing = self._route(wish, number, stages, question)
            trace.candidates, trace.chosen = routing.candidates, routing.chosen
            reply, handled = await self._decide(question, routing, sight, number, wish.said or wish.text)
            reply = replace(reply, text=unruled(reply.text))

            def tell(so_far: Reply) -> None:
                trace.reply = so_far
                self._send(Replied, number, so_far.text, so_far.regions, so_far.engine)
                self._parts.dialogue.remember(routing.text, routing.chosen, so_far, anyio.current_time(), routing.doubt)

            async with coming(reply, tell, partial(self._broke_off, routing)) as (begun, more):
                outcome = handled
                self._time(stages, sight, begin, wish)
                trace.said = (await self.floor.speak(number, begun, stages, wish.end, more)).heard
        finally:
            trace.looks, trace.stages, trace.outcome = tuple(sight.looks), stages, outcome
            with anyio.CancelScope(shield=True):
                await self._record(trace)
            self._send(TurnEnded, number, stages, outcome)

    def _route(self, wish: Wish, number: int, stages: dict[str, float], question: Question | None) -> Routing:
        begin, nobodys = time.perf_counter(), Routing(wish.text, None, ())
        language, context = self._parts.config.routing.language, self._parts.dialogue.context(anyio.current_time())
        if question is None:
            routing = self._understood(partial(self._parts.router.route, wish.text, language, context), nobodys)
        else:  # the wish that waited for this answer
            routing = question.waiting or nobodys
        stages["route"] = time.perf_counter() - begin
        chosen = routing.chosen
        named = (chosen.skill, chosen.intent, chosen.slots, chosen.score) if chosen else (None, None, {}, 0.0)
        self._send(Routed, number, wish.text, *named, routing.candidates)
        return routing

    def _understood(self, work: Callable[[], T], instead: T) -> T:
        """Words can take a router anywhere; none of them may end the assistant."""
        try:
            return work()
        except Exception as error:
            logger.exception("These words could not be routed.")
            self._send(Notice, self._parts.phrases.say("not_routed", reason=f"{type(error).__name__}: {error}"))
            return instead

    async def _decide(self, question: Question | None, routing: Routing, sight: TurnSight, number: int, said: str) -> tuple[Reply, Outcome]:
        """Stores what the person has just allowed or denied; then the wish, where there is one."""
        if question is not None:
            try:
                reply = await self._parts.consent.decide(question)
            except StoreError as error:
                return Reply(self._excuse(error)), "failed"
            if question.waiting is None:
                return reply, "done"
        return await self._handle(routing, sight, number, said)

    async def _handle(self, routing: Routing, sight: TurnSight, number: int, said: str) -> tuple[Reply, Outcome]:
        if routing.question:
            return Reply(routing.question, follow_up=routing.follow_up), "done"
        chosen = routing.chosen
        skill = self._parts.registry.get(chosen.skill) if chosen else self._parts.registry.rest
        intent = chosen.intent if chosen else skill.name
        home = self._lender.home(skill, sight, intent, number)
        turn = Turn(
            text=routing.text,
            intent=intent,
            slots=chosen.slots if chosen else {},
            home=home,
            language=self._parts.config.routing.language,
            time=self._parts.wall(),
            context=self._parts.dialogue.context(anyio.current_time()),
            said=said,
        )
        try:
            reply, outcome = await self._run(skill, turn)
        finally:
            with anyio.CancelScope(shield=True):
                await home.note_files()
        if home.wanted:
            return self._parts.consent.ask(home.holder, home.wanted, routing, anyio.current_time()), "done"
        if isinstance(outcome, SkillError):
            self._send(SkillFailed, skill.name, str(outcome))
            return reply, "failed"
        return self._leading_on(skill.name, reply) if self._parts.registry.loaded_as(skill.name).is_guest else reply, outcome

    def _leading_on(self, guest: str, reply: Reply) -> Reply:
        """With a word to the person where no answer would reach the guest; its writer is told of that, and of an undo that is lost."""
        lost = self._understood(partial(self._parts.router.sequels.lost, guest, reply, self._parts.config.routing.language), Lost())
        for fault in filter(None, lost):
            self._send(SkillFailed, guest, fault)
        if not lost.follow_up:
            return reply
        deaf = self._parts.phrases.say("deaf_to_answer", skill=guest)
        return replace(reply, text=self._parts.phrases.text(filter(None, (reply.text, deaf))))

    async def _run(self, skill: Skill, turn: Turn) -> tuple[Reply, Outcome | SkillError]:
        """What is said, and how it ended."""
        try:
            return await begun(await run_skill(skill, turn, self._parts.config.routing.skill_timeout)), "done"
        except (SenseError, StoreError, NetworkError) as error:
            return Reply(self._excuse(error)), "failed"
        except PermissionDenied as error:
            return self._parts.consent.refused(skill.name), error
        except SkillError as error:
            return Reply(self._parts.phrases.say("skill_failed", skill=skill.name)), error

    def _broke_off(self, routing: Routing, error: Exception) -> str:
        """What is said of an error that comes while the reply is still coming."""
        if isinstance(error, (SenseError, StoreError, NetworkError)):
            return self._excuse(error)
        name = routing.chosen.skill if routing.chosen else self._parts.registry.rest.name
        self._send(SkillFailed, name, f"Skill '{name}' failed: {type(error).__name__}: {error}.")
        return self._parts.phrases.say("skill_failed", skill=name)

    def _excuse(self, error: OwlishError) -> str:
        """What is said of it. The way to a file is for the screen, not for the ear."""
        if not isinstance(error, StoreError):
            return str(error)
        self._send(Notice, str(error))
        return self._parts.phrases.say("not_kept")

    def _time(self, stages: dict[str, float], sight: TurnSight, begin: float, wish: Wish) -> None:
        now = anyio.current_time()
        stages["look"] = sight.seconds
        stages["skill"] = max(0.0, now - begin - sight.seconds - stages["route"])
        stages["answer"] = now - wish.end

    async def announce(self, reply: Reply) -> bool:
        """Speaks outside of a turn, once nobody else does. False when it was cut off."""
        self._parts.consent.announced(reply, anyio.current_time())
        reply = replace(reply, text=unruled(reply.text))
        number = self._next("skill")
        self._send(Replied, number, reply.text, reply.regions, reply.engine)
        stages: dict[str, float] = {}
        said = await self.floor.speak(number, reply, stages, anyio.current_time())
        self._send(TurnEnded, number, stages, "done")
        return not said.interrupted

    async def _record(self, trace: Trace) -> None:
        trouble = ""
        try:
            await self._parts.turns.add(trace)
        except OwlishError as error:
            trouble = str(error)
        if trouble and trouble != self._unrecorded:  # told once, not after each turn of a day
            self._send(Notice, trouble)
        self._unrecorded = trouble

    def _next(self, source: str) -> int:
        self._turn += 1
        self._send(TurnStarted, self._turn, source)
        return self._turn

    def _send(self, kind: type, *values: Any) -> None:
        self._parts.bus.send(kind(anyio.current_time(), *values))
