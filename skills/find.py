"""Says and shows where a thing is."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn
from skills.asking import missing


class Find(Skill):
    name = "find"
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        if turn.intent == "unknown":  # in a language in which things are known by a table
            return Reply(self.phrases.say("unknown", thing=turn.written(turn.slots["name"])))
        thing = self._thing(turn)
        if self._does_something(thing):
            answer = await turn.home.sight.answer(turn.text)
            return Reply(answer.spoken, answer.regions, answer.engine, confidence=answer.confidence)
        if not thing:
            return Reply(self.phrases.say("what"), follow_up=self.phrases.say("answered", answer="{answer}"))
        if none := await missing(self.phrases, turn, thing):
            return none
        found = await turn.home.sight.ground(thing)
        return Reply(found.spoken, (found.region,) if found.region else (), found.engine, confidence=found.score)

    def _thing(self, turn: Turn) -> str:
        """What was named; a bare pronoun is what the last turn was about."""
        thing = str(turn.slots.get("thing") or turn.slots.get("pronoun") or "")
        if thing in self.phrases.section("words")["pronouns"]:
            return str(turn.context.get("thing", ""))
        return thing

    def _does_something(self, thing: str) -> bool:
        """ "Where is he looking" asks for no place of his."""
        first, _, more = thing.partition(" ")
        return bool(more) and first in self.phrases.section("words").get("persons", ())
