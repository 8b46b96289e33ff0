"""A conversation with all the skills, in text: routed, remembered and completed as the pipeline does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import anyio

from assistant.memory.database import Database
from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.skill import Reply, Skill, Turn
from assistant.understanding.dialogue.dialogue import Dialogue
from tests.installed import router, skills
from tests.skills.home import SmallHome


@dataclass
class Talk:
    """`talk(...)` says the sentences one after the other and returns the replies. What was said before is remembered."""

    skills: Sequence[Skill] = ()
    """In place of the registered ones of their names."""
    database: Database = field(default_factory=lambda: Database(None))
    language: str = "en"

    def __post_init__(self) -> None:
        self.registry: Registry = skills(self.language)
        self._router = router(language=self.language)
        self._dialogue = Dialogue(Phrases("assistant", "dialogue", self.language), memory=120.0)
        self._skills = {skill.name: skill for skill in (*self.registry.skills, *self.skills)}
        self.homes = {name: SmallHome(skill, database=self.database, others=self.registry.skills) for name, skill in self._skills.items()}
        self.took: list[str] = []
        """Who took each sentence, as `skill.intent`."""
        self.last = Reply("")
        self.now = 0.0

    def __call__(self, *texts: str) -> list[str]:
        return anyio.run(self._say_all, texts)

    async def _say_all(self, texts: Sequence[str]) -> list[str]:
        return [" ".join([(await self._say(wish, text)).text for wish in self._wishes(text)]) for text in texts]

    def _wishes(self, text: str) -> Sequence[str]:
        self.now += 1
        return self._router.wishes(text, context=self._dialogue.context(self.now))

    async def _say(self, text: str, said: str) -> Reply:
        context = self._dialogue.context(self.now)
        routing = self._router.route(text, context=context)
        chosen = routing.chosen
        self.took.append(f"{chosen.skill}.{chosen.intent}" if chosen else "fallback")
        if routing.question:
            self.last = Reply(routing.question, follow_up=routing.follow_up)
        else:
            skill = self._skills[chosen.skill if chosen else "fallback"]
            intent, slots = (chosen.intent, chosen.slots) if chosen else ("fallback", {})
            turn = Turn(routing.text, intent, slots, self.homes[skill.name], self.language, context=context, said=said)
            self.last = await skill.handle(turn)
        self._dialogue.remember(routing.text, chosen, self.last, self.now, routing.doubt)
        return self.last
