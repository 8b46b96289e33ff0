"""A conversation with one installed skill, for its tests: typed sentences in, replies out, in a world that is set by hand.

    with Talk("coin") as talk:
        assert talk("who goes first") in ("Heads: you go first.", "Tails: the other one goes first.")

Sentences go where they would go, "undo" and answers lead on, and the skill runs as it will: a guest in a process of its own, with all that
it declares granted, and nothing else. What another skill takes nobody answers. `background` does not run.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anyio.from_thread import start_blocking_portal

from assistant.bus import Bus
from assistant.consent import Consent, Holder
from assistant.errors import CameraError, NetworkError, SenseError, SkillError, StoreError
from assistant.events import Answer, AudioChunk, Frame, Grounding
from assistant.held import HeldHome
from assistant.memory.audit import Audit
from assistant.memory.database import Database
from assistant.memory.grants import Grant, Grants, decide
from assistant.memory.storage import SkillStorage
from assistant.phrases import Phrases
from assistant.routing.decision import Routing
from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from assistant.routing.runner import run_skill
from assistant.skill import Reply, Skill, Turn
from assistant.understanding.dialogue.dialogue import Dialogue
from assistant.worker import ThreadWorker

MEMORY = 120.0
"""Seconds after which a turn is forgotten."""
MORNING = 1_767_258_000.0
"""The first of January 2026, nine o'clock in UTC: when the first sentence is said."""


class Talk:
    """`talk(sentence)` says it, a second after the one before, and returns the reply. Raises SkillError where the skill fails."""

    def __init__(self, name: str, language: str = "en") -> None:
        """name: of an installed skill. Raises KeyError where there is none."""
        self._registry = load_registry(language)
        self._mine, self._language = self._registry.loaded_as(name), language
        self._router = Router(self._registry, language)
        self._dialogue = Dialogue(Phrases("assistant", "dialogue", language), MEMORY)
        self.took = ""
        """Who took the last sentence, as `skill.intent`; empty where nobody did."""
        self.reply = Reply("")
        """The whole of the last reply, with `regions`, `follow_up` and `undo`."""
        database, worker = Database(None), ThreadWorker("memory")
        sight = Seen(Phrases("assistant", "assistant", language).say("no_camera"))
        self.world = World(SkillStorage(database, name, self._mine.owner, worker), sight, self._registry.skills)
        grants, audit = Grants(database, worker), Audit(database, worker, self.world.now)
        self._consent = Consent(grants, audit, Phrases("assistant", "permissions", language), wall=self.world.now, memory=MEMORY)
        for permission in self._mine.skill.permissions:
            decide(database, Grant(name, self._mine.owner, permission, "granted", MORNING))

    def __enter__(self) -> Talk:
        with ExitStack() as open_until_the_end:
            self._portal = open_until_the_end.enter_context(start_blocking_portal())
            open_until_the_end.callback(self._portal.call, self._registry.end)
            self.world.folder = Path(open_until_the_end.enter_context(TemporaryDirectory(prefix="owlish-pictures-")))
            self._end = open_until_the_end.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.close()

    def __call__(self, sentence: str) -> str:
        return self._portal.call(self._say, sentence)

    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """What the skill has stored, by key."""
        return self._portal.call(self.world.storage.rows)

    async def _say(self, sentence: str) -> str:
        self.world.time += 1
        wishes = self._router.wishes(sentence, self._language, self._dialogue.context(self.world.time))
        return " ".join(filter(None, [(await self._wish(wish, sentence)).text for wish in wishes]))

    async def _wish(self, wish: str, said: str) -> Reply:
        context = self._dialogue.context(self.world.time)
        routing = self._router.route(wish, self._language, context)
        chosen = routing.chosen
        self.took = f"{chosen.skill}.{chosen.intent}" if chosen else ""
        self.reply = await self._replied(routing, said, context)
        self._dialogue.remember(routing.text, chosen, self.reply, self.world.time, routing.doubt)
        return self.reply

    async def _replied(self, routing: Routing, said: str, context: Mapping[str, Any]) -> Reply:
        chosen, skill = routing.chosen, self._mine.skill
        if routing.question:
            return Reply(routing.question, follow_up=routing.follow_up)
        if chosen is None or chosen.skill != skill.name:
            return Reply("")
        home: Any = HeldHome(self.world, Holder.of(self._mine), self._consent, chosen.intent, turn=1)  # type: ignore[arg-type]
        turn = Turn(routing.text, chosen.intent, chosen.slots, home, self._language, self.world.time, context, said)
        try:
            reply = await run_skill(skill, turn, skill.timeout)
        except (SenseError, StoreError, NetworkError) as error:  # whose sentence is said for it
            return Reply(str(error))
        for fault in filter(None, self._router.sequels.lost(skill.name, reply, self._language)):
            raise SkillError(fault)
        return reply


class World:
    """skill.Home: what a test sets, and what it may look at. The acts of the assistant itself are nobody's here."""

    def __init__(self, storage: SkillStorage, sight: Seen, skills: Sequence[Skill]) -> None:
        self.storage, self.sight, self._skills = storage, sight, skills
        self.time = MORNING
        """Of the wall clock; waiting for a later one sets it."""
        self.pages: dict[str, bytes] = {}
        """What `fetch` gives, by address; any other is not reached."""
        self.announced: list[str] = []
        self.folder = Path()
        """The person's pictures, until the end of the talk."""

    def now(self) -> float:
        return self.time

    async def sleep_until(self, when: float) -> None:
        self.time = max(self.time, when)

    async def announce(self, reply: Reply) -> bool:
        self.announced.append(reply.text)
        return True

    async def play(self, sound: AudioChunk) -> bool:
        return True

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        if url not in self.pages:
            raise NetworkError(f"{url} is not among the pages of this world.")
        return self.pages[url]

    async def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        for line in (await self.fetch(url)).decode().splitlines():
            yield line

    async def pictures(self) -> Path:
        return self.folder

    def skills(self) -> Sequence[Skill]:
        return self._skills


class Seen:
    """skill.Sight of what a test says that is seen."""

    def __init__(self, unseen: str) -> None:
        """unseen: what is said without a camera"""
        self._unseen = unseen
        self.answers: dict[str, str] = {}
        """In short, by question; "" is what a description says. Without any there is no camera."""
        self.bus = Bus()

    async def answer(self, question: str) -> Answer:
        if not self.answers:
            raise CameraError(self._unseen)
        short = self.answers.get(question, "")
        return Answer(short, short.capitalize(), 0.9 if short else 0.0, "test", abstained=not short)

    async def describe(self) -> Answer:
        return await self.answer("")

    async def read(self) -> Answer:
        return await self.answer("read")

    async def ground(self, phrase: str) -> Grounding:
        found = await self.answer(phrase)
        return Grounding(phrase, None if found.abstained else (0.25, 0.25, 0.75, 0.75), found.confidence, "test", spoken=found.spoken)

    async def frame(self) -> Frame:
        raise CameraError(self._unseen)
