"""Takes what no other skill takes, and says what can be done instead."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn

OFFERED = 3


class Fallback(Skill):
    name = "fallback"

    async def handle(self, turn: Turn) -> Reply:
        examples = [
            next(iter(next(iter(intents.values())).get("examples", ())), "")
            for skill in turn.home.skills()
            if skill.name != self.name and skill.phrases.native and (intents := skill.phrases.section("intents"))
        ]
        offered = self.phrases.say("or").join(
            self.phrases.say("quoted", example=example) for example in sorted(filter(None, examples), key=len)[-OFFERED:]
        )
        return Reply(self.phrases.say("cannot", examples=offered))
