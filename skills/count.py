"""Counts things in the picture."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn


class Count(Skill):
    name = "count"
    uses_camera = True
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        question = self.phrases.say("question", thing=turn.slots["thing"]) if turn.intent == "count" else turn.text
        answer = await turn.home.sight.answer(question)
        return Reply(answer.spoken, answer.regions, answer.engine)
