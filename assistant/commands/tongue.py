"""A question about a picture in another language than English: the skills that take it in the live loop read it, and ask in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import cast

import anyio

from assistant.events import Answer, Frame, Grounding, Scene
from assistant.routing.guest_trial import is_guest
from assistant.routing.normal import normal
from assistant.routing.registry import GROUP, load_registry
from assistant.routing.router import Router
from assistant.routing.slots import thing
from assistant.skill import Home, Turn
from assistant.things import things_of
from assistant.understanding.fusion import VisionLanguageModel

SKILLS = ("look", "count", "find", "read")
"""Those whose questions a single picture answers."""


@dataclass
class PictureSight:
    """skill.Sight over one picture. It remembers what was asked last, and the answer."""

    scene: Scene
    vlm: VisionLanguageModel
    reader: Callable[[Frame], Answer]
    asked: str = ""
    """In English."""
    found: Answer | None = None

    async def answer(self, question: str) -> Answer:
        return self._kept(question, self.vlm.answer(question, self.scene))

    async def describe(self) -> Answer:
        return self._kept("what do you see", self.vlm.describe(self.scene))

    async def ground(self, phrase: str) -> Grounding:
        found = self.vlm.ground(phrase, self.scene)
        regions, there = ((found.region,), "here") if found.region else ((), "")
        self._kept(f"where is the {phrase}", Answer(there, found.spoken, found.score, found.engine, regions, abstained=not there))
        return found

    async def read(self) -> Answer:
        return self._kept("what is written here", self.reader(self.scene.frame))

    async def frame(self) -> Frame:
        return self.scene.frame

    def _kept(self, asked: str, found: Answer) -> Answer:
        self.asked, self.found = asked, found
        return found


@dataclass(frozen=True)
class PictureHome:
    """What those skills use of a home."""

    sight: PictureSight


class Tongue:
    """Reads questions in one language; where that has none of its own, all of them are English."""

    def __init__(self, language: str) -> None:
        self._language = language
        points = [point for point in entry_points(group=GROUP) if point.name in SKILLS and not is_guest(point)]
        self._registry = load_registry(language, points)
        self._router = Router(self._registry, language)

    def answer(self, question: str, sight: PictureSight) -> Answer | None:
        """None of what no skill understands: it may be English."""
        routing = self._router.route(question)
        chosen = routing.chosen
        if chosen is None or chosen.skill not in SKILLS or routing.question:
            return None
        turn = Turn(routing.text, chosen.intent, chosen.slots, cast(Home, PictureHome(sight)), self._language, said=question)
        reply = anyio.run(self._registry.get(chosen.skill).handle, turn)
        return replace(sight.found or Answer("", "", 0.0, sight.vlm.engine, abstained=True), spoken=reply.text, regions=reply.regions)


def in_english(phrase: str, language: str) -> str:
    """What is called so, where the language has a table of things; what is not in it stays as it is, for it may be English."""
    return phrase if things_of(language).native else thing(normal(phrase, language), language) or phrase
